import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { output } from './packages'

/** A user of this machine without any right, made for one test file, and the programs it runs. */
export class OrdinaryUser {
  readonly name = `zonedesk-${process.pid}`
  readonly home = `/home/${this.name}`
  #uid = 0
  #display: { readonly server: ChildProcess; readonly name: string } | null = null

  /** Makes the user, with a display of its own that nobody sees. */
  async begin(): Promise<void> {
    output('useradd', ['--create-home', '--home-dir', this.home, '--shell', '/bin/sh', this.name])
    this.#uid = Number(output('id', ['--user', this.name]).trim())
    mkdirSync(this.#runtime, { mode: 0o700 })
    output('chown', [this.name, this.#runtime])
    const server = spawn(
      'setpriv',
      [...this.#rights, 'Xvfb', '-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
        env: this.environment(),
      },
    )
    const answer = server.stdio[3] as NodeJS.ReadableStream
    const number = await new Promise<string>((resolve, reject) => {
      answer.once('data', (text: Buffer) => resolve(text.toString().trim()))
      server.once('exit', () => reject(new Error('Xvfb did not start.')))
    })
    this.#display = { server, name: `:${number}` }
  }

  /** Ends whatever the user still runs, and removes the user with all its files. */
  async end(): Promise<void> {
    this.#display?.server.kill()
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      for (const pid of this.processes()) trySignal(pid, signal)
      for (let i = 0; i < 50 && this.processes().length > 0; i++) await sleep(100)
    }
    spawnSync('userdel', ['--remove', this.name])
    rmSync(this.#runtime, { recursive: true, force: true })
  }

  /** What a login gives a program, and no more: nothing of the tests' own environment. */
  environment(): Record<string, string> {
    return {
      HOME: this.home,
      USER: this.name,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      XDG_RUNTIME_DIR: this.#runtime,
      ...(this.#display === null ? {} : { DISPLAY: this.#display.name }),
    }
  }

  /** Starts a program in a session of its own. */
  start(command: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess {
    return this.spawn(['dbus-run-session', '--', ...command], more)
  }

  /** Starts a program. Variables of `more` win over those of a login. */
  spawn(command: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn('setpriv', [...this.#rights, ...command], {
      cwd: this.home,
      env: { ...this.environment(), ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  /** Runs a program to its end, for at most a minute. */
  run(
    command: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    return spawnSync('setpriv', [...this.#rights, ...command], {
      cwd: this.home,
      env: { ...this.environment(), ...more },
      encoding: 'utf8',
      timeout: 60_000,
    })
  }

  /** The processes of this user, by number. */
  processes(): readonly number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => statusOf(pid, 'Uid')?.split('\t')[0] === String(this.#uid))
  }

  get #runtime(): string {
    return `/tmp/runtime-${this.name}`
  }

  get #rights(): readonly string[] {
    return [`--reuid=${this.name}`, `--regid=${this.name}`, '--init-groups']
  }
}

/** A process of Chromium, as Linux sees it. */
export interface SandboxedProcess {
  readonly pid: number
  /** `2` when a filter decides which calls it may make. */
  readonly seccomp: string
  /** Which kinds of namespaces it has of its own, in the order of the alphabet. */
  readonly namespaces: readonly string[]
  /** `1` when it can gain no rights by starting a program. */
  readonly noNewPrivileges: string
}

/** The window's process among these: the one that renders pages. */
export function rendererAmong(pids: readonly number[]): SandboxedProcess {
  const pid = pids.find((one) => commandLine(one).includes('--type=renderer'))
  if (pid === undefined) throw new Error('There is no process that renders pages.')
  return {
    pid,
    seccomp: statusOf(pid, 'Seccomp') ?? '',
    namespaces: ['ipc', 'mnt', 'net', 'pid', 'user'].filter(
      (kind) => namespaceOf(pid, kind) !== namespaceOf('self', kind),
    ),
    noNewPrivileges: statusOf(pid, 'NoNewPrivs') ?? '',
  }
}

/** @returns the arguments of a process; none when it has gone */
export function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/)
  } catch {
    return []
  }
}

function namespaceOf(pid: number | 'self', kind: string): string {
  return readlinkSync(join('/proc', String(pid), 'ns', kind))
}

function statusOf(pid: number, field: string): string | undefined {
  try {
    const lines = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n')
    return lines
      .find((line) => line.startsWith(`${field}:`))
      ?.slice(field.length + 1)
      .trim()
  } catch {
    return undefined
  }
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended before the signal came.
  }
}
