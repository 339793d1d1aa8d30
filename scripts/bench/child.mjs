import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { ROOT } from '../setup/paths.mjs'

/** When a program does not start, the error quotes so much of its standard error. */
const KEPT_CHARACTERS = 2_000

/**
 * Starts a program that writes one line when it is ready, and ends when its standard input does.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ line: string, stop(): Promise<void> }>} its first line
 */
export async function startChild(command, args, env = process.env) {
  const child = spawn(command, args, { env, cwd: ROOT, stdio: 'pipe' })
  let said = ''
  child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-KEPT_CHARACTERS)))
  const exited = once(child, 'exit')
  const first = once(createInterface(child.stdout), 'line')
  const early = exited.then(([code]) => {
    throw new Error(`${command} ${args.join(' ')} ended with ${code} before it was ready:\n${said}`)
  })
  early.catch(() => {})
  const [line] = await Promise.race([first, early])
  return {
    line: String(line),
    stop: async () => {
      child.stdin.end()
      const alarm = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await exited
      clearTimeout(alarm)
    },
  }
}
