import type { Fix, FixRecord, ZoneRecord } from '../../../preload/contract/findings'
import { plainName } from '../diagnosis/records/presentation'

/** What changes in DNS: records that go, and records that come. */
export interface ZoneChange {
  readonly removed: readonly ZoneRecord[]
  readonly added: readonly ZoneRecord[]
}

/** What fixes of a domain ask for: each is tried more than once. */
const ASKED = new WeakMap<Fix, { readonly domain: string; readonly change: ZoneChange | null }>()

/** What a fix asks for, its blanks filled in; null when it changes no record. The same object for the same fix. */
export function changeOf(fix: Fix, domain: string): ZoneChange | null {
  const asked = ASKED.get(fix)
  if (asked?.domain === domain) return asked.change
  const change = asChange(fix, domain)
  ASKED.set(fix, { domain, change })
  return change
}

function asChange({ action, records }: Fix, domain: string): ZoneChange | null {
  if (records.length === 0 || action === 'none' || action === 'wait') return null
  const wholes = records.map((record) => filledIn(record, domain))
  if (action === 'remove') return { removed: wholes.map(inZone), added: [] }
  return {
    removed: records.flatMap(({ replaces }) => replaces),
    added: wholes.map(inZone),
  }
}

/** Whether two records are one: same owner, type and data. Names compare without case (RFC 4343). */
export function isSameRecord(a: ZoneRecord, b: ZoneRecord): boolean {
  if (a.type !== b.type || plainName(a.name) !== plainName(b.name)) return false
  if (a.type === 'TXT' || a.type === 'SPF') return a.value === b.value
  return plainName(a.value) === plainName(b.value) && (a.type !== 'MX' || a.priority === b.priority)
}

function inZone({ type, name, value, priority }: FixRecord): ZoneRecord {
  return { type, name, value, priority }
}

/** A record with something fitting in its blank, so that the rest of it can be judged. */
function filledIn(record: FixRecord, domain: string): FixRecord {
  const { blank, value } = record
  if (blank === null) return record
  const filling = blank.kind === 'mailbox' ? `reports@${domain}` : `https://${domain}/logo.svg`
  return { ...record, value: value.replace(blank.mark, () => filling) }
}
