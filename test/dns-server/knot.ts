import { Resolver } from 'node:dns/promises'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAddressInUse, requireProgram, ServerProcess } from './server-process'
import { freePort } from './free-port'
import { addressText } from '../../src/main/dns/exchange/server-address'

export { zoneFor, type ZoneRecord } from './zone'

/** Another process may take the port between finding it and using it. */
const START_TRIES = 5

/** A real authoritative DNS server (Knot DNS) on loopback, with zones the test writes. */
export interface DnsServer {
  /** `127.0.0.1:PORT` unless another host was asked for, UDP and TCP. */
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
 * @param options.host a loopback address
 * @param options.port for several servers that must have the same; random when it is not given
 * @throws Error naming the package to install when knotd is missing, or with the server's own words when it
 *   does not take a zone
 */
export async function startDnsServer(options: {
  zones: Readonly<Record<string, string>>
  host?: string
  port?: number
}): Promise<DnsServer> {
  const program = requireProgram('knotd', 'knot')
  const { host = '127.0.0.1' } = options
  for (let attempt = 1; ; attempt++) {
    const server = new Knot(program, host, options.port ?? (await freePort([host])))
    try {
      await server.start(options.zones)
      return server
    } catch (error) {
      await server.stop()
      if (attempt === START_TRIES || options.port !== undefined || !isAddressInUse(error)) throw error
    }
  }
}

class Knot implements DnsServer {
  readonly address: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'zonedesk-knot-'))
  readonly port: number
  readonly #host: string
  readonly #zones = new Map<string, number>()
  readonly #resolver = new Resolver({ timeout: 500, tries: 1 })
  readonly #process: ServerProcess
  #lastSerial = 0

  constructor(program: string, host: string, port: number) {
    this.#host = host
    this.port = port
    this.address = addressText(host, port)
    this.#process = new ServerProcess('knotd', [program, '-c', join(this.#folder, 'knot.conf')])
    this.#resolver.setServers([this.address])
  }

  async start(zones: Readonly<Record<string, string>>): Promise<void> {
    mkdirSync(join(this.#folder, 'run'))
    for (const [origin, text] of Object.entries(zones)) this.#write(origin, text)
    this.#writeConfig()
    this.#process.start()
    for (const origin of this.#zones.keys()) await this.#served(origin)
    if (this.#zones.size === 0) {
      await this.#process.until('start', () => /server started/.test(this.#process.words))
    }
  }

  async setZone(origin: string, text: string): Promise<void> {
    const isNew = !this.#zones.has(origin)
    this.#write(origin, text)
    if (isNew) this.#writeConfig()
    this.#process.words = ''
    this.#process.signal('SIGHUP')
    await this.#served(origin)
  }

  async stop(): Promise<void> {
    this.#resolver.cancel()
    await this.#process.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #writeConfig(): void {
    const zones = [...this.#zones.keys()].map(
      (origin) => `  - domain: ${origin}.\n    file: ${fileName(origin)}\n`,
    )
    const config = [
      'server:',
      `  listen: ${this.#host}@${this.port}`,
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
    await this.#process.until(`serve ${origin}`, async () => {
      const { words } = this.#process
      const failure = new RegExp(`\\[${origin.replaceAll('.', '\\.')}\\.\\].*(?:failed|error).*`, 'i').exec(
        words,
      )
      if (failure !== null) throw new Error(`knotd did not take the zone ${origin}:\n${words}`)
      const soa = await this.#resolver.resolveSoa(origin).catch(() => undefined)
      return soa?.serial === serial
    })
  }
}

function fileName(origin: string): string {
  return `${origin}.zone`
}
