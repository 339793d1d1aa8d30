import type { DnsRecord, RecordType } from '../../preload/contract/domain'
import { RecordType as RecordTypeSchema, Validity } from '../../preload/contract/domain'
import { readFields } from './field-reader'
import { nameFromWire } from './name-from-wire'
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
    cached: fields.take('cached', wire.WireCached) ?? [],
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
  if (type === 'TXT') return { value: withoutQuotes(text), priority: null }
  if (type !== 'MX') return { value: text, priority: null }
  const [, preference, host] = MX_WITH_PRIORITY.exec(text) ?? []
  if (host === undefined) return { value: text, priority }
  const inValue = Number(preference)
  return { value: host, priority: priority ?? (inValue <= 65_535 ? inValue : null) }
}

/** Joins the quoted character-strings of RFC 1035 5.1; text without quotes is left as it is. */
function withoutQuotes(text: string): string {
  if (!/^"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*$/s.test(text)) return text
  const strings = text.match(/"(?:[^"\\]|\\.)*"/gs) ?? []
  return strings.map((string) => string.slice(1, -1).replace(/\\(["\\])/g, '$1')).join('')
}
