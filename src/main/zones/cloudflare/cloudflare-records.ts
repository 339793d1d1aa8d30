import { characterStrings, plainName } from '../../dns/diagnosis/records/presentation'
import { editRecords } from '../kept-records'
import { dataFromPresentation, presentationOf } from '../presentation'
import {
  WRITABLE_TYPES,
  type Rrset,
  type RrsetChange,
  type WritableData,
  type WritableRrset,
  type WritableType,
} from '../rrset'
import type { CloudflareRecord } from './cloudflare-answers'

/** A TTL of 1 is "automatic". */
const AUTOMATIC = 1

interface RecordFields {
  readonly content?: string
  readonly priority?: number
  readonly ttl?: number
  readonly proxied?: boolean
}

/** One call of the batch endpoint. Deletes are made first, then patches, then posts. */
export interface RecordBatch {
  readonly deletes: readonly { readonly id: string }[]
  /** What a patch does not name stays, such as comments and tags. */
  readonly patches: readonly (RecordFields & { readonly id: string })[]
  readonly posts: readonly (RecordFields & { readonly name: string; readonly type: string })[]
}

/** RRsets as the app has them, made of Cloudflare's single records. */
export function rrsetsOf(records: readonly CloudflareRecord[]): Rrset[] {
  const bySet = Map.groupBy(records, ({ name, type }) => `${plainName(name)} ${type}`)
  return [...bySet.values()].map((held) => rrsetOf(held))
}

function rrsetOf(records: readonly CloudflareRecord[]): Rrset {
  const [first] = records
  const name = plainName(first!.name)
  const { type } = first!
  const ttl = first!.ttl === AUTOMATIC ? null : first!.ttl
  if (!isWritableType(type)) return { name, type, ttl, values: records.map(({ content }) => content ?? '') }
  const data = records.map((record) => dataOfRecord(type, record)).filter((one) => one !== null)
  const locked = lockOf(name, type, records, data.length)
  return {
    name,
    type,
    ttl,
    data,
    ...(records.some(({ proxied }) => proxied === true) && { isProxied: true }),
    ...(locked !== null && { locked }),
  }
}

function lockOf(
  name: string,
  type: WritableType,
  records: readonly CloudflareRecord[],
  read: number,
): string | null {
  if (records.some(({ meta }) => meta?.read_only === true)) {
    return `Another product of Cloudflare's, such as Email Routing, keeps ${type} at ${name}.`
  }
  if (records.some(({ settings }) => settings?.flatten_cname === true)) {
    return `Cloudflare flattens ${name}: it answers with addresses in place of the CNAME.`
  }
  if (read < records.length) return `Zonedesk cannot read a value of ${type} at ${name}.`
  // An RRset has one TTL (RFC 2181 section 5.2); Cloudflare chooses among several.
  if (new Set(records.map(({ ttl }) => ttl)).size > 1)
    return `The ${type} records at ${name} have several TTLs.`
  if (new Set(records.map(({ proxied }) => proxied === true)).size > 1) {
    return `Some ${type} records at ${name} are proxied, and others are not.`
  }
  return null
}

/** A name in `content` has no trailing dot; a text is in quotes, but for old records. */
function dataOfRecord(type: WritableType, { content, priority }: CloudflareRecord): WritableData | null {
  const text = content ?? ''
  if (type === 'MX') return dataFromPresentation(type, `${priority ?? ''} ${text}`)
  if ((type === 'TXT' || type === 'SPF') && !text.startsWith('"'))
    return { type, strings: characterStrings(text) }
  return dataFromPresentation(type, text)
}

function contentOf(data: WritableData): RecordFields {
  switch (data.type) {
    case 'CNAME':
      return { content: data.target }
    case 'MX':
      return { content: data.exchange === '' ? '.' : data.exchange, priority: data.preference }
    default:
      return { content: presentationOf(data) }
  }
}

/**
 * The batch of changes. A record that gets another value is patched in place, so that its comment and tags stay.
 *
 * @param records what is there now
 */
export function batchOf(changes: readonly RrsetChange[], records: readonly CloudflareRecord[]): RecordBatch {
  const batch = {
    deletes: [] as { id: string }[],
    patches: [] as RecordBatch['patches'][number][],
    posts: [] as RecordBatch['posts'][number][],
  }
  for (const { name, type, before, after } of changes) {
    const held = records
      .filter((record) => plainName(record.name) === plainName(name) && record.type === type)
      .flatMap((record) => {
        const data = dataOfRecord(type, record)
        return data === null ? [] : [{ record, data }]
      })
    const { kept, removed, added } = editRecords(held, after?.data ?? [])
    const shared = after === null ? {} : sharedFields(before, after)
    if (Object.keys(shared).length > 0)
      batch.patches.push(...kept.map(({ record }) => ({ id: record.id, ...shared })))
    added.forEach((data, at) => {
      const old = removed[at]
      if (old === undefined)
        batch.posts.push({ name: plainName(name), type, ...contentOf(data), ...newFields(after!) })
      else batch.patches.push({ id: old.record.id, ...contentOf(data), ...shared })
    })
    batch.deletes.push(...removed.slice(added.length).map(({ record }) => ({ id: record.id })))
  }
  return batch
}

/** TTL and proxying, where they change. */
function sharedFields(before: WritableRrset | null, after: WritableRrset): RecordFields {
  if (before === null) return {}
  return {
    ...(before.ttl !== after.ttl && { ttl: after.ttl ?? AUTOMATIC }),
    ...(before.isProxied !== after.isProxied && { proxied: after.isProxied === true }),
  }
}

function newFields({ type, ttl, isProxied }: WritableRrset): RecordFields {
  const canBeProxied = type === 'A' || type === 'AAAA' || type === 'CNAME'
  return { ttl: ttl ?? AUTOMATIC, ...(canBeProxied && { proxied: isProxied === true }) }
}

function isWritableType(type: string): type is WritableType {
  return (WRITABLE_TYPES as readonly string[]).includes(type)
}
