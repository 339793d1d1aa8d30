import { type ChildProcess, spawn } from 'node:child_process'
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
  const { child, end } = started(script, argument)
  const ended = end()
  await Promise.race([child.stdout === null ? ended : once(child.stdout, 'data'), ended])
  await pause(delay)
  child.kill('SIGKILL')
  const { signal, complaint } = await ended
  return signal === 'SIGKILL' ? complaint : `${complaint} It ended by itself.`
}

/** How a script of this folder ended by itself, and what it wrote to standard error. */
export function endedByItself(script: string, argument: string): Promise<End> {
  return started(script, argument).end()
}

interface End {
  readonly signal: string | null
  readonly complaint: string
}

function started(
  script: string,
  argument: string,
): { readonly child: ChildProcess; readonly end: () => Promise<End> } {
  const here = import.meta.dirname
  const hooks = pathToFileURL(join(here, '../cache/typescript-hooks.mjs')).href
  const child = spawn(process.execPath, ['--no-warnings', '--import', hooks, join(here, script), argument], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  return {
    child,
    async end() {
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
      return { signal, complaint }
    },
  }
}
