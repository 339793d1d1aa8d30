import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import { ZonedeskError } from '../../preload/contract/failure'
import { toUnicode } from './unicode-name'

/** RFC 1035 2.3.4: a label has 1 to 63 octets. */
const MAX_LABEL_OCTETS = 63
/** RFC 1035 2.3.4 allows 255 octets on the wire; without length octets and root that is 253 characters. */
const MAX_NAME_OCTETS = 253
/** How much of a wrong input a sentence repeats, in characters. */
const MAX_QUOTED = 60
/** Longest input that is read, in characters: no name of 253 octets needs more before conversion. */
const MAX_INPUT = 2048

/** The dots of IDNA besides U+002E. Source: UTS 46 section 2.3. */
const DOT_VARIANTS = /[\u3002\uff0e\uff61]/g
const LETTER_DIGIT_HYPHEN = /^[a-z0-9-]+$/

export interface ParsedDomainName {
  /** The name as it is sent: A-labels, lower case, no trailing dot. */
  readonly name: string
  /** The same name with U-labels (RFC 5890 2.3.2.1). */
  readonly unicodeName: string
  /** What was changed on the way, one plain sentence each. */
  readonly notes: string[]
}

/**
 * Reads what a person typed as the name of a sending domain.
 *
 * White space around the name is dropped; a trailing dot, upper case and U-labels are accepted and noted.
 *
 * @throws ZonedeskError `invalid` with field `name` when it is no host name (RFC 1035 2.3.4, RFC 952 and
 *   RFC 1123 2.1), its IDN does not convert (RFC 5891, UTS 46), or it is a public suffix itself
 */
export function parseDomainName(input: string): ParsedDomainName {
  const notes: string[] = []
  const typed = input.slice(0, MAX_INPUT + 1).trim()
  refuseWhatIsNoName(typed)
  const name = withoutTrailingDot(toALabels(typed, notes), notes)
  refuseBadLabels(name)
  refuseLengths(name)
  refuseSuffix(name)
  return { name, unicodeName: toUnicode(name), notes }
}

/**
 * The registered domain of a name by the Public Suffix List. DMARC finds its organizational domain in DNS instead (RFC
 * 9989 4.10.2).
 *
 * Private suffixes of the Public Suffix List count (`a.foo.github.io` belongs to `foo.github.io`), because
 * another party owns each name under them. A private suffix itself falls back to the ICANN part
 * (`github.io` belongs to `github.io`), so that its owner can use it.
 *
 * @param name a name in A-labels, lower case, without trailing dot
 * @returns null when the name is an ICANN public suffix or has one label
 */
export function registrableDomain(name: string): string | null {
  const options = { validateHostname: false, extractHostname: false }
  return parse(name, { ...options, allowPrivateDomains: true }).domain ?? parse(name, options).domain
}

/**
 * The part of a name that is registered with a registry of the ICANN part of the Public Suffix List
 * (`a.foo.github.io` is below `github.io`). The owner of a private suffix may delegate the names below it, or keep their
 * records in the zone of the suffix; only DNS says which.
 *
 * @param name a name in A-labels, lower case, without trailing dot
 * @returns null when the name is an ICANN public suffix or has one label
 */
export function registeredDomain(name: string): string | null {
  return parse(name, { validateHostname: false, extractHostname: false }).domain
}

/**
 * Whether the Public Suffix List has a rule for the end of a name. It has none for names that exist in one network
 * alone, such as `corp.internal`, nor for top-level domains that are newer than the list.
 *
 * @param name a name in A-labels, lower case, without trailing dot
 */
export function hasListedSuffix(name: string): boolean {
  return parse(name, { validateHostname: false, extractHostname: false }).isIcann === true
}

function refuseWhatIsNoName(typed: string): void {
  if (typed === '' || typed === '.') {
    throw invalid('The domain name is empty.', 'Enter a name such as mg.example.com.')
  }
  if (typed.length > MAX_INPUT) throw tooLong(typed.length)
  if (isAddress(typed)) {
    throw invalid(
      `${quoted(typed)} is an IP address, not a domain name.`,
      'Enter the name of the domain that sends mail, such as mg.example.com.',
    )
  }
  refuseUrl(typed)
  refuseEmail(typed)
  if (/\s/.test(typed)) {
    throw invalid(`${quoted(typed)} has a space in it.`, 'Remove the space; a domain name has none.')
  }
}

/** An IPv4 or IPv6 address, bare or as RFC 3986 3.2.2 and RFC 5321 4.1.3 write it in brackets, with a port or not. */
function isAddress(typed: string): boolean {
  const bracketed = /^\[(?:ipv6:)?([^\]]*)\](?::\d+)?$/i.exec(typed)?.[1]
  const bare = bracketed ?? (/^[\d.]+:\d+$/.test(typed) ? typed.replace(/:\d+$/, '') : typed)
  return isIP(bare.replace(/%.*$/, '').replace(/\.$/, '')) !== 0
}

function refuseUrl(typed: string): void {
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || /[/?#]/.test(typed) || /^[^:]+:\d+$/.test(typed)
  if (!isUrl) return
  const authority = typed.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '')
  const host = authority.replace(/^.*@/s, '').replace(/:\d*$/, '')
  throw invalid(`${quoted(typed)} is a web address, not a domain name.`, suggestion(host))
}

function refuseEmail(typed: string): void {
  const at = typed.lastIndexOf('@')
  if (at < 0) return
  throw invalid(
    `${quoted(typed)} is an email address, not a domain name.`,
    suggestion(typed.slice(at + 1).replace(/>$/, '')),
  )
}

/** What to enter instead of a pasted address: its domain, when there is a usable one. */
function suggestion(host: string): string {
  try {
    return `Enter only the domain: ${parseDomainName(host).name}`
  } catch {
    return 'Enter only the domain, such as mg.example.com.'
  }
}

function toALabels(typed: string, notes: string[]): string {
  const dotted = typed.replace(DOT_VARIANTS, '.')
  if (/^[\x21-\x7e]+$/.test(dotted)) {
    const lowered = dotted.toLowerCase()
    if (lowered !== dotted) notes.push('Upper case was changed to lower case.')
    return lowered
  }
  refuseControls(dotted)
  const converted = dotted.split('.').map(labelToALabel).join('.')
  notes.push(`The name was converted to its DNS form ${quoted(converted)}.`)
  return converted
}

function labelToALabel(label: string): string {
  if (/^[\x21-\x7e]*$/.test(label)) return label.toLowerCase()
  // domainToASCII would decode a percent sign, as in a URL.
  const converted = label.includes('%') ? '' : domainToASCII(label)
  if (converted === '') throw invalidIdn(label)
  if (converted.includes('.')) throw invalidIdn(label)
  return converted
}

function refuseControls(typed: string): void {
  // Cc: control characters; Cs: lone surrogates.
  const control = /[\p{Cc}\p{Cs}]/u.exec(typed)?.[0]
  if (control !== undefined) throw badCharacter(control)
}

function withoutTrailingDot(name: string, notes: string[]): string {
  if (!name.endsWith('.') || name.endsWith('..')) return name
  notes.push('The trailing dot was removed.')
  return name.slice(0, -1)
}

function refuseBadLabels(name: string): void {
  for (const label of name.split('.')) refuseBadLabel(label, name)
}

function refuseBadLabel(label: string, name: string): void {
  if (label === '') {
    throw invalid(
      `${quoted(name)} has an empty label: two dots in a row, or a dot at its start or end.`,
      'Remove the extra dot (RFC 1035 2.3.1).',
    )
  }
  if (label === '*') {
    throw invalid(
      `${quoted(name)} is a wildcard, not the name of a sending domain.`,
      'Add the domain itself and turn its wildcard setting on.',
    )
  }
  if (label.includes('_')) {
    throw invalid(
      `The label ${quoted(label)} has an underscore, which a host name cannot have (RFC 952, RFC 1123 2.1).`,
      'Use a hyphen, or leave the underscore out.',
    )
  }
  if (!LETTER_DIGIT_HYPHEN.test(label)) {
    throw badCharacter(/[^a-z0-9-]/u.exec(label)?.[0] ?? label)
  }
  if (label.startsWith('-') || label.endsWith('-')) {
    throw invalid(
      `The label ${quoted(label)} starts or ends with a hyphen (RFC 952, RFC 1123 2.1).`,
      'Remove the hyphen.',
    )
  }
  if (label.length > MAX_LABEL_OCTETS) {
    throw invalid(
      `The label ${quoted(label)} has ${label.length} octets; at most ${MAX_LABEL_OCTETS} are allowed (RFC 1035 2.3.4).`,
      'Shorten it.',
    )
  }
  if (label.startsWith('xn--') && domainToASCII(label) !== label) throw invalidIdn(label)
}

function refuseLengths(name: string): void {
  if (name.length > MAX_NAME_OCTETS) throw tooLong(name.length)
}

function refuseSuffix(name: string): void {
  const labels = name.split('.')
  if (labels.length === 1) {
    throw invalid(
      `${quoted(name)} has only one label, so it is a top-level domain or a local name.`,
      `Enter a whole name, such as mg.${name === 'localhost' ? 'example' : shortened(name)}.com.`,
    )
  }
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) {
    throw invalid(
      `${quoted(name)} ends with a number, and no top-level domain is a number (RFC 3696 2).`,
      'Check the end of the name.',
    )
  }
  const { publicSuffix, isIcann } = parse(name, { validateHostname: false, extractHostname: false })
  if (isIcann === true && publicSuffix === name) {
    throw invalid(
      `${quoted(name)} is a public suffix, under which others register their own domains.`,
      `Enter a domain under it, such as example.${name}.`,
    )
  }
}

function tooLong(octets: number): ZonedeskError {
  const count = octets > MAX_INPUT ? `more than ${MAX_INPUT}` : String(octets)
  return invalid(
    `The name has ${count} octets; at most ${MAX_NAME_OCTETS} are allowed (RFC 1035 2.3.4).`,
    'Shorten it.',
  )
}

function invalidIdn(label: string): ZonedeskError {
  return invalid(
    `The label ${quoted(label)} is not a valid internationalized name (RFC 5891, UTS 46).`,
    'Check its characters, or enter its A-label as your registrar shows it.',
  )
}

function badCharacter(character: string): ZonedeskError {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const shown = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `${quoted(character)} (U+${code})` : `U+${code}`
  return invalid(
    `The character ${shown} is not allowed in a domain name.`,
    'Use letters, digits and hyphens (RFC 952, RFC 1123 2.1).',
  )
}

function invalid(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field: 'name' })
}

/** In quotation marks, short, and without what would disturb a screen or a log. */
function quoted(text: string): string {
  return `"${shortened(text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd'))}"`
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}...` : text
}
