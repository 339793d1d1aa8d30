import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isWritable } from '../sqlite/writable'

/** Names of the files in the data folder. */
export const DATA_FILES = {
  profile: 'profile.sqlite',
  history: 'history.sqlite',
  cache: 'cache.sqlite',
  embedded: 'embedded.sqlite',
  backups: 'backups',
  samples: 'samples.sqlite',
  samplesKept: 'samples.json',
  maintenance: 'upkeep.json',
  staging: 'moving.sqlite',
} as const

/** Those of them that are databases. */
export const DATABASES = [
  DATA_FILES.profile,
  DATA_FILES.history,
  DATA_FILES.cache,
  DATA_FILES.embedded,
  DATA_FILES.samples,
]

/** Where the app's data is. */
export interface DataFolder {
  /** The user's folder. */
  readonly path: string
  /** Where files are opened and made: the same, or a folder for this run alone when that cannot be written. */
  readonly working: string
  /** The file or folder that cannot be written, because of which nothing is kept; null when everything is kept. */
  readonly unwritable: string | null
}

/**
 * Makes the data folder when it is absent, for its user alone, and finds out whether it can be written.
 *
 * @param path the folder
 * @param chosen whether the user named it: then its mode stays when it is there already
 */
export function prepareDataFolder(path: string, chosen = true): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    if (!chosen) closeToOthers(path)
  } catch {
    return forThisRun(path, path)
  }
  const unwritable = [path, ...DATABASES.map((name) => join(path, name))].find(
    (file) => existsSync(file) && !isWritable(file),
  )
  return unwritable === undefined ? { path, working: path, unwritable: null } : forThisRun(path, unwritable)
}

/** Earlier versions made it as the system makes folders, which on some lets other users of the computer look into it. */
function closeToOthers(path: string): void {
  const { mode, uid } = statSync(path)
  if (process.platform !== 'win32' && uid === process.getuid?.() && (mode & 0o077) !== 0) {
    chmodSync(path, mode & 0o700)
  }
}

function forThisRun(path: string, unwritable: string): DataFolder {
  const working = mkdtempSync(join(tmpdir(), 'zonedesk-'))
  process.once('exit', () => rmSync(working, { recursive: true, force: true }))
  return { path, working, unwritable }
}
