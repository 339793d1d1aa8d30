import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../../..')
const BUILT = join(ROOT, 'out/main/serve.js')
const DEADLINE_MS = 20_000

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A process and what it has printed. */
export class Printing {
  readonly child: ChildProcess
  stdout = ''
  stderr = ''
  readonly ended: Promise<Ended>

  constructor(child: ChildProcess) {
    this.child = child
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.ended = new Promise((done, failed) => {
      child.once('error', failed)
      child.once('close', (code, signal) => done({ code, signal }))
    })
  }

  /** Ends as soon as standard output has a line that fits, and answers its first group. */
  async line(pattern: RegExp): Promise<string> {
    return new Promise((done, failed) => {
      const look = (): void => {
        const [, group] = pattern.exec(this.stdout) ?? []
        if (group !== undefined) settle(() => done(group))
      }
      const settle = (end: () => void): void => {
        clearTimeout(alarm)
        this.child.stdout?.off('data', look)
        end()
      }
      const alarm = setTimeout(
        () => settle(() => failed(new Error(`no such line in time:\n${this.stdout}${this.stderr}`))),
        DEADLINE_MS,
      )
      this.child.stdout?.on('data', look)
      void this.ended.then(() => settle(() => failed(new Error(`it ended:\n${this.stdout}${this.stderr}`))))
      look()
    })
  }
}

/** The Node the tests run on, which is Electron's, running the built service. */
export function startBuilt(args: readonly string[], env: Record<string, string> = {}): Printing {
  const { ZONEDESK_API_KEY: _, ...own } = process.env
  return new Printing(
    spawn(process.execPath, [BUILT, ...args], {
      env: { ...own, ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

/** `npm run serve`, as a user runs it, without npm's own lines. */
export function startByNpm(args: readonly string[]): Printing {
  return new Printing(
    spawn('npm', ['run', '--silent', 'serve', '--', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

/** A running service on a file in a folder of its own. */
export class ServeProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'zonedesk-serve-'))
  readonly database = join(this.folder, 'served.sqlite')
  readonly apiKey: string
  readonly #more: readonly string[]
  process!: Printing
  url = ''

  private constructor(apiKey: string, more: readonly string[]) {
    this.apiKey = apiKey
    this.#more = more
  }

  static async start(apiKey: string, more: readonly string[] = []): Promise<ServeProcess> {
    const serving = new ServeProcess(apiKey, more)
    await serving.restart()
    return serving
  }

  /** Starts on the same file. */
  async restart(): Promise<void> {
    this.process = startBuilt([
      ...['--port', '0', '--db', this.database, '--api-key', this.apiKey],
      ...this.#more,
    ])
    this.url = await this.process.line(/^listening on (.+)$/m)
  }

  request(method: string, path: string, body?: Record<string, string>): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Basic ${btoa(`api:${this.apiKey}`)}` },
      ...(body === undefined ? {} : { body: new URLSearchParams(body) }),
    })
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.process.child.kill(signal)
    return this.process.ended
  }

  async dispose(): Promise<void> {
    if (this.process.child.exitCode === null && this.process.child.signalCode === null)
      await this.stop('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }
}
