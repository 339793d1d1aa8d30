import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export { zoneFor, type ZoneRecord } from './zone'

/** How long the server may take to serve what it was given, in milliseconds. */
const DEADLINE_MS = 15_000
const POLL_MS = 10
/** Another process may take the port between finding it and using it. */
const START_TRIES = 5
/** Debian puts servers where a user's PATH may not look. */
const SERVER_PATHS = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin']

/** A real authoritative DNS server (Knot DNS) on loopback, with zones the test writes. */
export interface DnsServer {
  /** `127.0.0.1:PORT`, UDP and TCP. */
  readonly address: string
  readonly port: number
  /**
   * Puts a zone in place of the one served, or adds it, and ends when the server answers with it.
   *
   * @param origin the zone's apex, without trailing dot
   * @param text a zone file with SOA, as `zoneFor` writes it
   */
  setZone(origin: string, text: string): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the server in a folder of its own. Names outside its zones are refused (RCODE 5) at once.
 *
 * @param options.zones zone file texts by apex
 * @throws Error naming the package to install when knotd is missing, or with the server's own words when it
 *   does not take a zone
 */
export async function startDnsServer(options: {
  zones: Readonly<Record<string, string>>
}): Promise<DnsServer> {
  const program = findProgram('knotd')
  if (program === undefined) {
    throw new Error('knotd is missing. On Debian: apt-get install -y --no-install-recommends knot')
  }
  for (let attempt = 1; ; attempt++) {
    const server = new Knot(program, await freePort())
    try {
      await server.start(options.zones)
      return server
    } catch (error) {
      await server.stop()
      if (attempt === START_TRIES || !/address already in use/i.test(String(error))) throw error
    }
  }
}

class Knot implements DnsServer {
  readonly address: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'zonedesk-knot-'))
  readonly #zones = new Map<string, number>()
  readonly #resolver = new Resolver({ timeout: 500, tries: 1 })
  #process: ChildProcess | undefined
  #words = ''
  #lastSerial = 0

  constructor(
    private readonly program: string,
    readonly port: number,
  ) {
    this.address = `127.0.0.1:${port}`
    this.#resolver.setServers([this.address])
  }

  async start(zones: Readonly<Record<string, string>>): Promise<void> {
    mkdirSync(join(this.#folder, 'run'))
    for (const [origin, text] of Object.entries(zones)) this.#write(origin, text)
    this.#writeConfig()
    this.#process = this.#spawn()
    for (const origin of this.#zones.keys()) await this.#served(origin)
    if (this.#zones.size === 0) await this.#until('start', () => /server started/.test(this.#words))
  }

  async setZone(origin: string, text: string): Promise<void> {
    const isNew = !this.#zones.has(origin)
    this.#write(origin, text)
    if (isNew) this.#writeConfig()
    this.#words = ''
    this.#process?.kill('SIGHUP')
    await this.#served(origin)
  }

  async stop(): Promise<void> {
    const child = this.#process
    this.#process = undefined
    this.#resolver.cancel()
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #spawn(): ChildProcess {
    const command = [this.program, '-c', join(this.#folder, 'knot.conf')]
    // The server dies with the test even when the test is killed.
    const guard = findProgram('setpriv')
    const [file = this.program, ...args] = guard ? [guard, '--pdeathsig', 'KILL', ...command] : command
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (data: Buffer) => (this.#words += data.toString()))
    child.stderr.on('data', (data: Buffer) => (this.#words += data.toString()))
    child.on('error', (error) => (this.#words += `${error.message}\n`))
    return child
  }

  #writeConfig(): void {
    const zones = [...this.#zones.keys()].map(
      (origin) => `  - domain: ${origin}.\n    file: ${fileName(origin)}\n`,
    )
    const config = [
      'server:',
      `  listen: 127.0.0.1@${this.port}`,
      `  rundir: ${join(this.#folder, 'run')}`,
      '  background-workers: 1',
      '  udp-workers: 1',
      '  tcp-workers: 1',
      'log:',
      '  - target: stderr',
      '    any: info',
      'database:',
      `  storage: ${this.#folder}`,
      'template:',
      '  - id: default',
      `    storage: ${this.#folder}`,
      '    journal-content: none',
      '    zonefile-load: whole',
      '    zonefile-sync: -1',
      ...(zones.length > 0 ? ['zone:', ...zones] : []),
      '',
    ]
    writeFileSync(join(this.#folder, 'knot.conf'), config.join('\n'))
  }

  /** Gives the zone the next serial, so that being served can be told from being served before. */
  #write(origin: string, text: string): void {
    const soa = /(\sSOA\s+\S+\s+\S+\s+\(?\s*)(\d+)/i
    const match = soa.exec(text)
    if (match === null) throw new Error(`The zone ${origin} has no SOA record.`)
    this.#lastSerial = Math.max(this.#lastSerial + 1, Number(match[2]))
    this.#zones.set(origin, this.#lastSerial)
    writeFileSync(join(this.#folder, fileName(origin)), text.replace(soa, `$1${this.#lastSerial}`))
  }

  async #served(origin: string): Promise<void> {
    const serial = this.#zones.get(origin)
    await this.#until(`serve ${origin}`, async () => {
      const failure = new RegExp(`\\[${origin.replaceAll('.', '\\.')}\\.\\].*(?:failed|error).*`, 'i').exec(
        this.#words,
      )
      if (failure !== null) throw new Error(`knotd did not take the zone ${origin}:\n${this.#words}`)
      const soa = await this.#resolver.resolveSoa(origin).catch(() => undefined)
      return soa?.serial === serial
    })
  }

  async #until(what: string, done: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS
    while (!(await done())) {
      const child = this.#process
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`knotd ended before it could ${what}:\n${this.#words}`)
      }
      if (Date.now() > deadline) throw new Error(`knotd did not ${what} in time:\n${this.#words}`)
      await pause(POLL_MS)
    }
  }
}

function fileName(origin: string): string {
  return `${origin}.zone`
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

/** A port free for both UDP and TCP on 127.0.0.1. */
async function freePort(): Promise<number> {
  for (;;) {
    const tcp = createServer()
    await new Promise<void>((resolve, reject) => tcp.once('error', reject).listen(0, '127.0.0.1', resolve))
    const bound = tcp.address()
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0
    const udp = createSocket('udp4')
    const free = await new Promise<boolean>((resolve) => {
      udp.once('error', () => resolve(false))
      udp.bind(port, '127.0.0.1', () => resolve(true))
    })
    await new Promise<void>((resolve) => (free ? udp.close(resolve) : resolve()))
    await new Promise<void>((resolve) => tcp.close(() => resolve()))
    if (free) return port
  }
}
