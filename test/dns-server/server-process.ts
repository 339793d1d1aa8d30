import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** How long a server may take for what it is waited for, in milliseconds. */
const DEADLINE_MS = 15_000
const POLL_MS = 10
/** Debian puts servers where a user's PATH may not look. */
const SERVER_PATHS = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin']

/** A server program of the system, running in the foreground. */
export class ServerProcess {
  /** What it wrote since this was last emptied. */
  words = ''
  readonly #name: string
  readonly #command: readonly [string, ...string[]]
  #child: ChildProcess | undefined

  /**
   * @param name what it is called in errors
   * @param command the program and its arguments
   */
  constructor(name: string, command: readonly [string, ...string[]]) {
    this.#name = name
    this.#command = command
  }

  start(): void {
    // The server dies with the test even when the test is killed.
    const guard = findProgram('setpriv')
    const [file, ...args] = guard ? [guard, '--pdeathsig', 'KILL', ...this.#command] : this.#command
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (data: Buffer) => (this.words += data.toString()))
    child.stderr.on('data', (data: Buffer) => (this.words += data.toString()))
    child.on('error', (error) => (this.words += `${error.message}\n`))
    this.#child = child
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name)
  }

  /** @throws Error with the server's own words when it ends before, or takes too long */
  async until(what: string, done: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS
    while (!(await done())) {
      const child = this.#child
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`${this.#name} ended before it could ${what}:\n${this.words}`)
      }
      if (Date.now() > deadline) throw new Error(`${this.#name} did not ${what} in time:\n${this.words}`)
      await pause(POLL_MS)
    }
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
}

/** @throws Error naming the Debian package when the program is missing */
export function requireProgram(name: string, debianPackage: string): string {
  const program = findProgram(name)
  if (program !== undefined) return program
  throw new Error(
    `${name} is missing. On Debian: apt-get install -y --no-install-recommends ${debianPackage}`,
  )
}

export function isAddressInUse(error: unknown): boolean {
  return /address already in use|could not bind|can't bind/i.test(String(error))
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SERVER_PATHS]
  const found = folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(existsSync)
  if (found === undefined || name !== 'setpriv') return found
  return spawnSync(found, ['--pdeathsig', 'KILL', 'true']).status === 0 ? found : undefined
}
