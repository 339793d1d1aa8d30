import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ROOT } from './paths.mjs'
import { atShutdown } from './shutdown.mjs'

/**
 * @typedef {object} Captured
 * @property {number} code 127 when the program could not be started, 124 when the time limit was reached
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a program to its end and keeps what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.cwd]
 * @param {number} [options.limitMs] milliseconds until it is killed; absent: no limit
 * @param {boolean} [options.shell]
 * @returns {Promise<Captured>}
 */
export function capture(command, args, { env = process.env, cwd = ROOT, limitMs, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    let late = false
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true
            child.kill('SIGKILL')
          }, limitMs)
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ code: 127, stdout, stderr: stderr + error.message })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: late ? 124 : (code ?? 1), stdout, stderr })
    })
  })
}

/**
 * Runs a program in the foreground, with this process's terminal, until it ends. An interruption of this
 * script ends the program first, and gives it five seconds to go.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {boolean} [options.apart] whether an interruption from the terminal must not reach it and its own
 *   children directly: a browser whose children die first complains at length
 * @param {string} [options.cwd]
 * @param {number} [options.patienceMs] milliseconds it gets to go in place of five seconds
 * @param {boolean} [options.tied] whether it holds a channel to this process; the end of the channel tells it that this process is gone
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it
 */
export function attend(
  command,
  args,
  { env = process.env, apart = false, cwd = ROOT, patienceMs = 5_000, tied = false } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      cwd,
      detached: apart && process.platform !== 'win32',
      stdio: [
        apart ? 'ignore' : 'inherit',
        'inherit',
        'inherit',
        ...(tied ? [/** @type {const} */ ('ipc')] : []),
      ],
    })
    atShutdown(() => end(child, { patienceMs }))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

/**
 * Ends a child process: asks it to end, and kills it when it has not ended after a while.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {object} [options]
 * @param {boolean} [options.group] whether the child leads a process group that must go with it
 * @param {number} [options.patienceMs] milliseconds between asking and killing
 */
export async function end(child, { group = false, patienceMs = 5_000 } = {}) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const target = group ? -child.pid : child.pid
  const gone = new Promise((resolve) => child.once('exit', resolve))
  /** @param {NodeJS.Signals} signal */
  const send = (signal) => {
    try {
      process.kill(target, signal)
    } catch {
      // It ended before the signal came.
    }
  }
  send('SIGTERM')
  const timer = setTimeout(() => send('SIGKILL'), patienceMs)
  await gone
  clearTimeout(timer)
}

/**
 * How npm is called here: through the very npm that runs this script where there is one, so that no shell
 * and no `npm.cmd` is involved.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(args, env = process.env, platform = process.platform) {
  const cli = env['npm_execpath']
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) {
    return { command: process.execPath, args: [cli, ...args], shell: false }
  }
  // Node refuses to start a .cmd file without a shell; none of our arguments needs quoting.
  if (platform === 'win32') return { command: 'npm.cmd', args, shell: true }
  return { command: 'npm', args, shell: false }
}

/**
 * @param {string} program a bare name
 * @returns {boolean} whether it is an executable file in one of the folders of PATH (or where Debian keeps daemons)
 */
export function hasProgram(program) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
