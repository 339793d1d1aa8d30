import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'

/**
 * What a file of a running app holds; nothing where it is gone. A copy of a database has another name while it is written,
 * and may lose it between the list of files and the reading.
 */
export function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}
