import {
  type DnsRecord,
  type RecordType,
  RecordType as RecordTypeSchema,
  Validity,
} from '../../preload/contract/domain'
import { readFields } from './field-reader'
import { nameFromWire, nameFromPresentation, textFromPresentation } from './presentation-format'
import * as wire from './wire'

/** What older answers wrote as a type for what is published as TXT. RFC 7208 3.1 retired the SPF type. */
const PUBLISHED_AS_TXT: ReadonlySet<string> = new Set(['SPF', 'DKIM', 'DMARC'])

/** `10 mxa.mailgun.org`: an MX whose preference stands in its value. */
const MX_WITH_PRIORITY = /^(\d{1,5})\s+(\S+)$/

/** Records as the app knows them, and those whose type it does not know. */
export interface RecordsFromWire {
  readonly records: DnsRecord[]
  readonly unread: wire.WireRecord[]
}

/**
 * @param domain name of the domain, which a record without a name belongs to
 * @param purpose which of the answer's two arrays the records came from
 */
export function recordsFromWire(
  sources: readonly wire.WireRecord[],
  domain: string,
  purpose: DnsRecord['purpose'],
): RecordsFromWire {
  const records: DnsRecord[] = []
  const unread: wire.WireRecord[] = []
  for (const source of sources) {
    const record = recordFromWire(source, domain, purpose)
    if (record === null) unread.push(source)
    else records.push(record)
  }
  return { records, unread }
}

function recordFromWire(
  source: wire.WireRecord,
  domain: string,
  purpose: DnsRecord['purpose'],
): DnsRecord | null {
  const fields = readFields(source)
  const type = typeFromWire(fields.take('record_type', wire.WireFilledText))
  if (type === null) return null
  const { value, priority } = rdataFromWire(
    type,
    fields.take('value', wire.WireFilledText) ?? '',
    fields.take('priority', wire.WirePriority),
  )
  return {
    purpose,
    type,
    name: nameFromWire(fields.take('name', wire.WireFilledText) ?? '') || domain,
    value,
    priority,
    valid: fields.take('valid', Validity) ?? 'unknown',
    cached: (fields.take('cached', wire.WireCached) ?? []).map((seen) => seenFromWire(type, seen)),
    isActive: fields.take('is_active', wire.WireBoolean),
  }
}

function typeFromWire(text: string | null): RecordType | null {
  if (text === null) return null
  const upper = text.toUpperCase()
  if (PUBLISHED_AS_TXT.has(upper)) return 'TXT'
  return RecordTypeSchema.options.find((type) => type === upper) ?? null
}

function rdataFromWire(
  type: RecordType,
  text: string,
  priority: number | null,
): { value: string; priority: number | null } {
  if (type === 'TXT') return { value: textFromPresentation(text), priority: null }
  if (type !== 'MX') return { value: nameFromPresentation(text), priority: null }
  const { preference, exchange } = exchangeFromWire(text)
  return { value: exchange, priority: priority ?? preference }
}

/** An MX, whose preference may stand before the exchange. */
function exchangeFromWire(text: string): { exchange: string; preference: number | null } {
  const bare = nameFromPresentation(text)
  const [, preference, host] = MX_WITH_PRIORITY.exec(bare) ?? []
  if (host === undefined) return { exchange: bare, preference: null }
  const inValue = Number(preference)
  return { exchange: nameFromPresentation(host), preference: inValue <= 65_535 ? inValue : null }
}

/** What the provider last saw in DNS, written as the values of records are. */
function seenFromWire(type: RecordType, text: string): string {
  if (type === 'TXT') return textFromPresentation(text)
  const bare = nameFromPresentation(text)
  const [, preference, host] = (type === 'MX' ? MX_WITH_PRIORITY.exec(bare) : null) ?? []
  return host === undefined ? bare : `${preference ?? ''} ${nameFromPresentation(host)}`
}
