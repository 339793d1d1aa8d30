import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { presentationOf } from '../../../../src/main/zones/presentation'
import { openRfc2136 } from '../../../../src/main/zones/rfc2136/open-rfc2136'
import { SIGNED_TIMING, type SignedTiming } from '../../../../src/main/zones/rfc2136/signed-server'
import type { Rrset, RrsetChange, WritableRrset, WritableType } from '../../../../src/main/zones/rrset'
import { isWritable } from '../../../../src/main/zones/rrset'
import type { HostedZone, ZoneAccess, ZoneContents } from '../../../../src/main/zones/zone-access'
import { startBind } from '../../../dns-server/bind'
import { startPowerDns } from '../../../dns-server/powerdns'
import {
  newTsigKey,
  type PrimaryOptions,
  type PrimaryServer,
  type TestTsigKey,
} from '../../../dns-server/primary'
import { isChange, startTcpProxy, type TcpProxy } from '../../../dns-server/tcp-proxy'
import { zoneFor } from '../../../dns-server/zone'
import type { ContractHost } from '../access-contract'
import { requireProgram } from '../../../dns-server/server-process'
import { startUpdatableKnot } from '../../../dns-server/updatable-knot'

export const APEX = 'example.com'

export const STARTERS: readonly [string, (options: PrimaryOptions) => Promise<PrimaryServer>][] = [
  ['BIND', startBind],
  ['Knot DNS', startUpdatableKnot],
  ['PowerDNS', startPowerDns],
]

export function signal(): AbortSignal {
  return new AbortController().signal
}

/** Opens a server as the app would. */
export function open(
  server: Pick<PrimaryServer, 'host' | 'port'>,
  key: TestTsigKey,
  options: { now?: () => number; timing?: Partial<SignedTiming>; zones?: string[] } = {},
): ZoneAccess {
  const { now = Date.now, timing = {}, zones = [] } = options
  return openRfc2136(
    {
      kind: 'rfc2136',
      ...{ server: server.host, port: server.port, zones },
      ...{ keyName: key.name, algorithm: key.algorithm },
    },
    key.secret,
    { fetch: () => Promise.reject(new Error('No HTTP here.')), now, sleep: () => Promise.resolve() },
    // Proxies over TCP alone stand between, and not every system says that a port is refused over UDP.
    { ...SIGNED_TIMING, udpMs: 300, ...timing },
  )
}

export async function zoneOf(access: ZoneAccess, apex = APEX): Promise<HostedZone> {
  const [zone] = await access.find(apex, signal())
  if (zone === undefined) throw new Error(`The server does not hold ${apex}.`)
  return zone
}

export function rrset(contents: ZoneContents, name: string, type: string): Rrset | null {
  return contents.rrsets.find((set) => set.name === name && set.type === type) ?? null
}

export function writable(contents: ZoneContents, name: string, type: WritableType): WritableRrset | null {
  const set = rrset(contents, name, type)
  return set !== null && isWritable(set) ? set : null
}

export function texts(name: string, values: readonly string[], ttl: number | null = 300): WritableRrset {
  return { name, ttl, type: 'TXT', data: values.map((value) => ({ type: 'TXT', strings: [value] })) }
}

export function change(before: WritableRrset | null, after: WritableRrset | null): RrsetChange {
  const { name, type } = (before ?? after)!
  return { name, type, before, after }
}

/** What dig prints of a question to a server, sorted lines of `name ttl type data`. */
export function dig(server: Pick<PrimaryServer, 'host' | 'port'>, name: string, type: string): string[] {
  const program = requireProgram('dig', 'bind9-dnsutils')
  const words = [
    '+noall',
    '+answer',
    '+norec',
    '+tcp',
    `@${server.host}`,
    '-p',
    String(server.port),
    name,
    type,
  ]
  return execFileSync(program, words, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith(';'))
    .map((line) => line.replace(/\s+/g, ' ').replace(' IN ', ' '))
    .toSorted()
}

/** Runs the commands of an update in nsupdate. */
export function nsupdate(
  server: Pick<PrimaryServer, 'host' | 'port'>,
  key: TestTsigKey,
  lines: readonly string[],
): void {
  const program = requireProgram('nsupdate', 'bind9-dnsutils')
  const input = [`server ${server.host} ${server.port}`, `zone ${APEX}`, ...lines, 'send', ''].join('\n')
  execFileSync(program, ['-y', `${key.algorithm}:${key.name}:${key.secret}`], { input, stdio: 'pipe' })
}

/** A server for the contract of all adapters. `nsupdate` is the other editor. */
export async function startContractHost(
  start: (options: PrimaryOptions) => Promise<PrimaryServer>,
  transfer: boolean,
): Promise<ContractHost> {
  // 48 octets, so that no `=` ends it, and it is base64 backwards too.
  const key: TestTsigKey = { ...newTsigKey(), secret: randomBytes(48).toString('base64') }
  const zone = (): string => zoneFor(APEX, [])
  const server = await start({ zones: { [APEX]: zone() }, keys: [key], transfer })
  const owned = new Set<string>()
  const lines = (set: WritableRrset): string[] => {
    owned.add(set.name)
    return set.data.map(
      (data) => `update add ${set.name} ${set.ttl ?? 300} ${set.type} ${presentationOf(data)}`,
    )
  }
  const proxies: TcpProxy[] = []
  return {
    apex: APEX,
    ttl: 300,
    secret: key.secret,
    reset: async (sets) => {
      for (const label of [
        'fresh',
        'first',
        'new',
        'email',
        'www',
        'pic._domainkey',
        'lost',
        'late',
        'both',
      ]) {
        owned.add(`${label}.${APEX}`)
      }
      const removed = [...owned].map((name) => `update delete ${name}`)
      nsupdate(server, key, [...removed, 'send', ...sets.flatMap(lines)])
    },
    open: async (secret = key.secret) => open(server, { ...key, secret }),
    openLosingAnswers: async () => {
      const proxy = await startTcpProxy(server.port, {
        answer: (answer, request) => (isChange(request) ? null : answer),
      })
      proxies.push(proxy)
      return open(proxy, key)
    },
    held: async (name, type) =>
      dig(server, name, type)
        .filter((line) => line.split(' ')[2] === type)
        .map((line) => line.split(' ').slice(3).join(' ')),
    setElsewhere: async (name, type, set) =>
      nsupdate(server, key, [`update delete ${name} ${type}`, ...(set === null ? [] : lines(set))]),
    edits: async () => Number(dig(server, APEX, 'SOA')[0]?.split(' ')[5]),
    stop: async () => {
      for (const proxy of proxies) await proxy.stop()
      await server.stop()
    },
  }
}
