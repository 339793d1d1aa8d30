import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportResult } from '../../../preload/contract/export-format'
import { ZonedeskError } from '../../../preload/contract/failure'
import { writeWholeFile } from '../../profile/whole-file'
import type { FileDialogs } from './file-dialogs'

/** How many folders of one day a number tells apart; hardly anybody makes more. */
const MOST_FOLDERS = 1000

/**
 * Asks where and writes the files: a single one under the name the user gives, several into a new folder, so that none
 * replaces a file that is there. All are written or none.
 *
 * @param now milliseconds since the epoch
 * @param signal stops it until the user has said where; then all is written
 * @returns the file or the folder; null when the user chose none
 * @throws ZonedeskError `storage`, and the signal's reason when it is stopped
 */
export async function writeExport(
  files: ExportResult['files'],
  dialogs: Pick<FileDialogs, 'save' | 'folder'>,
  now: () => number,
  signal: AbortSignal,
): Promise<string | null> {
  const [only] = files
  if (only !== undefined && files.length === 1) {
    const path = await dialogs.save('Export records', only.fileName)
    signal.throwIfAborted()
    if (path !== null) await writing(path, () => writeWholeFile(path, only.text))
    return path
  }
  const parent = await dialogs.folder('Choose where to make the folder for the files')
  signal.throwIfAborted()
  if (parent === null) return null
  const name = `dns-records-${new Date(now()).toISOString().slice(0, 10)}`
  return writing(parent, () => writeFolder(parent, name, files))
}

/** Writes a file, and turns a failure into a sentence. */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    throw new ZonedeskError('storage', `${path} could not be written.`, {
      fix: 'Choose a folder that you can write to and that has space left.',
      cause,
    })
  }
}

async function writeFolder(parent: string, name: string, files: ExportResult['files']): Promise<string> {
  const part = join(parent, `.${name}.${randomUUID()}.part`)
  await mkdir(part)
  try {
    for (const [fileName, text] of distinct(files)) await writeWholeFile(join(part, fileName), text)
    const folder = await freeName(parent, name)
    await rename(part, folder)
    return folder
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

/** The texts by file name. A number tells apart zones that differ only in characters no file name can have. */
function distinct(files: ExportResult['files']): Map<string, string> {
  const byName = new Map<string, string>()
  for (const { fileName, text } of files) {
    let free = fileName
    for (let number = 2; byName.has(free); number++) free = fileName.replace(/(\.[^.]+)$/, `-${number}$1`)
    byName.set(free, text)
  }
  return byName
}

async function freeName(parent: string, name: string): Promise<string> {
  for (let number = 1; number <= MOST_FOLDERS; number++) {
    const path = join(parent, number === 1 ? name : `${name}-${number}`)
    const isTaken = await stat(path).then(
      () => true,
      () => false,
    )
    if (!isTaken) return path
  }
  return join(parent, `${name}-${randomUUID()}`)
}
