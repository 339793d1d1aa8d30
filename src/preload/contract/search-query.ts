import { FINDING_TITLES, FindingCode } from './finding-titles'

/** What a term of a search can be about. `text`: part of the name, A-labels or U-labels. */
export type SearchKey = 'text' | NamedSearchKey

/** A key as it is typed before the colon. */
export type NamedSearchKey =
  | 'state'
  | 'type'
  | 'has'
  | 'tag'
  | 'finding'
  | 'key'
  | 'account'
  | 'subaccount'
  | 'authority'
  | 'points'
  | 'created'
  | 'verified'

/** A value a key takes, with one line on what it means. */
export interface SearchValue {
  readonly value: string
  readonly meaning: string
}

/** A key with one line on what it means, and its values when only those are taken. */
export interface SearchKeyEntry {
  readonly key: NamedSearchKey
  readonly meaning: string
  /** Null when any value is taken. */
  readonly values: readonly SearchValue[] | null
}

const TIMES: readonly SearchValue[] = [
  { value: '<7d', meaning: 'within the last 7 days' },
  { value: '<30d', meaning: 'within the last 30 days' },
  { value: '>1y', meaning: 'more than a year ago' },
]

/** Every key there is, in the order a completion offers them. */
export const SEARCH_KEYS: readonly SearchKeyEntry[] = [
  {
    key: 'state',
    meaning: 'the state the provider gives the domain',
    values: [
      { value: 'active', meaning: 'verified and in use' },
      { value: 'unverified', meaning: 'not verified yet' },
      { value: 'disabled', meaning: 'disabled by the provider' },
    ],
  },
  {
    key: 'has',
    meaning: 'what a domain has',
    values: [
      { value: 'failing', meaning: 'at least one needed record that is not valid' },
      { value: 'valid', meaning: 'needed records that are all valid' },
      { value: 'unknown', meaning: 'a needed record the provider has not looked at yet' },
      { value: 'records', meaning: 'records that were fetched' },
      { value: 'tags', meaning: 'a tag of your own' },
      { value: 'notes', meaning: 'a note of your own' },
      { value: 'subaccount', meaning: 'a subaccount that it belongs to' },
    ],
  },
  { key: 'tag', meaning: 'a tag of your own', values: null },
  { key: 'finding', meaning: 'what the last DNS check found: bad, warn, info, or a code', values: null },
  {
    key: 'key',
    meaning: 'the DKIM key it signs with: 1024, older-than:180d, signing or inactive',
    values: null,
  },
  {
    key: 'type',
    meaning: 'the kind of domain',
    values: [
      { value: 'custom', meaning: 'a domain of your own' },
      { value: 'sandbox', meaning: 'a test domain of the provider' },
    ],
  },
  { key: 'account', meaning: 'part of the account\u2019s name', values: null },
  { key: 'subaccount', meaning: 'part of the subaccount\u2019s name, or its id', values: null },
  { key: 'authority', meaning: 'the domain whose DKIM key it signs with', values: null },
  { key: 'points', meaning: 'part of a record\u2019s value, such as a host', values: null },
  { key: 'created', meaning: 'when it was created: <30d, >2026-01-31 or 2026-01-31', values: null },
  { key: 'verified', meaning: 'when it was last verified: <7d, >2026-01-31 or never', values: null },
]

/** Times a completion offers for `created:` and `verified:`; any other of their form is taken too. */
export const SEARCH_TIMES: Readonly<Record<'created' | 'verified', readonly SearchValue[]>> = {
  created: [...TIMES, { value: 'never', meaning: 'the provider did not say' }],
  verified: [{ value: 'never', meaning: 'not verified since it first appeared in this list' }, ...TIMES],
}

/** What a completion offers for `finding:`: how bad the worst is, then every code. */
export const SEARCH_FINDINGS: readonly SearchValue[] = [
  { value: 'bad', meaning: 'mail suffers' },
  { value: 'warn', meaning: 'mail may suffer' },
  { value: 'info', meaning: 'advice, or a finding that passes by itself' },
  ...FindingCode.options.map((code) => ({ value: code, meaning: FINDING_TITLES[code] })),
]

/** What a completion offers for `key:`; any other number of bits and any other age are taken too. */
export const SEARCH_DKIM_KEYS: readonly SearchValue[] = [
  { value: '1024', meaning: 'a key of 1024 bits, which is short' },
  { value: '2048', meaning: 'a key of 2048 bits' },
  { value: 'older-than:180d', meaning: 'a key this app has known for over 180 days' },
  { value: 'older-than:1y', meaning: 'a key this app has known for over a year' },
  { value: 'signing', meaning: 'a key the provider signs with' },
  { value: 'inactive', meaning: 'a key the provider does not sign with' },
]

const BY_KEY: ReadonlyMap<string, SearchKeyEntry> = new Map(SEARCH_KEYS.map((entry) => [entry.key, entry]))

/** A stretch of the search text: code units `from` to `to`, `to` not included. */
export interface TextSpan {
  readonly from: number
  readonly to: number
}

/** One condition; all of them must hold. */
export interface SearchTerm extends TextSpan {
  readonly key: SearchKey
  /** Lower case, NFC, without quotes; never empty. */
  readonly value: string
  readonly negated: boolean
}

/** Something in the text that is not understood, as one sentence for the user. */
export interface SearchProblem extends TextSpan {
  readonly message: string
}

export interface ParsedSearch {
  readonly terms: readonly SearchTerm[]
  readonly problems: readonly SearchProblem[]
}

/** A word of the text as typed: what stands between white space, quotes kept together. */
export interface SearchWord extends TextSpan {
  readonly negated: boolean
  /** What stands before the colon when that is one of the keys, or looks like one; else null. */
  readonly key: string | null
  /** Without quotes, as typed; empty while nothing stands behind the colon. */
  readonly value: string
  /** Where the value begins, its quotation mark included. */
  readonly valueFrom: number
  readonly quoted: boolean
}

/** A time as `created:` and `verified:` take it. */
export type SearchTime =
  | { readonly kind: 'never' }
  /** Before or after a number of days before now. */
  | { readonly kind: 'age'; readonly within: boolean; readonly days: number }
  /** Calendar days in local time. `on`: that day, `before`: any earlier, `after`: any later. */
  | { readonly kind: 'date'; readonly side: 'on' | 'before' | 'after'; readonly date: string }

/** A kind of DKIM key as `key:` takes it. */
export type SearchedKey =
  | { readonly kind: 'bits'; readonly bits: number }
  /** Known to this app for more than a number of days. */
  | { readonly kind: 'older'; readonly days: number }
  | { readonly kind: 'signing' | 'inactive' }

/** Longest age in days: about 270 years, so that no time falls outside what a date can be. */
const MAX_DAYS = 99_999
const DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, y: 365 }

/**
 * Reads what was typed into the search box. Several words must all hold. `key:value` asks about something else
 * than the name, a leading hyphen turns a word around, quotation marks keep spaces (two of them inside mean one).
 *
 * A key nobody knows is searched as text and told as a problem; a value its key does not take is told and left
 * out; a key without a value is unfinished and left out silently. Never throws.
 */
export function parseSearch(text: string): ParsedSearch {
  const terms: SearchTerm[] = []
  const problems: SearchProblem[] = []
  for (const word of splitSearch(text)) {
    const { from, to, negated } = word
    if (word.key === null) {
      const value = folded(word.value)
      if (value !== '') terms.push({ key: 'text', value, negated, from, to })
      continue
    }
    const entry = BY_KEY.get(word.key)
    if (entry === undefined) {
      problems.push({ message: `There is no search key ${word.key}, so this is searched as text.`, from, to })
      terms.push({ key: 'text', value: folded(text.slice(negated ? from + 1 : from, to)), negated, from, to })
      continue
    }
    const value = folded(word.value)
    if (value === '') continue
    const problem = valueProblem(entry, value)
    if (problem === null) terms.push({ key: entry.key, value, negated, from, to })
    else problems.push({ message: problem, from, to })
  }
  return { terms, problems }
}

/** The words of the text with their places, for highlighting and for completing the one at the caret. */
export function splitSearch(text: string): SearchWord[] {
  const words: SearchWord[] = []
  let at = 0
  for (;;) {
    while (at < text.length && isSpace(text, at)) at += 1
    if (at >= text.length) return words
    const word = readWord(text, at)
    words.push(word)
    at = word.to
  }
}

/** A term as it is typed, quoted where it must be. `parseSearch` reads it back as the same term. */
export function formatTerm(term: Pick<SearchTerm, 'key' | 'value' | 'negated'>): string {
  const { key, value, negated } = term
  const needsQuotes =
    value === '' ||
    value.startsWith('"') ||
    /\s/.test(value) ||
    (key === 'text' && (value.startsWith('-') || KEY_LIKE.test(value)))
  const written = needsQuotes ? `"${value.replaceAll('"', '""')}"` : value
  return (negated ? '-' : '') + (key === 'text' ? '' : `${key}:`) + written
}

/** The time a folded value of `created:` or `verified:` names; null when it names none. */
export function parseSearchTime(value: string): SearchTime | null {
  if (value === 'never') return { kind: 'never' }
  const age = /^([<>])(.*)$/.exec(value)
  const days = age === null ? null : daysOf(age[2] ?? '')
  if (days !== null) return { kind: 'age', within: value.startsWith('<'), days }
  const date = /^([<>]?)(\d{4}-\d{2}-\d{2})$/.exec(value)
  if (date === null || !isDate(date[2] ?? '')) return null
  const side = date[1] === '<' ? 'before' : date[1] === '>' ? 'after' : 'on'
  return { kind: 'date', side, date: date[2] ?? '' }
}

/** The kind of DKIM key a folded value of `key:` names; null when it names none. */
export function parseSearchKey(value: string): SearchedKey | null {
  if (value === 'signing' || value === 'inactive') return { kind: value }
  if (/^\d{3,5}$/.test(value)) return { kind: 'bits', bits: Number(value) }
  const days = value.startsWith(OLDER_THAN) ? daysOf(value.slice(OLDER_THAN.length)) : null
  return days === null ? null : { kind: 'older', days }
}

const OLDER_THAN = 'older-than:'

/** Days of an age such as `30d`, `6w` or `1y`; null for what is none, or too long. */
function daysOf(age: string): number | null {
  const [, count, unit] = /^(\d{1,5})([dwy])$/.exec(age) ?? []
  if (count === undefined) return null
  const days = Number(count) * (DAYS[unit ?? ''] ?? 1)
  return days > MAX_DAYS ? null : days
}

/** What looks like a key: at least two letters and a colon. */
const KEY_LIKE = /^([a-z]{2,}):/i

/** Reads one word from where it begins. */
function readWord(text: string, from: number): SearchWord {
  const negated = text[from] === '-' && from + 1 < text.length && !isSpace(text, from + 1)
  const start = negated ? from + 1 : from
  const key = KEY_LIKE.exec(text.slice(start, start + 40))?.[1]?.toLowerCase() ?? null
  const valueFrom = key === null ? start : start + key.length + 1
  if (text[valueFrom] === '"') {
    const { value, to } = readQuoted(text, valueFrom)
    return { from, to, negated, key, value, valueFrom, quoted: true }
  }
  let to = valueFrom
  while (to < text.length && !isSpace(text, to)) to += 1
  return { from, to, negated, key, value: text.slice(valueFrom, to), valueFrom, quoted: false }
}

/** Reads to the closing quotation mark, or to the end when there is none. */
function readQuoted(text: string, from: number): { value: string; to: number } {
  let value = ''
  let at = from + 1
  for (; at < text.length; at += 1) {
    if (text[at] === '"') {
      if (text[at + 1] !== '"') return { value, to: at + 1 }
      at += 1
    }
    value += text.charAt(at)
  }
  return { value, to: at }
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at))
}

/** Upper and lower case are one, and so are the ways to write an accent. Spaces around are never meant. */
function folded(value: string): string {
  return value.trim().toLowerCase().normalize('NFC')
}

function valueProblem({ key, values }: SearchKeyEntry, value: string): string | null {
  if (values !== null && !values.some((known) => known.value === value)) {
    return `${key}: takes ${listed(values.map((known) => known.value))}.`
  }
  if (key === 'finding' && !SEARCH_FINDINGS.some((known) => known.value === value)) {
    return `No finding has the code ${value}; choose one from the list.`
  }
  if (key === 'key' && parseSearchKey(value) === null) {
    return 'key: takes a size such as 1024, an age such as older-than:180d, signing or inactive.'
  }
  if ((key === 'created' || key === 'verified') && parseSearchTime(value) === null) {
    return `${key}: takes a date such as >2026-01-31, an age such as <30d, or never.`
  }
  return null
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

function isDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}
