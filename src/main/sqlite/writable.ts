import { accessSync, constants } from 'node:fs'

/** Whether a file or folder that is there can be read and written, by its permissions and those of its disk. */
export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
