import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

/**
 * Runs a script of this folder as a process of its own and kills it.
 *
 * @param moment how long after it said that it is at work, in milliseconds; or what ends when it is to be killed
 * @returns what it wrote to standard error
 */
export async function killed(
  script: string,
  argument: string,
  moment: number | (() => Promise<unknown>),
): Promise<string> {
  const { child, end } = started(script, argument)
  const ended = end()
  await Promise.race([child.stdout === null ? ended : once(child.stdout, 'data'), ended])
  await (typeof moment === 'number' ? pause(moment) : moment())
  child.kill('SIGKILL')
  const { signal, complaint } = await ended
  return signal === 'SIGKILL' ? complaint : `${complaint} It ended by itself.`
}

/**
 * Waits until something has grown: how far a process comes in some time differs from computer to computer.
 *
 * @param by how much more it is to be than when this is called
 * @param most milliseconds to wait where it does not grow any more
 */
export async function grown(size: () => number, by: number, most: number): Promise<void> {
  const [wanted, until] = [size() + by, performance.now() + most]
  while (size() < wanted && performance.now() < until) await pause(1)
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
