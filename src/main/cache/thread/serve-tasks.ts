import { inspect } from 'node:util'
import { ZonedeskError } from '../../../preload/contract/failure'
import { Sequencer } from '../../async/sequencer'
import { isDamage, isMisfit } from '../../sqlite/storage-failure'
import { callWriter, isWrite } from './cache-writer'
import type { ThreadMessage, Opened, ThreadRequest, Task, ThreadData } from './protocol'
import { createMaintenance } from './maintenance'
import { createWritingFiles } from './writing-files'

/**
 * What happens inside the thread: each request is carried out after those before it, and answered.
 *
 * @returns carries out a request; answers false once the thread has nothing more to do
 */
export function serveTasks(
  data: ThreadData,
  send: (message: ThreadMessage) => void,
): (request: ThreadRequest) => Promise<boolean> {
  const files = createWritingFiles(data)
  const maintenance = createMaintenance(data, {
    connection: () => files.connection(),
    onNotice: (notice) => send({ kind: 'notice', notice }),
    onFault: (error) => send({ kind: 'fault', description: inspect(error) }),
    onDamage: () => {
      files.close()
      send({ kind: 'damaged' })
    },
    inTurn: (work) => tasks.run(work),
  })
  const tasks = new Sequencer()

  async function carryOut(task: Task): Promise<unknown> {
    switch (task.task) {
      case 'open':
        return beginUpkeep(await files.open())
      case 'recover':
        return beginUpkeep(await files.recover())
      case 'write':
        if (!isWrite(task.name)) throw new Error(`There is no change called ${task.name}.`)
        return callWriter(files.writer(), task.name, task.args)
      case 'close':
        maintenance.end()
        files.checkpoint()
        return null
    }
  }

  function beginUpkeep(opened: Opened): Opened {
    maintenance.begin()
    return opened
  }

  return async (request) => {
    maintenance.postpone()
    try {
      const value = await tasks.run(() => carryOut(request))
      send({ kind: 'answer', id: request.id, value })
    } catch (error) {
      // Steps to the newest schema that do not fit the file tell of damage too.
      const damaged = isDamage(error) || (request.task === 'open' && isMisfit(error))
      // Nothing more is written to a damaged file.
      if (damaged) files.close()
      send({
        kind: 'failure',
        id: request.id,
        failure: error instanceof ZonedeskError ? error.failure : null,
        description: inspect(error),
        damaged,
      })
    }
    return request.task !== 'close'
  }
}
