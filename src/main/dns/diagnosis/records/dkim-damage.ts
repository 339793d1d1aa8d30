import type { FindingCode } from '../../../../preload/contract/finding-titles'
import { listed } from './presentation'

/** What happened to a key on its way into DNS. */
export interface DkimDamage {
  readonly code: FindingCode
  readonly sentence: string
}

/** A piece of the right key, as the places in it where it begins and ends. */
interface KeySpan {
  readonly from: number
  readonly to: number
}

/** Shorter pieces are found by chance, in characters. */
const LEAST_PIECE = 8
const MAX_PIECES = 12
/** The most characters that typing or another alphabet changes; more differ in another key. */
const MAX_ALTERED = 12
/** Keys are some 400 characters; what a stranger writes must not cost time. */
const MAX_KEY = 4000

/**
 * How a key in DNS was made from the right key: it is a part of it, has its pieces in the wrong order or twice, has
 * something extra, or has some characters changed.
 *
 * @param seen what stands behind `p=`, without white space
 * @param right the key of the provider
 * @returns null if it is the right key, or was not made from it
 */
export function damageTo(seen: string, right: string): DkimDamage | null {
  if (seen === right || seen === '' || right === '' || seen.length > MAX_KEY || right.length > MAX_KEY)
    return null
  return altered(seen, right) ?? surplus(seen, right) ?? fromPieces(seen, right)
}

function altered(seen: string, right: string): DkimDamage | null {
  const tell = (sentence: string): DkimDamage => ({ code: 'dkim-altered', sentence })
  if (seen.toLowerCase() === right.toLowerCase()) {
    return {
      code: 'dkim-case-changed',
      sentence: 'The DKIM key differs from the right one only in upper and lower case.',
    }
  }
  if (seen.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '') === right.replace(/=+$/, '')) {
    if (/[-_]/.test(seen)) {
      return tell(
        'The DKIM key has - and _ in place of + and /, as in web addresses, and receivers do not read these.',
      )
    }
  }
  if (seen === right.replaceAll('+', '')) {
    return tell('The DKIM key has lost its plus signs, as happens to text that goes through a web address.')
  }
  if (unescaped(seen) === right) {
    return tell(
      'Some characters of the DKIM key are written as codes, as in web pages and web addresses (such as %2B for +).',
    )
  }
  if (seen.length !== right.length) return null
  const changed = [...seen].filter((character, index) => character !== right[index]).length
  if (changed > MAX_ALTERED) return null
  return tell(
    `The DKIM key differs from the right one in ${changed === 1 ? 'one character' : `${changed} characters`}.`,
  )
}

function unescaped(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#x([0-9a-f]{2});?/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d{2,3});?/g, (_, code: string) => String.fromCharCode(Number(code)))
}

/** The whole right key is there, and something more before, inside or behind it. */
function surplus(seen: string, right: string): DkimDamage | null {
  const more = seen.length - right.length
  if (more <= 0) return null
  const before = commonStart(seen, right)
  const behind = Math.min(commonEnd(seen, right), right.length - before)
  if (before + behind < right.length) return null
  const extra = seen.slice(before, before + more)
  const where = behind === 0 ? 'behind' : before === 0 ? 'in front of' : 'inside'
  const isPiece = extra.length >= LEAST_PIECE && right.includes(extra)
  return {
    code: 'dkim-surplus',
    sentence: isPiece
      ? `The DKIM key is there, but ${extra === right ? 'all of it' : `a piece of it (${extra.length} characters)`} is there a second time, so the value is no key.`
      : `The DKIM key is there, but ${more === 1 ? 'one extra character is' : `${more} extra characters are`} ${where} it.`,
  }
}

function fromPieces(seen: string, right: string): DkimDamage | null {
  const pieces = piecesOf(seen, right)
  if (pieces === null) return null
  const inOrder = pieces.every(({ from }, index) => index === 0 || from >= (pieces[index - 1]?.to ?? 0))
  const missing = right.length - covered(pieces, right.length)
  if (!inOrder) {
    const rest = missing === 0 ? '' : ` ${missing} of its ${right.length} characters are missing.`
    return seen.length > right.length
      ? {
          code: 'dkim-surplus',
          sentence: `Pieces of the DKIM key are there twice, so the value is no key.${rest}`,
        }
      : { code: 'dkim-disordered', sentence: `The pieces of the DKIM key are in the wrong order.${rest}` }
  }
  const starts = pieces[0]?.from === 0
  const ends = pieces.at(-1)?.to === right.length
  if (starts && pieces.length === 1 && /^=+$/.test(right.slice(seen.length))) {
    return {
      code: 'dkim-truncated',
      sentence: 'The DKIM key lacks the = at its end, and some receivers do not read it.',
    }
  }
  const places = [
    ...(starts ? [] : ['the start']),
    ...(pieces.length > 1 ? ['a part in the middle'] : []),
    ...(ends ? [] : ['the end']),
  ]
  const what = listed(places)
  return {
    code: what === 'the end' ? 'dkim-truncated' : 'dkim-part-missing',
    sentence: `${what.charAt(0).toUpperCase()}${what.slice(1)} of the key ${places.length === 1 ? 'is' : 'are'} missing: the DKIM record has ${seen.length} of its ${right.length} characters.`,
  }
}

/** The text as pieces of the right key, the longest each time; null if it has anything else. */
function piecesOf(seen: string, right: string): KeySpan[] | null {
  const pieces: KeySpan[] = []
  for (let at = 0; at < seen.length;) {
    const end = pieces.at(-1)?.to ?? 0
    const piece = longestAt(seen, at, right, end)
    const length = piece.to - piece.from
    // At its end a text may have a few characters that the right one ends with.
    const isTail = at + length === seen.length && (piece.to === right.length || pieces.length === 0)
    if (length < LEAST_PIECE && !isTail) return null
    if (length === 0 || pieces.length >= MAX_PIECES) return null
    pieces.push(piece)
    at += length
  }
  return pieces
}

/** The longest piece of the right key that the text has at a place, preferably one behind the piece before. */
function longestAt(seen: string, at: number, right: string, end: number): KeySpan {
  let length = 0
  let from = end
  for (;;) {
    const wanted = seen.slice(at, at + length + 1)
    if (wanted.length === length) break
    const later = right.indexOf(wanted, end)
    const found = later >= 0 ? later : right.indexOf(wanted)
    if (found < 0) break
    from = found
    length += 1
  }
  return { from, to: from + length }
}

/** How many characters of the right key the pieces have, each once. */
function covered(pieces: readonly KeySpan[], length: number): number {
  const has = new Uint8Array(length)
  for (const { from, to } of pieces) has.fill(1, from, to)
  return has.reduce((sum, one) => sum + one, 0)
}

function commonStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}

function commonEnd(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1
  return length
}
