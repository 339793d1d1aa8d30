import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type Change,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53'
import { openRoute53 } from '../../../src/main/zones/route53/open-route53'
import { presentationOf } from '../../../src/main/zones/presentation'
import type { WritableRrset } from '../../../src/main/zones/rrset'
import type { ZoneAccess, ZoneAccessParts } from '../../../src/main/zones/zone-access'
import { freePort } from '../../dns-server/free-port'
import type { ContractHost } from '../../integration/zones/access-contract'
import { hurriedParts } from '../../integration/zones/access-parts'
import { pathOf } from '../programs'

/** Route 53 as moto's HTTP server keeps it. */
export interface MotoHost extends ContractHost {
  readonly zoneId: () => string
  /** Changes past the adapter. */
  change(changes: readonly Change[]): Promise<void>
  /** Sets past the adapter, but for SOA and NS. */
  sets(): Promise<ResourceRecordSet[]>
  /** What goes to moto in place of AWS. */
  readonly parts: ZoneAccessParts
  openWith(parts: ZoneAccessParts): ZoneAccess
  /** The changes of each batch that moto took, as the adapter sent them. */
  readonly batches: string[]
}

const ORIGIN = 'https://route53.amazonaws.com'
const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE'
const START_LIMIT_MS = 60_000

/** @throws Error with what moto wrote, when it does not start */
export async function startMoto(apex = 'contract.example'): Promise<MotoHost> {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const port = await freePort(['127.0.0.1'])
  const base = `http://127.0.0.1:${port}`
  const server = spawn(pathOf('python'), ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (piece) => (words += String(piece)))
  const ended = once(server, 'close')
  const stop = async (): Promise<void> => {
    server.kill()
    await ended
  }
  try {
    await answering(base, () => server.exitCode !== null)
  } catch (error) {
    await stop()
    throw new Error(`moto did not start:\n${words.slice(-3000)}`, { cause: error })
  }
  const client = new Route53Client({
    region: 'us-east-1',
    endpoint: base,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: secret },
  })
  const batches: string[] = []
  let zoneId = ''

  const send: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== ORIGIN) throw new Error(`a request to ${url.origin}`)
    const response = await fetch(`${base}${url.pathname}${url.search}`, init)
    if (init?.method === 'POST' && response.ok && typeof init.body === 'string') batches.push(init.body)
    return response
  }
  const parts: ZoneAccessParts = { ...hurriedParts(), fetch: send }
  const losing: typeof fetch = async (input, init) => {
    const response = await send(input, init)
    if (init?.method !== 'POST') return response
    await response.arrayBuffer()
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET', message: 'reset' } })
  }
  const openWith = (with_: ZoneAccessParts, as = secret): ZoneAccess =>
    openRoute53({ kind: 'route53', accessKeyId: ACCESS_KEY }, as, with_)

  async function change(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return
    await client.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes: [...changes] } }),
    )
  }
  async function sets(): Promise<ResourceRecordSet[]> {
    const answer = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }))
    return (answer.ResourceRecordSets ?? []).filter(({ Type: type }) => type !== 'SOA' && type !== 'NS')
  }
  const setAt = async (name: string, type: string): Promise<ResourceRecordSet | undefined> =>
    (await sets()).find((set) => set.Name === `${name}.` && set.Type === type)
  const asSet = ({ name, type, ttl, data }: WritableRrset): ResourceRecordSet => ({
    Name: `${name}.`,
    Type: type,
    TTL: ttl ?? 300,
    ResourceRecords: data.map((one) => ({ Value: presentationOf(one, 8) })),
  })

  return {
    apex,
    ttl: 4000,
    secret,
    zoneId: () => zoneId,
    ...{ change, sets, parts, openWith, batches },
    async reset(wanted) {
      await fetch(`${base}/moto-api/reset`, { method: 'POST' })
      const made = await client.send(new CreateHostedZoneCommand({ Name: apex, CallerReference: 'test' }))
      zoneId = (made.HostedZone?.Id ?? '').replace('/hostedzone/', '')
      await change(wanted.map((set) => ({ Action: 'CREATE', ResourceRecordSet: asSet(set) })))
    },
    open: async (as = secret) => openWith(parts, as),
    openLosingAnswers: async () => openWith({ ...parts, fetch: losing }),
    held: async (name, type) =>
      ((await setAt(name, type))?.ResourceRecords ?? []).map(({ Value: value = '' }) => value),
    async setElsewhere(name, type, set) {
      const old = await setAt(name, type)
      if (set !== null)
        await change([{ Action: old === undefined ? 'CREATE' : 'UPSERT', ResourceRecordSet: asSet(set) }])
      else if (old !== undefined) await change([{ Action: 'DELETE', ResourceRecordSet: old }])
    },
    edits: async () => batches.length,
    stop: async () => {
      client.destroy()
      await stop()
    },
  }
}

async function answering(base: string, hasEnded: () => boolean): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS
  for (;;) {
    const isUp = await fetch(`${base}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    if (hasEnded() || Date.now() > limit) throw new Error('It does not answer.')
    await pause(100)
  }
}
