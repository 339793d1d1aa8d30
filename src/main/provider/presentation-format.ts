import { domainToASCII } from 'node:url'

/**
 * Texts and names as zone files write them. Providers hand on what their own zone files, libraries and databases hold,
 * so a value may come with quotation marks, in pieces, in brackets, and with escapes. Source: RFC 1035 5.1.
 */

/** Most layers that are taken off: a value that is written as a zone file's text twice has two. */
const MOST_LAYERS = 3

/**
 * Policies and keys that a sending domain publishes. Their grammars have neither a backslash nor a quotation mark that
 * anyone writes, so either of these shows that the value is in presentation format.
 * Source: RFC 7208 12 (SPF), RFC 6376 3.6.1 (DKIM, where `v=` may be absent), RFC 9989 4.8 (DMARC), RFC 8461 3.1,
 * RFC 8460 3.
 */
const POLICY =
  /^\s*(?:v\s*=\s*(?:spf1|dkim1|dmarc1|stsv1|tlsrptv1|bimi1)(?=\s|;|$)|(?:[a-z][a-z0-9_]*\s*=[^;]*;\s*)*p\s*=)/i
/** A key record; the whole of it before `p=` is tags. */
const DKIM_KEY = /^\s*(?:[a-z][a-z0-9_]*\s*=[^;]*;\s*)*p\s*=/i
/** The part of a key record that is base64, in which white space means nothing (RFC 6376 3.6.1). */
const KEY_PART = /(^\s*|;\s*)(p\s*=)([^;]*)/i
/** A comment ends with its line; one that reads like a tag is none. */
const COMMENT = /^;(?!\s*[a-z]\w*\s*=)[^"\r\n]*(?=[\r\n]|$)/i

/** A piece of a text: one character-string, or words without quotation marks. */
interface TextPiece {
  readonly isQuoted: boolean
  /** As it is written, without its quotation marks. */
  readonly source: string
}

/**
 * The text of a TXT record, from how the provider writes it. What is not certainly in presentation format stays as it
 * is: quotation marks and backslashes may belong to a text that is neither a policy nor a key.
 *
 * - character-strings in quotation marks are joined without a separator, in brackets or not, on one line or several, and
 *   a comment behind them is passed by;
 * - a policy or key has its escapes read and its brackets taken off without quotation marks, too;
 * - pieces whose outer quotation marks alone are lost are joined, too.
 */
export function textFromPresentation(written: string): string {
  const pieces = piecesOf(written)
  if (pieces === null || !isAllQuoted(pieces)) return policyIn(written, MOST_LAYERS) ?? written
  const text = joined(pieces) ?? written
  return policyIn(text, MOST_LAYERS - 1) ?? text
}

/** The policy or key that a text writes in presentation format; null where it is not certainly that. */
function policyIn(text: string, layers: number): string | null {
  const [, inBrackets] = /^\s*\(([^]*)\)\s*$/.exec(text) ?? []
  if (layers === 0 || (inBrackets === undefined && !/["\\]/.test(text))) return null
  const pieces = piecesOf(text)
  return (
    policyOf(pieces, isAllQuoted, layers) ??
    // Without quotation marks, or with those between the pieces alone.
    policyOf(piecesOf(`"${(inBrackets ?? text).trim()}"`), isAllQuoted, layers) ??
    policyOf(pieces, isPartlyQuoted, layers)
  )
}

function policyOf(
  pieces: readonly TextPiece[] | null,
  fits: (pieces: readonly TextPiece[]) => boolean,
  layers: number,
): string | null {
  if (pieces === null || !fits(pieces)) return null
  const text = joined(pieces)
  if (text === null) return null
  const inside = policyIn(text, layers - 1)
  if (inside !== null || !POLICY.test(text)) return inside
  // Where words stand beside strings, a blank may have been lost; a key does not mind.
  return isAllQuoted(pieces) || DKIM_KEY.test(text) ? text : null
}

function isAllQuoted(pieces: readonly TextPiece[]): boolean {
  return pieces.every(({ isQuoted }) => isQuoted)
}

/** A blank in quotation marks is more likely what stands between two strings. */
function isPartlyQuoted(pieces: readonly TextPiece[]): boolean {
  const quoted = pieces.filter(({ isQuoted }) => isQuoted)
  return quoted.length > 0 && quoted.every(({ source }) => source.trim() !== '')
}

/** Takes brackets, line ends and comments off. Null when a quotation mark or a bracket is left open. */
function piecesOf(text: string): TextPiece[] | null {
  const pieces: TextPiece[] = []
  let depth = 0
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const blank = /^\s+/.exec(rest)
    const quoted = /^"((?:[^"\\]|\\[^])*)"/.exec(rest)
    // Behind a character-string only: elsewhere a semicolon separates tags.
    const comment = pieces.at(-1)?.isQuoted === true ? COMMENT.exec(rest) : null
    if (blank !== null) at += blank[0].length
    else if (comment !== null) at += comment[0].length
    else if (quoted !== null) {
      pieces.push({ isQuoted: true, source: quoted[1] ?? '' })
      at += quoted[0].length
    } else if (rest.startsWith('(')) {
      depth += 1
      at += 1
    } else if (rest.startsWith(')')) {
      if (depth === 0) return null
      depth -= 1
      at += 1
    } else {
      const [bare] = /^(?:[^\s"()\\]|\\[^])+/.exec(rest) ?? []
      if (bare === undefined) return null
      pieces.push({ isQuoted: false, source: bare })
      at += bare.length
    }
  }
  return depth === 0 && pieces.length > 0 ? pieces : null
}

/** Character-strings follow each other without a separator (RFC 7208 3.3, RFC 6376 3.6.2.2). */
function joined(pieces: readonly TextPiece[]): string | null {
  const source = pieces.map((piece) => piece.source).join('')
  const text = unescaped(source)
  if (text === null || !POLICY.test(text)) return text
  // A line end that a policy was wrapped at is no part of it; one that is written as an escape is.
  return unescaped(withoutLineEnds(source, DKIM_KEY.test(text)))
}

function withoutLineEnds(policy: string, isKey: boolean): string {
  if (!/[\r\n\t]/.test(policy)) return policy
  const line = policy.replace(/[ \t]*[\r\n\t]+[ \t]*/g, ' ')
  if (!isKey) return line
  return line.replace(KEY_PART, (_, before: string, tag: string, key: string) => {
    return `${before}${tag}${key.replace(/\s+/g, '')}`
  })
}

/** Reads `\DDD` as an octet, and a backslash before anything else as that itself. Null where it cannot be read. */
function unescaped(source: string): string | null {
  if (!source.includes('\\')) return source
  const octets: Buffer[] = []
  for (const [escape, digits, character] of source.matchAll(/\\(\d{3})|\\([^])|[^\\]+/gu)) {
    if (digits !== undefined) {
      const octet = Number(digits)
      if (octet > 255) return null
      octets.push(Buffer.of(octet))
    } else {
      octets.push(Buffer.from(character ?? escape, 'utf8'))
    }
  }
  return textOfOctets(Buffer.concat(octets))
}

/** UTF-8 where the octets are that, else each octet as one character. */
function textOfOctets(octets: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
  } catch {
    return octets.toString('latin1')
  }
}

/**
 * A domain name, from how the provider writes it: without quotation marks, brackets and trailing dot, and with escapes
 * only where a name needs them. The root stays `.`, which an MX has for "no mail" (RFC 7505).
 */
export function nameFromPresentation(written: string): string {
  const bare = written
    .replace(/\s;[^]*$/, '')
    .trim()
    .replace(/^\(\s*([^]*?)\s*\)$/, '$1')
    .replace(/^"((?:[^"\\]|\\[^])*)"$/, '$1')
    .trim()
  if (bare === '.') return bare
  return bare
    .replace(/(?<![\\\s])((?:\\\\)*)\.+$/, '$1')
    .replace(/\\(\d{3})|\\([^\d])/g, (escape, digits: string | undefined, character: string | undefined) =>
      digits === undefined ? nameCharacter(character ?? '') : nameOctet(Number(digits), escape),
    )
}

/** As names are written that were read from DNS: a dot or backslash inside a label keeps its escape. */
function nameCharacter(character: string): string {
  return character === '.' || character === '\\' || /\s/.test(character) ? `\\${character}` : character
}

function nameOctet(octet: number, escape: string): string {
  return octet > 0x20 && octet < 0x7f ? nameCharacter(String.fromCharCode(octet)) : escape
}

/** A name as the app writes it: A-labels, lower case, no trailing dot. One that does not convert stays in lower case. */
export function nameFromWire(text: string): string {
  const lowered = nameFromPresentation(text).toLowerCase().replace(/^\.$/, '')
  return /^[\x21-\x7e]*$/.test(lowered) ? lowered : domainToASCII(lowered) || lowered
}
