import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The interpreter that Debian's python3 packages belong to. */
const PYTHON = '/usr/bin/python3'

/**
 * Runs a Python script on a text and gives back what it prints as JSON.
 *
 * @throws Error with what it wrote to stderr, when it fails
 */
export async function python(script: string, input: string): Promise<unknown> {
  const child = run(PYTHON, ['-c', script], { maxBuffer: 64 * 1024 * 1024 })
  child.child.stdin?.end(input)
  return JSON.parse((await child).stdout) as unknown
}
