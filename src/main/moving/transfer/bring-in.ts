import type { ConflictChoice, MovingPlan } from '../../../preload/contract/moving'
import { ZonedeskError } from '../../../preload/contract/failure'
import { backUp } from '../../sqlite/backups'
import { storageErrors } from '../../sqlite/storage-errors'
import { applyToEmbedded, applyToProfile, type AppliedKind } from './apply'
import type { Reading } from '../file/read-lines'
import { DATABASES, openAttached, prepareFiles, type OwnFiles } from './own-files'
import { planMove } from './plan'
import { commit, stage } from './staging'

/**
 * Reads a file and works out what it would change. Nothing of the user's own is changed.
 *
 * @param passphrase as typed
 * @throws ZonedeskError `invalid` with a sentence for each thing that can be wrong with the file, `storage`; the
 *   signal's reason
 */
export async function openFile(
  files: OwnFiles,
  path: string,
  passphrase: string,
  reading: Reading & { readonly onStaged?: () => void },
): Promise<MovingPlan> {
  await stage(files.staging, path, passphrase, reading)
  reading.onStaged?.()
  reading.signal.throwIfAborted()
  return currentPlan(files, path)
}

/** What the staged file would change now. @throws ZonedeskError `storage` */
function currentPlan(files: OwnFiles, path: string): MovingPlan {
  prepareFiles(files)
  return storageErrors(() => {
    const db = openAttached(files, DATABASES)
    try {
      db.prepare('ATTACH ? AS moving').run(files.staging)
      // One state of all files, whatever is written meanwhile.
      return db.transaction(() => planMove(db, path)).deferred()
    } finally {
      db.close()
    }
  }, files.profile)
}

/** What is told of changes that are being made, and what makes those of the history. */
export interface Applying {
  readonly signal: AbortSignal
  readonly onStep: (step: 'comparing' | 'copying' | 'applying', done: number, total: number) => void
  /** Milliseconds since the epoch, for the names of the copies. */
  readonly now: number
}

/**
 * Makes the changes of a plan but those of the history: copies of every file first, then, once that is noted on the
 * disk, the profile and the embedded service, in one transaction each. A kill before the note changes nothing; after
 * it, the next start makes all of them.
 *
 * @param shown the plan the user saw
 * @throws ZonedeskError `refused` when it no longer holds, `storage`; the signal's reason until the note
 */
export async function applyPlan(
  files: OwnFiles,
  shown: MovingPlan,
  choice: ConflictChoice,
  { signal, onStep, now }: Applying,
): Promise<AppliedKind[]> {
  onStep('comparing', 0, 0)
  if (JSON.stringify(currentPlan(files, shown.path)) !== JSON.stringify(shown)) throw outdated()
  for (const [position, name] of DATABASES.entries()) {
    signal.throwIfAborted()
    onStep('copying', position, DATABASES.length)
    await backUp(files[name], files.backups, now)
  }
  signal.throwIfAborted()
  commit(files.staging, choice)
  onStep('applying', 0, DATABASES.length)
  const profile = applyToProfile(files, choice)
  onStep('applying', 1, DATABASES.length)
  const embedded = applyToEmbedded(files, choice)
  onStep('applying', 2, DATABASES.length)
  return [...profile, ...embedded]
}

function outdated(): ZonedeskError {
  return new ZonedeskError(
    'refused',
    'The data on this computer changed since Zonedesk compared the file with it.',
    {
      fix: 'Open the file once more, and look at what would change now.',
    },
  )
}
