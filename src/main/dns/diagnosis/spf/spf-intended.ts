import type { ResourceRecord } from '../../../../preload/contract/dns-answer'
import { textOf } from '../records/presentation'
import { readOnce } from '../records/read-once'
import { isSpf, isTooLong, parseSpf, readPart, type SpfTerm } from './spf-policy'
import { repairedVersion, splitGlued, unglued } from './spf-repair'
import { hasInnerQuotes, plainText, repairedTerm, withoutQuotes } from './spf-slips'
import { isOddTerm, termKey } from './spf-terms'

/**
 * The text of a TXT record, or its character-strings: where words became character-strings of their own, only these
 * say where one ends.
 */
export type SpfText = string | readonly string[]

/** A term as it is meant. */
export interface IntendedTerm {
  /** As it stands in the record, blanks of all kinds as spaces. */
  readonly written: string
  readonly term: SpfTerm
}

/** What the author of a record meant to say. */
export interface IntendedSpf {
  /** The terms of each policy in the text: one, or more where `v=spf1` stands in it again. */
  readonly policies: readonly (readonly IntendedTerm[])[]
  /** What nobody can read. */
  readonly unread: readonly string[]
  /** Whether receivers can read the text as it is. */
  readonly isSound: boolean
}

/** The character-strings of a TXT record. */
export function spfTextOf(record: ResourceRecord): SpfText {
  return record.type === 'TXT' ? record.strings.map(textOf) : ''
}

/** What receivers take the text for (RFC 7208 section 3.3). */
export function joinedText(text: SpfText): string {
  return typeof text === 'string' ? text : text.join('')
}

/** Reads what was meant; null when the text does not look like an SPF policy at all. */
export function intendedSpf(text: SpfText): IntendedSpf | null {
  return typeof text === 'string' ? readMeaning(text) : readMeaningOfList(JSON.stringify(text))
}

const readMeaning = readOnce(meaningOf)
const readMeaningOfList = readOnce((list) => meaningOf(JSON.parse(list) as string[]))

function meaningOf(text: SpfText): IntendedSpf | null {
  const joined = joinedText(text)
  if (isSpf(joined)) {
    const { terms, faults } = parseSpf(joined)
    if (isTooLong(joined)) {
      const read = readPart(joined)
      return { ...policyOf(terms), unread: [joined.slice(read.length).trim()], isSound: false }
    }
    if (faults.length === 0 && unglued(joined) === null && !terms.some(isOddTerm)) {
      return { ...policyOf(terms), isSound: true }
    }
  } else if (isTooLong(joined)) {
    return null
  }
  const readings = wordings(text).flatMap((wording) => {
    const bare = wording.trim()
    const policy = isSpf(bare) ? bare : repairedVersion(bare)
    return policy === null ? [] : [readWords(policy.split(/ +/).slice(1))]
  })
  const [first] = readings
  if (first === undefined) return null
  // Several ways to read it whole that differ are no way to read it.
  const whole = readings.filter(({ unread }) => unread.length === 0)
  const keys = new Set(
    whole.map(({ policies }) =>
      policies
        .flat()
        .map(({ term }) => termKey(term))
        .join(' '),
    ),
  )
  const best = whole[0] ?? first
  return { ...best, unread: keys.size > 1 ? [joined.trim()] : best.unread, isSound: false }
}

function policyOf(terms: readonly SpfTerm[]): Omit<IntendedSpf, 'isSound'> {
  return { policies: [terms.map((term) => ({ written: term.text, term }))], unread: [] }
}

/** The plain texts that a record may stand for. */
function wordings(text: SpfText): string[] {
  const plain = plainText(typeof text === 'string' ? text : spaced(text.map(plainText)))
  if (!hasInnerQuotes(plain)) return [withoutQuotes(plain, '')]
  return [withoutQuotes(plain, ' '), withoutQuotes(plain, '')]
}

/** Character-strings joined, with a blank where two words meet that are terms on their own and no term together. */
function spaced(strings: readonly string[]): string {
  const words = strings.flatMap((string) => string.split(' ')).filter((word) => word !== '')
  if (words.every(isWord)) return strings.join(' ')
  return strings.reduce((before, next) => {
    const left = /[^ ]+$/.exec(before)?.[0] ?? ''
    const right = /^[^ ]+/.exec(next)?.[0] ?? ''
    if (left === '' || right === '') return before + next
    const areTwo =
      isWord(left) && isWord(right) && (!isWord(left + right) || splitGlued(left + right) !== null)
    return areTwo ? `${before} ${next}` : before + next
  }, '')
}

function isWord(word: string): boolean {
  const bare = withoutQuotes(word, '')
  return isSpf(bare) || readPartOf(bare) !== null
}

function readWords(words: readonly string[]): Omit<IntendedSpf, 'isSound'> {
  const policies: IntendedTerm[][] = [[]]
  const unread: string[] = []
  let last: IntendedTerm | undefined
  for (const word of joinedWords(words.flatMap(listParts))) {
    if (/^v[=:]?spf1?$/i.test(word)) {
      policies.push([])
      continue
    }
    const read = readWord(word, last)
    if (read !== null) {
      policies.at(-1)?.push(...read)
      last = read.at(-1)
    } else if (/[a-z0-9]|^[~?-]$/i.test(word)) unread.push(word)
  }
  const some = policies.filter((terms) => terms.length > 0)
  return { policies: some.length > 0 ? some : [[]], unread }
}

/** The parts of a list with commas or semicolons, those inside macros aside. */
function listParts(word: string): string[] {
  return word
    .replace(/[,;|](?![^{]*\})/g, ', ')
    .split(' ')
    .filter((part) => part !== '')
}

/** Puts together what blanks around a colon, an equals sign, a slash or behind a sign tore apart. */
function joinedWords(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const before = joined.at(-1)
    if (before !== undefined && belongs(before, word)) {
      const isBare = /^[+?~-]?(?:include|exists|ip4|ip6)$/i.test(before)
      const glue =
        isBare && !/^[:=]/.test(word) ? ':' : /^redirect$/i.test(before) && !/^[:=]/.test(word) ? '=' : ''
      joined[joined.length - 1] = `${before}${glue}${word}`
    } else joined.push(word)
  }
  return joined
}

function belongs(before: string, word: string): boolean {
  // A comma behind a word ends it.
  if (/[,;|]$/.test(before)) return false
  // Behind a term that is whole, the name of another one may be missing.
  if (/^[:=]/.test(word))
    return /^[^:=]*[a-z0-9]$/i.test(before) && !/^[+?~-]?(?:a|mx|ptr|all)$/i.test(before)
  if (/^\/\/?\d/.test(word) && /[a-z0-9]$/i.test(before)) return true
  // A lone sign before anything but `all` may as well be the dash of a list.
  if (/^[+?~-]$/.test(before)) return before === '+' ? /^[a-z0-9]/i.test(word) : /^all\b/i.test(word)
  const looksLikeTarget = !/[=]/.test(word) && (/[.%]/.test(word) || /^[0-9a-f]*:[0-9a-f]*:/i.test(word))
  const isTerm = /^[+?~-]?[a-z]+[46]?[:=]/i.test(word) && readPartOf(word) !== null
  if (!looksLikeTarget || isTerm) return false
  return /[a-z0-9][:=]$/i.test(before) || /^[+?~-]?(?:include|exists|ip4|ip6|redirect)$/i.test(before)
}

function readWord(word: string, last: IntendedTerm | undefined): IntendedTerm[] | null {
  const bare = word.replace(/[,;|]+$/, '')
  // In a list behind a term, a bare domain is one more of its kind.
  const isListed = last !== undefined && /,$/.test(last.written) && last.term.target !== null
  const parts = signed(bare) ?? [bare]
  const terms = parts.map((part) => readPartOf(part) ?? (isListed ? listedTerm(part, last) : null))
  if (!terms.every((term) => term !== null)) return null
  return terms.map((term, place) => ({
    // The comma stays with it for what follows.
    written: terms.length === 1 ? word : (parts[place] ?? word),
    term,
  }))
}

function listedTerm(part: string, last: IntendedTerm): SpfTerm | null {
  if (last.term.name !== 'include' && last.term.name !== 'a' && last.term.name !== 'mx') return null
  return /^[a-z0-9_][a-z0-9_.-]*\.[a-z]{2,}$/i.test(part) ? readPartOf(`${last.term.name}:${part}`) : null
}

/** Terms that only their signs part: `+a+mx-all`. */
function signed(word: string): string[] | null {
  const parts = word
    .split(/(?<=[a-z0-9])(?=[+?~](?:all|a|mx|ptr|include|ip4|ip6|exists)\b)/i)
    .flatMap((part) => part.split(/(?<=^[+?~-]?(?:a|mx|ptr))(?=-all$)/i))
    .flatMap((part) => splitGlued(part) ?? [part])
  return parts.length > 1 ? parts : null
}

function readPartOf(part: string): SpfTerm | null {
  for (const attempt of [part, repairedTerm(part)]) {
    if (attempt === null) continue
    const { terms, faults } = parseSpf(`v=spf1 ${attempt}`)
    const [term] = terms
    if (faults.length === 0 && terms.length === 1 && term !== undefined && !isOddTerm(term)) return term
  }
  return null
}
