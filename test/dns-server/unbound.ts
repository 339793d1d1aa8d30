import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Resolver } from 'node:dns/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port'
import { requireProgram, ServerProcess } from './server-process'

/** A real recursive and validating resolver (Unbound) on loopback that knows no other servers than the test's. */
export interface RecursiveServer {
  /** `127.0.0.1:PORT`, UDP and TCP. */
  readonly address: string
  /** Empties its cache. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * @param options.stubs addresses (`127.0.0.2:5300`) of the authoritative servers by zone; every other name fails
 * @param options.trustAnchors DS or DNSKEY records in presentation form; without any, nothing is validated
 */
export async function startUnbound(options: {
  stubs: Readonly<Record<string, readonly string[]>>
  trustAnchors?: readonly string[]
  host?: string
}): Promise<RecursiveServer> {
  const program = requireProgram('unbound', 'unbound')
  const { host = '127.0.0.1', stubs, trustAnchors = [] } = options
  const port = await freePort([host])
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-unbound-'))
  const file = join(folder, 'unbound.conf')
  writeFileSync(file, config(folder, host, port, stubs, trustAnchors))
  const address = `${host}:${port}`
  const command = [program, '-d', '-c', file] as const
  let running = new ServerProcess('unbound', command)
  const stop = async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const start = async () => {
    running.start()
    const resolver = new Resolver({ timeout: 500, tries: 1 })
    resolver.setServers([address])
    await running.until('start', () => /start of service/.test(running.words))
    // Its own zone, which it answers without asking anybody.
    await running.until(
      'answer',
      async () => (await resolver.resolve4('localhost').catch(() => [])).length > 0,
    )
  }
  try {
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    address,
    restart: async () => {
      await running.stop()
      running = new ServerProcess('unbound', command)
      await start()
    },
    stop,
  }
}

function config(
  folder: string,
  host: string,
  port: number,
  stubs: Readonly<Record<string, readonly string[]>>,
  trustAnchors: readonly string[],
): string {
  return [
    'server:',
    `  interface: ${host}@${port}`,
    '  num-threads: 1',
    '  username: ""',
    '  chroot: ""',
    '  pidfile: ""',
    `  directory: "${folder}"`,
    '  use-syslog: no',
    '  logfile: ""',
    '  verbosity: 1',
    '  do-daemonize: no',
    '  do-ip6: no',
    // Its questions leave from any address: they must not have the port of a server that starts again on it.
    '  outgoing-port-avoid: "0-32767"',
    '  do-not-query-localhost: no',
    '  ede: yes',
    '  val-log-level: 2',
    // Without these, a server that was found dead stays dead for minutes, and a zone mended stays bogus.
    '  infra-host-ttl: 0',
    '  val-bogus-ttl: 0',
    '  module-config: "validator iterator"',
    ...trustAnchors.map((anchor) => `  trust-anchor: "${anchor}"`),
    'remote-control:',
    '  control-enable: no',
    // Nothing leaves the machine.
    ...(stubs['.'] === undefined ? ['forward-zone:', '  name: "."', '  forward-addr: 127.0.0.1@1'] : []),
    ...Object.entries(stubs).flatMap(([zone, addresses]) => [
      'stub-zone:',
      `  name: "${zone}"`,
      '  stub-prime: no',
      ...addresses.map((address) => `  stub-addr: ${address.replace(':', '@')}`),
    ]),
    '',
  ].join('\n')
}
