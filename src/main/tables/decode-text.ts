import { ZonedeskError } from '../../preload/contract/failure'
import { readWestern } from './western-text'

/** A file's text. */
export interface DecodedText {
  readonly text: string
  /** The encoding that was read, in words; null where it is not known for certain. */
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252' | null
  /** Characters that could not be read, each U+FFFD in the text. */
  readonly unreadable: number
}

/** NUL bytes for each code unit that make a text in UTF-16: line ends, dots and delimiters have one. */
const LEAST_NULS = 0.1
/** How many times as many NUL bytes one half of the code units has as the other. */
const MUCH_MORE = 4
/** Characters that no text of names and notes has, and that a wrong reading shows at once. */
const NO_TEXT = /[^\P{C}\t\n\v\f\r\u0085\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\xad]/u
/** How many sequences of UTF-8 there are for each faulty one in a text that is UTF-8 with a fault. */
const MOSTLY = 10

const NO_TEXT_FIX = 'Save it as CSV or text in UTF-8 and choose it again.'

/**
 * Reads a file's bytes as text: UTF-8 and UTF-16 with a byte order mark or without, and Windows-1252 where nothing
 * else can be meant. Where a byte may mean several characters, U+FFFD stands in its place.
 *
 * @throws ZonedeskError `invalid` when it is no text, or UTF-16 or UTF-32 that cannot be read
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [a, b, c, d] = bytes
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    throw noText('The file is text in UTF-32, which Zonedesk does not read.')
  }
  if (a === 0xff && b === 0xfe) return utf16('utf-16le', bytes)
  if (a === 0xfe && b === 0xff) return utf16('utf-16be', bytes)
  if (bytes.includes(0)) return utf16WithoutMark(bytes)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8', unreadable: 0 }
  } catch {
    return notUtf8(bytes)
  }
}

/** One sentence on a file's encoding; none for UTF-8, which needs none. */
export function encodingNotes({ encoding, unreadable }: DecodedText): string[] {
  if (unreadable > 0) {
    const characters = unreadable === 1 ? '1 character' : `${unreadable.toLocaleString('en')} characters`
    const stands = unreadable === 1 ? 'it' : 'each of them'
    return [
      `The file is not in UTF-8, and its encoding is not certain: ${characters} could not be read, and \ufffd stands for ${stands}. Save the file as UTF-8 and choose it again.`,
    ]
  }
  return encoding === 'UTF-8' ? [] : [`The file was read as ${encoding}.`]
}

function utf16(encoding: 'utf-16le' | 'utf-16be', bytes: Uint8Array): DecodedText {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return { text, encoding: 'UTF-16', unreadable: 0 }
  } catch {
    throw noText('The file is text in UTF-16, but damaged or cut off.')
  }
}

function utf16WithoutMark(bytes: Uint8Array): DecodedText {
  let [even, odd] = [0, 0]
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) {
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  const least = (bytes.length / 2) * LEAST_NULS
  const order =
    odd >= least && odd >= even * MUCH_MORE
      ? 'utf-16le'
      : even >= least && even >= odd * MUCH_MORE
        ? 'utf-16be'
        : null
  if (order === null) throw noText('The file is not text: it has NUL bytes.')
  const decoded = utf16(order, bytes)
  if (NO_TEXT.test(decoded.text)) throw noText('The file is not text: it has NUL bytes.')
  return decoded
}

function notUtf8(bytes: Uint8Array): DecodedText {
  const western = readWestern(bytes)
  if (western.unreadable === 0) return { ...western, encoding: 'Windows-1252' }
  const text = new TextDecoder('utf-8').decode(bytes)
  const faults = countOf(text, /\ufffd/g)
  const sequences = countOf(text, /[^\0-\x7f\ufffd]/gu)
  // A text in UTF-8 with a few faulty bytes, such as one put together from two files.
  if (sequences >= faults * MOSTLY) return { text, encoding: null, unreadable: faults }
  return { ...western, encoding: null }
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0
  for (const _ of text.matchAll(pattern)) count += 1
  return count
}

function noText(message: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix: NO_TEXT_FIX })
}
