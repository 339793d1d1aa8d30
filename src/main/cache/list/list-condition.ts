import { domainToASCII } from 'node:url'
import * as v from 'valibot'
import type { CountRequest, DomainFilter } from '../../../preload/contract/domains'
import { Severity } from '../../../preload/contract/findings'
import { parseSearch, parseSearchTime, type SearchTerm } from '../../../preload/contract/search-query'
import { ALL, NEVER, type Condition, type ConditionPart, type ListCondition } from './condition'
import type { FullTextMatch, NameIndex } from './condition'
import { keyPart } from './key-condition'
import { isAscii } from './list-order'
import { subaccountsMatching } from '../rows/subaccount-rows'
import type { Statements } from '../statements'

const DAY_MS = 24 * 60 * 60 * 1000

const NOT_ACTIVE = (state: string): ConditionPart => ({
  condition: { sql: 'state = ?', values: [state] },
  source: {
    sql: `SELECT domain.id FROM account CROSS JOIN domain INDEXED BY domain_not_active
      ON domain.account = account.id AND state <> 'active' AND state = ?`,
    values: [state],
  },
  index: {
    index: 'domain_not_active',
    within: { sql: " AND state <> 'active' AND state = ?", values: [state] },
  },
})
const FAILING: ConditionPart = {
  condition: { sql: 'failing > 0', values: [] },
  source: { sql: 'SELECT id FROM domain INDEXED BY domain_failing WHERE failing > 0', values: [] },
  index: { index: 'domain_failing', within: { sql: ' AND failing > 0', values: [] } },
}
const ACTIVE: ConditionPart = {
  condition: { sql: "state = 'active'", values: [] },
  source: {
    sql: `SELECT domain.id FROM account CROSS JOIN domain INDEXED BY domain_by_urgency
      ON domain.account = account.id AND urgency > 0`,
    values: [],
  },
}

/** Domains in the list because the list of their account takes in its subaccounts. */
const OF_SUBACCOUNTS = ofSubaccounts({ sql: 'subaccount_id IS NOT NULL', values: [] })

/** @param which says of which subaccounts */
function ofSubaccounts(which: Condition): ConditionPart {
  return {
    condition: which,
    source: {
      sql: `SELECT domain.id FROM account CROSS JOIN domain INDEXED BY domain_of_subaccount
        ON domain.account = account.id AND subaccount_id IS NOT NULL AND ${which.sql}`,
      values: which.values,
    },
  }
}

/** Part of a subaccount's name, or its id. */
function subaccountPart(sql: Statements, folded: string): ConditionPart {
  return ofSubaccounts({
    sql: 'subaccount_id IN (SELECT value FROM json_each(?))',
    values: [JSON.stringify(subaccountsMatching(sql, folded))],
  })
}

function filterPart(filter: DomainFilter): ConditionPart | null {
  if (filter === 'all') return null
  if (filter === 'failing') return FAILING
  return statePart(filter)
}

function statePart(state: string): ConditionPart {
  return state === 'active' ? ACTIVE : NOT_ACTIVE(state)
}

/** @param now milliseconds since the epoch, for ages */
export function listCondition(
  sql: Statements,
  { filter, search }: Pick<CountRequest, 'filter' | 'search'>,
  now: number,
): ListCondition {
  const { terms } = parseSearch(search)
  const parts = terms
    .filter(({ key }) => key !== 'account')
    .map((term): ConditionPart => {
      const part = termPart(sql, term, now)
      return term.negated ? { condition: negation(part.condition) } : part
    })
  const first = filterPart(filter)
  if (first !== null) parts.unshift(first)
  const indexes = parts.flatMap(({ index }) => index ?? [])
  return {
    sql: parts.map(({ condition }) => ` AND ${condition.sql}`).join(''),
    values: parts.flatMap(({ condition }) => condition.values),
    sources: parts.flatMap(({ source, isSourceAll = false, index, match }) =>
      source === undefined
        ? []
        : {
            ...source,
            isOrdered: index !== undefined || match !== undefined,
            isAll: isSourceAll && parts.length === 1,
          },
    ),
    indexes: indexes.length > 0 ? indexes : [{ index: 'domain_by_name', within: ALL }],
    match: matchOf(parts),
    needle: terms.find(({ key, negated }) => key === 'text' && !negated)?.value ?? null,
    accounts: terms.filter(({ key }) => key === 'account'),
  }
}

function matchOf(parts: readonly ConditionPart[]): FullTextMatch | null {
  const matches = parts.flatMap(({ match }) => match ?? [])
  if (matches.length === 0) return null
  return {
    text: matches.map(({ text }) => `(${text})`).join(' AND '),
    isAll: matches.length === parts.length,
    isLong: matches.every(({ isLong }) => isLong),
  }
}

/** Null, where something is unknown, counts as not satisfied and so satisfies the negation. */
function negation({ sql, values }: Condition): Condition {
  return { sql: `NOT coalesce(${sql}, 0)`, values }
}

function termPart(sql: Statements, { key, value }: SearchTerm, now: number): ConditionPart {
  switch (key) {
    case 'text':
      return textPart(sql, value)
    case 'state':
      return statePart(value)
    case 'type':
      return typePart(value)
    case 'has':
      return hasPart(sql, value)
    case 'tag':
      return ownPart(sql, 'domain_tag', { sql: ' AND tag = ?', values: [value] })
    case 'finding':
      return findingPart(value)
    case 'key':
      return keyPart(value, now)
    case 'subaccount':
      return subaccountPart(sql, value)
    case 'authority':
      return authorityPart(value)
    case 'points':
      return pointsPart(value)
    case 'created':
      return timePart('created_at', value, now)
    case 'verified':
      return timePart('verified_at', value, now)
    case 'account':
      return { condition: { sql: '1', values: [] } }
  }
}

/** Part of a name at any position, A-labels or U-labels. instr needs no escaping, unlike LIKE. */
function textPart(sql: Statements, needle: string): ConditionPart {
  if (/\p{Cc}/u.test(needle)) return NEVER
  const isShort = [...needle].length < 3
  const match = { text: phrase(needle), isLong: true }
  const source = { sql: 'SELECT rowid FROM name_search WHERE name_search MATCH ?', values: [match.text] }
  if (!isAscii(needle)) {
    const condition = { sql: 'instr(unicode_name, ?) > 0', values: [needle] }
    const part = { condition, index: WITH_U_LABELS }
    return isShort ? { ...part, source: amongULabels(condition) } : { ...part, source, match }
  }
  const condition = { sql: '(instr(name, ?) > 0 OR instr(unicode_name, ?) > 0)', values: [needle, needle] }
  if (!isShort) return { condition, source, match }
  const part = {
    condition,
    source: {
      sql: 'SELECT doc FROM name_gram WHERE term >= ? AND term < ?',
      values: [needle, `${needle}\u{10ffff}`],
    },
  }
  if (needle.length < 2) return part
  const terms = trigramsFrom(sql, needle)
  if (terms.length === 0) return NEVER
  return { ...part, match: { text: terms.map(phrase).join(' OR '), isLong: false } }
}

const WITH_U_LABELS: NameIndex = {
  index: 'domain_with_u_labels',
  within: { sql: ' AND unicode_name IS NOT NULL', values: [] },
}

function amongULabels({ sql, values }: Condition): Condition {
  return {
    sql: `SELECT id FROM domain INDEXED BY domain_with_u_labels WHERE unicode_name IS NOT NULL AND ${sql}`,
    values,
  }
}

/** Every trigram that begins with two letters. */
function trigramsFrom(sql: Statements, letters: string): string[] {
  const next = sql.column('SELECT term FROM name_gram WHERE term >= ? LIMIT 1')
  const terms: string[] = []
  for (let from = letters; ;) {
    const term = v.parse(v.optional(v.string()), next.get(from))
    if (term?.startsWith(letters) !== true) return terms
    terms.push(term)
    // A trigram has no fourth character.
    from = `${term}\x01`
  }
}

/** A string of FTS5's query language, https://www.sqlite.org/fts5.html#fts5_strings. */
function phrase(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function typePart(type: string): ConditionPart {
  const condition = { sql: 'type = ?', values: [type] }
  if (type !== 'sandbox') return { condition }
  return {
    condition,
    source: { sql: "SELECT id FROM domain INDEXED BY domain_sandbox WHERE type = 'sandbox'", values: [] },
    index: { index: 'domain_sandbox', within: { sql: " AND type = 'sandbox'", values: [] } },
  }
}

function hasPart(sql: Statements, what: string): ConditionPart {
  switch (what) {
    case 'failing':
      return FAILING
    case 'valid':
      return { condition: { sql: 'failing = 0', values: [] } }
    case 'subaccount':
      return OF_SUBACCOUNTS
    case 'records':
      return { condition: { sql: 'failing IS NOT NULL', values: [] } }
    case 'tags':
      return ownPart(sql, 'domain_tag', { sql: '', values: [] })
    case 'notes':
      return ownPart(sql, 'domain_note', { sql: '', values: [] })
    default:
      return {
        condition: {
          sql: `EXISTS (SELECT 1 FROM record
            WHERE record.domain = domain.id AND record.valid = 'unknown' AND record.needed = 1)`,
          values: [],
        },
        source: {
          sql: `SELECT DISTINCT domain FROM record INDEXED BY record_not_looked_at
            WHERE valid = 'unknown' AND needed = 1`,
          values: [],
        },
      }
  }
}

/** The user's own data is in another file, which is not always attached. */
function ownPart(
  sql: Statements,
  table: 'domain_tag' | 'domain_note',
  { sql: more, values }: Condition,
): ConditionPart {
  if (!sql.has('own')) return NEVER
  return {
    condition: {
      sql: `EXISTS (
        SELECT 1 FROM own.${table} AS mine WHERE mine.name = domain.name
          AND mine.account_id = (SELECT account_id FROM account WHERE account.id = domain.account)${more})`,
      values,
    },
    source: {
      sql: `SELECT DISTINCT domain.id FROM own.${table} AS mine
        CROSS JOIN account ON account.account_id = mine.account_id
        CROSS JOIN domain ON domain.account = account.id AND domain.name = mine.name WHERE 1${more}`,
      values,
    },
  }
}

/** A severity, or the code of a finding of the last check. */
function findingPart(value: string): ConditionPart {
  const column = v.is(Severity, value) ? 'severity' : 'code'
  return {
    condition: {
      sql: `EXISTS (
        SELECT 1 FROM domain_finding WHERE domain_finding.domain = domain.id AND domain_finding.${column} = ?)`,
      values: [value],
    },
    source: {
      sql: `SELECT DISTINCT domain FROM domain_finding WHERE ${column} = ?`,
      values: [value],
    },
  }
}

/** The wording of the index `record_by_dkim_authority`: SQLite uses the index only for the same wording. */
function authorityPart(typed: string): ConditionPart {
  const signs = `instr(record.name, '._domainkey.') > 1 AND record.purpose = 'sending'
    AND substr(record.name, instr(record.name, '._domainkey.') + 12) = ?`
  const values = [domainToASCII(typed) || typed]
  return {
    condition: {
      sql: `EXISTS (SELECT 1 FROM record WHERE record.domain = domain.id AND ${signs})`,
      values,
    },
    source: { sql: `SELECT DISTINCT record.domain FROM record WHERE ${signs}`, values },
  }
}

function pointsPart(needle: string): ConditionPart {
  if (/\p{Cc}/u.test(needle)) return NEVER
  const targets: Condition =
    [...needle].length < 3
      ? { sql: 'SELECT id FROM target WHERE instr(value, ?) > 0', values: [needle] }
      : { sql: 'SELECT rowid AS id FROM target_search WHERE target_search MATCH ?', values: [phrase(needle)] }
  return {
    condition: {
      sql: `EXISTS (
        SELECT 1 FROM record CROSS JOIN target ON target.id = record.target
        WHERE record.domain = domain.id AND instr(target.value, ?) > 0)`,
      values: [needle],
    },
    source: {
      sql: `SELECT DISTINCT record.domain FROM (${targets.sql}) AS found
        CROSS JOIN record INDEXED BY record_by_target ON record.target = found.id`,
      values: targets.values,
    },
  }
}

function timePart(column: 'created_at' | 'verified_at', value: string, now: number): ConditionPart {
  const time = parseSearchTime(value)
  if (time === null) return NEVER
  if (time.kind === 'never') return { condition: { sql: `${column} IS NULL`, values: [] } }
  if (time.kind === 'age') {
    const at = now - time.days * DAY_MS
    return rangePart(column, time.within ? [at, null] : [null, at])
  }
  const [begin, end] = dayOf(time.date)
  if (time.side === 'before') return rangePart(column, [null, begin])
  return rangePart(column, time.side === 'after' ? [end, null] : [begin, end])
}

/** From the first time on and before the second; null for no bound. */
function rangePart(
  column: 'created_at' | 'verified_at',
  [from, to]: [number | null, number | null],
): ConditionPart {
  const bounds = [
    ...(from === null ? [] : [{ sql: `${column} >= ?`, value: from }]),
    ...(to === null ? [] : [{ sql: `${column} < ?`, value: to }]),
  ]
  const sql = bounds.map((bound) => bound.sql).join(' AND ')
  const values = bounds.map((bound) => bound.value)
  const index = column === 'created_at' ? 'domain_by_created' : 'domain_by_verified'
  return {
    condition: { sql: `(${sql})`, values },
    source: {
      sql: `SELECT domain.id FROM account CROSS JOIN domain INDEXED BY ${index}
        ON domain.account = account.id AND ${sql}`,
      values,
    },
  }
}

/** A calendar day in local time: when it begins and when the next one does. */
function dayOf(date: string): [number, number] {
  const begin = new Date(`${date}T00:00:00`)
  const end = new Date(begin)
  end.setDate(end.getDate() + 1)
  return [begin.getTime(), end.getTime()]
}
