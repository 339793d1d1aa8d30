import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

/** A disk of its own needs root; without, the limits of a disk cannot be had. */
export const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

/** Runs a command to its end; throws what it says when it fails. */
export function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** Takes what space is left on the disk, to the last page, with a file at the path. */
export function fill(path: string): void {
  for (const size of [1024 * 1024, 64 * 1024, 4096]) {
    for (;;) {
      try {
        writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
      } catch {
        break
      }
    }
  }
}
