import { existsSync, renameSync } from 'node:fs'

/** SQLite's companions of a database file: https://www.sqlite.org/wal.html */
const SUFFIXES = ['', '-wal', '-shm']

/**
 * Renames a database file and its write-ahead log, so that a new one can be made in its place and nothing is lost.
 *
 * @param now for the time stamp in the new name, milliseconds since the epoch
 * @returns the new path
 */
export function setAside(path: string, now: number = Date.now()): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const target = `${path}.${stamp}.aside`
  for (const suffix of SUFFIXES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix)
  }
  return target
}
