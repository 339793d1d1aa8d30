import { existsSync, renameSync } from 'node:fs'
import { stampOf } from './stamp'

/**
 * What belongs to a SQLite file, https://www.sqlite.org/walformat.html, and the file itself last: if it went before its
 * log, a kill in between would leave the log to the file that takes its place.
 */
const PARTS = ['-wal', '-shm', ''] as const

/**
 * Renames a database with its write-ahead log, so that a new one can take its place and nothing is lost.
 *
 * @param at milliseconds since the epoch, for the new name
 * @returns the new path of the database
 * @throws Error of the file system when the folder cannot be written
 */
export function quarantine(path: string, at: number): string {
  const target = freeName(`${path}.damaged-${stampOf(at)}`)
  for (const part of PARTS) {
    if (existsSync(path + part)) renameSync(path + part, target + part)
  }
  return target
}

function freeName(wanted: string): string {
  let name = wanted
  for (let count = 2; PARTS.some((part) => existsSync(name + part)); count++) name = `${wanted}-${count}`
  return name
}
