import type { ZoneRecord } from '../../../preload/contract/findings'
import { expectedRecords, type ExpectedRecord } from '../../embedded/records/record-generation'
import { keyRecordText } from '../../embedded/records/dkim-keys'
import { SAMPLE_PROVIDER, type SampleData } from '../data/sample-data'
import type { SampleDifference, SampleDomain, SampleRow, SampleZone } from '../data/sample-schema'
import { isWithin } from '../../names/zone-cut'

/** A record of the world: its owner name whole. */
export interface WorldRow {
  readonly name: string
  readonly type: SampleRow[1]
  /** As a person writes it: an MX as `10 mxa.mailer.example`. */
  readonly value: string
}

/** What one server or resolver has instead of the records of one name and type; null for none. */
export interface Held {
  readonly by: string
  readonly name: string
  readonly type: SampleRow[1]
  readonly value: string | null
}

/** A zone of the world with its records. */
export interface WorldZone extends Omit<SampleZone, 'rows'> {
  readonly rows: readonly WorldRow[]
  readonly held: readonly Held[]
}

/** How DNS is at a moment: without what the provider wants, as it should be, or as it is now. */
export type Moment = 'nothing' | 'right' | 'now'

/** What was published since the samples were added, and what was taken out. */
export interface Published {
  readonly added: readonly WorldRow[]
  readonly removed: readonly WorldRow[]
}

/** The zones as they are at a moment of each domain. */
export function worldZones(data: SampleData, momentOf: (name: string) => Moment): WorldZone[] {
  const parts = data.domains.map((domain) => contentOf(domain, data, momentOf(domain.name)))
  return data.zones.map(({ rows, ...zone }) => {
    const own = parts.filter(({ apex }) => apex === zone.apex)
    return {
      ...zone,
      rows: [
        ...rows.map((row) => placed(row, zone.apex)),
        ...own.flatMap((part) => part.rows),
        ...(zone.apex === PROVIDER_APEX ? keysAtProvider(data) : []),
      ],
      held: own.flatMap((part) => part.held),
    }
  })
}

/** A record as a row. The root, to which a null MX leads (RFC 7505), is written as a dot. */
export function rowOf({
  type,
  name,
  value,
  priority,
}: Pick<ZoneRecord, 'type' | 'name' | 'value' | 'priority'>): WorldRow {
  const data = type === 'MX' ? `${priority ?? 10} ${value === '' ? '.' : value}` : value
  return { name: name.toLowerCase(), type, value: data }
}

/** The apex of the zone a name is in. */
export function apexOf(zones: readonly Pick<SampleZone, 'apex'>[], name: string): string | null {
  const apexes = zones.map(({ apex }) => apex).filter((apex) => isWithin(name, apex))
  return apexes.toSorted((a, b) => b.length - a.length)[0] ?? null
}

const PROVIDER_APEX = 'mailer.example'

function contentOf(
  domain: SampleDomain,
  { zones, keys }: SampleData,
  moment: Moment,
): { apex: string | null; rows: WorldRow[]; held: Held[] } {
  const apex = apexOf(zones, domain.name)
  if (apex === null || moment === 'nothing') return { apex, rows: [], held: [] }
  const key = keys[domain.key] ?? ''
  const { without = [], rows = [], held = [] }: SampleDifference = moment === 'now' ? (domain.dns ?? {}) : {}
  const wanted = wantedRecords(domain, keys).filter((record) => !without.some((role) => isOf(record, role)))
  const filled = (text: string): string => filledIn(text, key, keys.at(-1) ?? '')
  return {
    apex,
    rows: [
      ...wanted.map(rowOf),
      ...rows.map(([host, type, value]) => placed([host, type, filled(value)], apex)),
    ],
    held: held.map(([by, host, type, value]) => ({
      by,
      name: nameOf(host, apex),
      type,
      value: value === null ? null : filled(value),
    })),
  }
}

function wantedRecords(domain: SampleDomain, keys: readonly string[]): ExpectedRecord[] {
  const own = { selector: SAMPLE_PROVIDER.dkimSelector, key: domain.key }
  const published = [own, ...(domain.moreKeys ?? []).filter((more) => more.published)]
  return expectedRecords(
    {
      name: domain.name,
      type: 'custom',
      webPrefix: 'email',
      useAutomaticSenderSecurity: domain.automaticSenderSecurity === true,
      dkimHost: domain.name,
      dkimKeys: published.map(({ selector, key }) => ({
        ...{ host: domain.name, selector, publicKey: keys[key] ?? '' },
      })),
    },
    SAMPLE_PROVIDER,
  )
}

function isOf({ role }: ExpectedRecord, asked: 'spf' | 'dkim' | 'tracking' | 'mx'): boolean {
  if (asked === 'dkim') return role === 'dkim-key' || role === 'dkim-alias'
  return asked === 'mx' ? role === 'mail-exchange' : role === asked
}

/** The keys that the provider keeps for domains whose DNS leads to them. */
function keysAtProvider({ keys }: SampleData): WorldRow[] {
  const [key = ''] = keys
  return [{ name: `*.${SAMPLE_PROVIDER.keyHost}`, type: 'TXT', value: keyRecordText(key) }]
}

function placed([host, type, value]: SampleRow, apex: string): WorldRow {
  return { name: nameOf(host, apex), type, value }
}

function nameOf(host: string, apex: string): string {
  if (host === '@') return apex
  return host.endsWith('.') ? host.slice(0, -1) : `${host}.${apex}`
}

function filledIn(text: string, key: string, other: string): string {
  const texts = { key, dkim: keyRecordText(key), other: keyRecordText(other) }
  return text.replace(
    /\{(key|dkim|other)(?::(\d+)-(\d*))?\}/g,
    (_, what: keyof typeof texts, from = '0', to = '') =>
      texts[what].slice(Number(from), to === '' ? undefined : Number(to)),
  )
}
