import * as v from 'valibot'
import { DnsRecord, type DomainKey } from '../../../preload/contract/domain'
import { SAMPLES_ACCOUNT_ID } from '../../../preload/contract/accounts'
import type { KnownDomain } from '../cache'
import type { Statements } from '../statements'

/** Most names that are read of those full-text search finds; some end otherwise: `example.com.example.org`. */
const MOST_READ = 2000

const { type, name, value, priority } = DnsRecord.entries
const Rows = v.array(v.object({ id: v.number(), domain: v.string() }))
type WantedRecord = KnownDomain['records'][number]
const RecordRows = v.array(v.object({ domain: v.number(), type, name, value, priority }))

/**
 * Other domains of all accounts at or below a name, with their records: first those above the domain and those below
 * it, then the rest.
 *
 * @param key the domain that is looked at from; left out itself
 * @param organizational a name at or above it
 * @param limit domains answered at most
 */
export function readNeighbours(
  sql: Statements,
  key: DomainKey,
  organizational: string,
  limit: number,
): KnownDomain[] {
  const found = new Map<number, string>()
  const add = (rows: unknown): void => {
    for (const { id, domain } of v.parse(Rows, rows)) if (found.size < limit) found.set(id, domain)
  }
  for (const above of namesAbove(key.name, organizational)) {
    add(sql.get(AT).all(above, ...other(key)))
  }
  for (const suffix of new Set([key.name, organizational])) {
    if (found.size < limit) add(sql.get(BELOW).all(...suffixWords(suffix), ...other(key), limit))
  }
  const records = v.parse(RecordRows, sql.get(RECORDS).all(JSON.stringify([...found.keys()])))
  const known = new Map([...found].map(([id, domain]) => [id, { domain, records: [] as WantedRecord[] }]))
  for (const { domain, ...record } of records) known.get(domain)?.records.push(record)
  return [...known.values()]
}

/** Sample domains have a DNS of their own: they are neighbours of each other alone. */
const OTHER = `
  NOT (domain.account IS (SELECT id FROM account WHERE account_id = ?) AND domain.name = ?)
  AND (domain.account IS (SELECT id FROM account WHERE account_id = '${SAMPLES_ACCOUNT_ID}')) = ?`

/** What `OTHER` asks for. */
function other({ accountId, name }: DomainKey): [accountId: string, name: string, isSample: number] {
  return [accountId, name, Number(accountId === SAMPLES_ACCOUNT_ID)]
}

const AT = `
  SELECT domain.id, domain.name AS domain FROM account CROSS JOIN domain INDEXED BY domain_by_name
    ON domain.account = account.id AND domain.name = ?
  WHERE ${OTHER}`

/** The bound is on what is read, so that no list of names makes it slow. */
const BELOW = `
  SELECT domain.id, domain.name AS domain
  FROM (SELECT rowid AS id FROM name_search WHERE name_search MATCH ? LIMIT ${MOST_READ}) AS hit
    CROSS JOIN domain ON domain.id = hit.id
  WHERE substr(domain.name, -length(?)) = ? AND ${OTHER} LIMIT ?`

const RECORDS = `
  SELECT record.domain, record.type, record.name, record.value, record.priority
  FROM json_each(?) CROSS JOIN record ON record.domain = json_each.value
  ORDER BY record.domain, record.position`

/** Behind a name in full-text search stands its form with U-labels, or the two characters at the end. */
function suffixWords(suffix: string): [match: string, suffix: string, suffix: string] {
  const below = `.${suffix}`
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  return [`${quoted(`${below}\u0002`)} OR ${quoted(`${below} `)}`, below, below]
}

/** The name itself and those above it, up to the organizational domain, the nearest first. */
function namesAbove(name: string, organizational: string): string[] {
  const labels = name.split('.')
  const names = labels.map((_, at) => labels.slice(at).join('.'))
  return names.filter((above) => above === organizational || above.endsWith(`.${organizational}`))
}
