import { ZonedeskError } from '../../../preload/contract/failure'
import type { MovingProgress } from '../../../preload/contract/moving'
import { applyPlan, openFile } from '../transfer/bring-in'
import type { OwnFiles } from '../transfer/own-files'
import { countOwn, saveFile } from '../transfer/save-file'
import type { MovingTask } from './protocol'

/**
 * Does what the thread is there for.
 *
 * @param tell told how far it is
 * @throws ZonedeskError; `cancelled` when the signal stopped it
 */
export async function carryOut(
  files: OwnFiles,
  task: MovingTask,
  signal: AbortSignal,
  tell: (progress: MovingProgress) => void,
): Promise<unknown> {
  switch (task.task) {
    case 'count':
      return countOwn(files)
    case 'save':
      return saveFile(files, task.path, task.passphrase, task, {
        signal,
        onProgress: (done, total) => tell({ step: 'saving', done, total }),
      })
    case 'open':
      return openFile(files, task.path, task.passphrase, {
        signal,
        onProgress: (done, total) => tell({ step: 'reading', done, total }),
        onStaged: () => tell({ step: 'comparing', done: 0, total: 0 }),
      })
    case 'apply':
      return applyPlan(files, task.plan, task.choice, {
        signal,
        now: task.now,
        onStep: (step, done, total) => tell({ step, done, total }),
      })
  }
}

/** The reason of every stop. */
export function stopped(): ZonedeskError {
  return new ZonedeskError('cancelled', 'It was stopped.')
}
