import {
  formatTerm,
  SEARCH_DKIM_KEYS,
  SEARCH_FINDINGS,
  SEARCH_KEYS,
  SEARCH_TIMES,
  type SearchKeyEntry,
  splitSearch,
} from '../../../preload/contract/search-query'

/** One completion of the search. */
export interface Completion {
  /** What it puts in place of the word that is typed. */
  readonly text: string
  /** What it means, a few words; empty when the text says it. */
  readonly meaning: string
  /** Whether more must follow it: a key wants a value. */
  readonly open: boolean
}

export interface Completions {
  /** The stretch of the text that they replace, in code units; `to` not included. */
  readonly from: number
  readonly to: number
  readonly items: readonly Completion[]
}

/** What a search can ask for that only this user has. */
export interface OwnValues {
  readonly tags: readonly { readonly tag: string; readonly domains: number }[]
  readonly accounts: readonly string[]
  readonly subaccounts: readonly { readonly name: string; readonly domains: number }[]
}

/** One letter is too little to tell a key from the start of a name. */
const LETTERS_FOR_KEY = 2
const MOST = 8

const NONE: Completions = { from: 0, to: 0, items: [] }

/**
 * What could stand in place of the word at the caret: keys that begin with it, or the values of its key.
 *
 * @param caret code units before it
 * @param asked whether the user asked for completions where nothing is typed yet
 */
export function completionsAt(text: string, caret: number, own: OwnValues, asked = false): Completions {
  const word = splitSearch(text).find(({ from, to }) => from < caret && caret <= to)
  if (word === undefined) {
    return asked ? { from: caret, to: caret, items: SEARCH_KEYS.map((entry) => keyItem(entry, '')) } : NONE
  }
  const sign = word.negated ? '-' : ''
  const { from, to } = word
  if (word.key === null) {
    const typed = word.value.toLowerCase()
    if (word.quoted || (typed.length < LETTERS_FOR_KEY && !asked)) return NONE
    const items = SEARCH_KEYS.filter(({ key }) => key.startsWith(typed)).map((entry) => keyItem(entry, sign))
    return { from, to, items }
  }
  const entry = SEARCH_KEYS.find(({ key }) => key === word.key)
  if (entry === undefined || caret < word.valueFrom) return NONE
  const typed = word.value.toLowerCase().normalize('NFC')
  const values = valuesOf(entry, own).filter(
    ({ value, meaning }) =>
      value.toLowerCase().includes(typed) ||
      // Nobody knows the codes of findings by heart.
      (entry.key === 'finding' && typed !== '' && meaning.toLowerCase().includes(typed)),
  )
  // Nothing to add to what is there already.
  if (values.length === 1 && values[0]?.value.toLowerCase() === typed) return NONE
  const ranked = [...values].sort((a, b) => begins(b.value, typed) - begins(a.value, typed))
  return {
    from,
    to,
    items: ranked.slice(0, MOST).map(({ value, meaning }) => ({
      text: formatTerm({ key: entry.key, value, negated: word.negated }),
      meaning,
      open: false,
    })),
  }
}

function begins(value: string, typed: string): number {
  return value.toLowerCase().startsWith(typed) ? 1 : 0
}

function keyItem({ key, meaning }: SearchKeyEntry, sign: string): Completion {
  return { text: `${sign}${key}:`, meaning, open: true }
}

function valuesOf(entry: SearchKeyEntry, own: OwnValues): readonly { value: string; meaning: string }[] {
  if (entry.values !== null) return entry.values
  switch (entry.key) {
    case 'tag':
      return own.tags.map(({ tag, domains }) => ({ value: tag, meaning: String(domains) }))
    case 'finding':
      return SEARCH_FINDINGS
    case 'key':
      return SEARCH_DKIM_KEYS
    case 'account':
      return own.accounts.map((name) => ({ value: name, meaning: '' }))
    case 'subaccount':
      return own.subaccounts.map(({ name, domains }) => ({ value: name, meaning: String(domains) }))
    case 'created':
    case 'verified':
      return SEARCH_TIMES[entry.key]
    default:
      return []
  }
}

/** The text with a completion in it, and where the caret goes. */
export function complete(
  text: string,
  { from, to }: Pick<Completions, 'from' | 'to'>,
  item: Completion,
): { text: string; caret: number } {
  const behind = text.slice(to)
  const end = item.open || behind.startsWith(' ') ? '' : ' '
  const caret = from + item.text.length + (item.open ? 0 : 1)
  return { text: text.slice(0, from) + item.text + end + behind, caret }
}

/** The text without one of its terms. */
export function withoutTerm(text: string, { from, to }: { from: number; to: number }): string {
  return `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim()
}
