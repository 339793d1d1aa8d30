import { parseDkimKey, readOctets } from './dkim-key'
import { isMeantAsDmarc } from './dmarc-policy'
import { isTag, parseTagList } from './tag-list'

/** What a text at a selector's name is, by what it looks like. */
export type DkimText =
  /** The secret half of a key pair; with its public half where that can be computed. */
  | { readonly kind: 'private'; readonly publicKey: string | null }
  /** A key in the form of a file, with its BEGIN and END lines; what stands between them. */
  | { readonly kind: 'pem'; readonly body: string }
  /** A line of a zone file: name, type and value. */
  | { readonly kind: 'line' }
  /** Something else, as the end of a sentence that begins with "it is". */
  | { readonly kind: 'foreign'; readonly called: string; readonly isUseless: boolean }
  /** A key record, even if it cannot be read, or a piece of one. */
  | { readonly kind: 'key' }

/** What is taken for a piece of a key when it stands alone, in characters of base64. */
const LEAST_PIECE = 16

export function readDkimText(text: string): DkimText {
  const body = between(text)
  const inside = keyIn(text)
  const octets = readOctets(body ?? inside)
  if (octets.kind === 'private') return octets
  if (/PRIVATE\s*KEY/i.test(text)) return { kind: 'private', publicKey: null }
  if (body !== null) return { kind: 'pem', body }
  if (isZoneLine(text)) return { kind: 'line' }
  if (/^\W*v\s*=\s*spf\d/i.test(text)) {
    return {
      kind: 'foreign',
      called: 'an SPF policy, which belongs at the name of the domain itself',
      isUseless: true,
    }
  }
  if (isMeantAsDmarc(text)) {
    return { kind: 'foreign', called: 'a DMARC policy, which belongs below _dmarc', isUseless: true }
  }
  if (/^\s*(?:ssh|ecdsa)-/i.test(text)) {
    return { kind: 'foreign', called: 'a key as SSH writes it', isUseless: true }
  }
  return looksLikeKey(text) ? { kind: 'key' } : { kind: 'foreign', called: 'no DKIM key', isUseless: false }
}

/** What stands behind `p=`, or the whole text where there is none; without white space, quotes and backslashes. */
export function keyIn(text: string): string {
  const bare = bareText(text)
  const { parts, tags } = parseTagList(bare)
  const repeated = parts.filter((part) => isTag(part) && part.name === 'p').length > 1
  return repeated ? '' : (tags.get('p') ?? (/[=;]./.test(bare.replace(/=+$/, '')) ? '' : bare))
}

/** Without white space, quotes and backslashes. */
export function bareText(text: string): string {
  return text.replace(/[\s\\"\u201c-\u201e\u00ab\u00bb]/g, '')
}

/** What stands between the BEGIN and END lines of a key file; null without such lines. */
function between(text: string): string | null {
  const [, rest] = /BEGIN[\sA-Z]*?(?:KEY|CERTIFICATE)(?:\s*-+)?(.*)$/is.exec(text) ?? []
  if (rest === undefined) return null
  return bareText(rest.replace(/-*\s*END[\sA-Z]*(?:KEY|CERTIFICATE).*$/is, ''))
}

/** `mx._domainkey IN TXT "..."`, with or without a TTL; brackets around pieces, and a comment, as key tools write it. */
function isZoneLine(text: string): boolean {
  return (
    /^\s*\S*_domainkey\S*\s/i.test(text) ||
    /(?:^|\s)(?:IN\s+)?TXT\s*\(?\s*["vkp(]/i.test(text) ||
    /^\s*\(/.test(text) ||
    /;\s*-{2,}.*DKIM/i.test(text)
  )
}

function looksLikeKey(text: string): boolean {
  const bare = bareText(text)
  const { tags } = parseTagList(text)
  return (
    bare === '' ||
    parseDkimKey(text).key !== null ||
    ['v', 'k', 'h', 's', 't'].some((tag) => tags.has(tag)) ||
    /DKIM\W?1/i.test(text) ||
    /(?:^|[;\s"])[kp]\s*[=:]/i.test(text) ||
    new RegExp(`^[A-Za-z0-9+/_-]{${LEAST_PIECE},}={0,2}$`).test(bare)
  )
}
