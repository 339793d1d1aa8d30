import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

/**
 * Runs a script of this folder as a process of its own and kills it.
 *
 * @param delay how long after it said that it is at work, in milliseconds
 * @returns what it wrote to standard error
 */
export async function killed(script: string, argument: string, delay: number): Promise<string> {
  const here = import.meta.dirname
  const hooks = pathToFileURL(join(here, '../cache/typescript-hooks.mjs')).href
  const child = spawn(process.execPath, ['--no-warnings', '--import', hooks, join(here, script), argument], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const exited = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), exited])
  await pause(delay)
  child.kill('SIGKILL')
  const [, signal] = (await exited) as [number | null, string | null]
  return signal === 'SIGKILL' ? complaint : `${complaint} It ended by itself.`
}
