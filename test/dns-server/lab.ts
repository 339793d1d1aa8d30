import { freePort } from './free-port'
import { startDnsServer, type DnsServer } from './knot'
import { startNsd } from './nsd'
import { startUnbound, type RecursiveServer } from './unbound'

/** Loopback addresses of the scene; all authoritative servers have the same port, as all have 53 outside. */
export const LAB = {
  parent: '127.0.0.4',
  first: '127.0.0.2',
  second: '127.0.0.3',
  /** For zones that are delegated on, or a server of the test's own beside the others. */
  third: '127.0.0.5',
  /** Nobody listens there. */
  nobody: '127.0.0.9',
} as const

/** A small internet: `com`, delegating `example.com` to two servers of different makes, and a resolver over them. */
export interface Lab {
  /** Serves `com` (Knot DNS). */
  readonly parent: DnsServer
  /** `ns1.example.com` (Knot DNS). */
  readonly first: DnsServer
  /** `ns2.example.com` (NSD). */
  readonly second: DnsServer
  readonly resolver: RecursiveServer
  /** Port of the three authoritative servers. */
  readonly port: number
  stop(): Promise<void>
}

/**
 * @param options.com further lines of the zone file of `com`, where the delegation stands; the default delegates
 *   `example.com` to both servers, with glue
 * @param options.first zones of the first server, by apex
 * @param options.second zones of the second; those of the first when it is not given
 * @param options.third zones of one more server (Knot DNS), as where a part of a zone is delegated on; it is not started
 *   without any
 * @param options.tops other top-level zones of the server of `com`, by apex
 * @param options.stubs addresses without port of the servers the resolver is told of, by zone, beside `com` and the
 *   zones of the first server, or in their place
 */
export async function startLab(options: {
  com?: string
  first: Readonly<Record<string, string>>
  second?: Readonly<Record<string, string>>
  third?: Readonly<Record<string, string>>
  tops?: Readonly<Record<string, string>>
  stubs?: Readonly<Record<string, readonly string[]>>
  trustAnchors?: readonly string[]
}): Promise<Lab> {
  const { com = DELEGATION, first: zones, second: others = zones, trustAnchors = [] } = options
  const { tops = {}, third = {} } = options
  const port = await freePort([LAB.parent, LAB.first, LAB.second, LAB.third])
  const started: { stop(): Promise<void> }[] = []
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()))
  }
  const running = async <T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    const it = await server
    started.push(it)
    return it
  }
  const both = [`${LAB.first}:${port}`, `${LAB.second}:${port}`]
  const above = [`${LAB.parent}:${port}`]
  const stubs = {
    ...Object.fromEntries(['.', 'com', ...Object.keys(tops)].map((zone) => [zone, above])),
    ...Object.fromEntries(Object.keys(zones).map((zone) => [zone, both])),
    ...Object.fromEntries(
      Object.entries(options.stubs ?? {}).map(([zone, hosts]) => [
        zone,
        hosts.map((host) => `${host}:${port}`),
      ]),
    ),
  }
  const results = await Promise.allSettled([
    running(startDnsServer({ zones: { com: comZone(com), ...tops }, host: LAB.parent, port })),
    running(startDnsServer({ zones, host: LAB.first, port })),
    running(startNsd({ zones: others, host: LAB.second, port })),
    running(startUnbound({ stubs, trustAnchors })),
    ...(Object.keys(third).length === 0
      ? []
      : [running(startDnsServer({ zones: third, host: LAB.third, port }))]),
  ])
  const [parent, first, second, resolver, other] = results
  if (
    parent.status === 'rejected' ||
    first.status === 'rejected' ||
    second.status === 'rejected' ||
    resolver.status === 'rejected' ||
    other?.status === 'rejected'
  ) {
    await stop()
    throw results.find((result) => result.status === 'rejected')?.reason
  }
  return {
    ...{ parent: parent.value, first: first.value, second: second.value, resolver: resolver.value },
    ...{ port, stop },
  }
}

let lastSerial = 100

/** The zone `com` around a delegation. */
export function comZone(lines: string): string {
  lastSerial += 1
  return [
    '$ORIGIN com.',
    '$TTL 60',
    `@ SOA ns.nic.com. hostmaster.nic.com. ${lastSerial} 3600 600 86400 30`,
    '@ NS ns.nic.com.',
    `ns.nic A ${LAB.parent}`,
    lines,
    '',
  ].join('\n')
}

const DELEGATION = [
  'example NS ns1.example.com.',
  'example NS ns2.example.com.',
  `ns1.example A ${LAB.first}`,
  `ns2.example A ${LAB.second}`,
].join('\n')

/**
 * The zone `example.com` with its two name servers.
 *
 * @param lines records in zone file form, relative to `example.com.`
 * @param options.serial of the SOA, higher each time when it is not given
 * @param options.minimum of the SOA, in seconds
 */
export function exampleZone(
  lines: readonly string[],
  options: { serial?: number; minimum?: number } = {},
): string {
  lastSerial += 1
  const { serial = lastSerial, minimum = 30 } = options
  return [
    '$ORIGIN example.com.',
    '$TTL 60',
    `@ SOA ns1.example.com. hostmaster.example.com. ${serial} 3600 600 86400 ${minimum}`,
    '@ NS ns1.example.com.',
    '@ NS ns2.example.com.',
    `ns1 A ${LAB.first}`,
    `ns2 A ${LAB.second}`,
    ...lines,
    '',
  ].join('\n')
}
