import { Resolver } from 'node:dns/promises'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './free-port'
import type { DnsServer } from './knot'
import { isAddressInUse, requireProgram, ServerProcess } from './server-process'

/** How long what ended may keep the port, in milliseconds. */
const PORT_DEADLINE_MS = 10_000

/**
 * Starts NSD, an authoritative server of another make than Knot DNS, on loopback. A zone set anew must have a higher
 * serial than the one before.
 *
 * @param options.zones zone file texts by apex
 * @param options.host a loopback address
 * @param options.port random when it is not given
 */
export async function startNsd(options: {
  zones: Readonly<Record<string, string>>
  host?: string
  port?: number
}): Promise<DnsServer> {
  const program = requireProgram('nsd', 'nsd')
  const { host = '127.0.0.1' } = options
  const server = new Nsd(program, host, options.port ?? (await freePort([host])))
  try {
    await server.start(options.zones)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

class Nsd implements DnsServer {
  readonly address: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'zonedesk-nsd-'))
  readonly #zones = new Map<string, string>()
  readonly port: number
  readonly #host: string
  readonly #resolver = new Resolver({ timeout: 500, tries: 1 })
  readonly #command: readonly [string, ...string[]]
  #process: ServerProcess

  constructor(program: string, host: string, port: number) {
    this.#host = host
    this.port = port
    this.address = `${host}:${port}`
    this.#command = [program, '-d', '-c', join(this.#folder, 'nsd.conf')]
    this.#process = new ServerProcess('nsd', this.#command)
    this.#resolver.setServers([this.address])
  }

  async start(zones: Readonly<Record<string, string>>): Promise<void> {
    for (const [origin, text] of Object.entries(zones)) this.#zones.set(origin, text)
    await this.#run()
  }

  /** Starts the server anew: it looks at the seconds of a file's time only, and two changes may share one. */
  async setZone(origin: string, text: string): Promise<void> {
    this.#zones.set(origin, text)
    const deadline = Date.now() + PORT_DEADLINE_MS
    for (;;) {
      await this.#process.stop()
      this.#process = new ServerProcess('nsd', this.#command)
      try {
        await this.#run()
        return
      } catch (error) {
        // What NSD forked ends a moment after it, and has the port until then.
        if (!isAddressInUse(error) || Date.now() > deadline) throw error
        await pause(50)
      }
    }
  }

  async stop(): Promise<void> {
    this.#resolver.cancel()
    await this.#process.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #run(): Promise<void> {
    for (const [origin, text] of this.#zones) writeFileSync(join(this.#folder, fileName(origin)), text)
    writeFileSync(join(this.#folder, 'nsd.conf'), this.#config())
    this.#process.start()
    await this.#process.until('start', () => /nsd started/.test(this.#process.words))
    for (const [origin, text] of this.#zones) {
      const serial = Number(/\sSOA\s+\S+\s+\S+\s+\(?\s*(\d+)/i.exec(text)?.[1])
      await this.#process.until(`serve ${origin}`, async () => {
        const soa = await this.#resolver.resolveSoa(origin).catch(() => undefined)
        return soa?.serial === serial
      })
    }
  }

  #config(): string {
    return [
      'server:',
      `  ip-address: ${this.#host}@${this.port}`,
      '  server-count: 1',
      '  username: ""',
      '  chroot: ""',
      '  pidfile: ""',
      '  database: ""',
      `  zonesdir: "${this.#folder}"`,
      `  zonelistfile: "${join(this.#folder, 'zone.list')}"`,
      `  xfrdfile: "${join(this.#folder, 'xfrd.state')}"`,
      `  xfrdir: "${this.#folder}"`,
      '  verbosity: 1',
      // Response rate limiting would leave questions of a test unanswered.
      '  rrl-ratelimit: 0',
      'remote-control:',
      '  control-enable: no',
      ...[...this.#zones.keys()].map((origin) => `zone:\n  name: ${origin}\n  zonefile: ${fileName(origin)}`),
      '',
    ].join('\n')
  }
}

function fileName(origin: string): string {
  return `${origin}.zone`
}
