import { readOnce } from '../records/read-once'

/** How a match is judged (RFC 7208 section 4.6.2): pass, fail, softfail, neutral. */
export type SpfQualifier = '+' | '-' | '~' | '?'

const SPF_MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'] as const
export type SpfMechanism = (typeof SPF_MECHANISMS)[number]

/** One term of a policy, in the place it was written. */
export interface SpfTerm {
  /** As written. */
  readonly text: string
  /** Where it starts in the policy, 0 for its first character. */
  readonly offset: number
  readonly kind: 'mechanism' | 'modifier'
  /** Lower case; a modifier's name may be unknown, which is allowed (RFC 7208 section 6). */
  readonly name: string
  readonly qualifier: SpfQualifier
  /** The domain or network behind the name, without a prefix length and without a trailing dot; null when there is none. */
  readonly target: string | null
  /** Prefix lengths for IPv4 and IPv6; null where none is written. */
  readonly lengths: { readonly 4: number | null; readonly 6: number | null }
}

export interface SpfFault {
  /** Where the faulty text starts in the policy, 0 for its first character. */
  readonly offset: number
  readonly text: string
  /** Plain words that follow the quoted text: "... is not ..." */
  readonly reason: string
}

/** An SPF policy, read. With a fault, receivers take the whole policy as broken (permerror, RFC 7208 section 4.6). */
export interface SpfPolicy {
  readonly text: string
  readonly terms: readonly SpfTerm[]
  readonly faults: readonly SpfFault[]
}

/** Terms that cost a DNS lookup (RFC 7208 section 4.6.4); `exp` does not. */
const LOOKUP_TERMS: ReadonlySet<string> = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect'])
const MECHANISMS: ReadonlySet<string> = new Set(SPF_MECHANISMS)
/** RFC 7208 section 12: `a` and `mx` may name a domain, `include` and `exists` must. */
const DOMAIN_REQUIRED: ReadonlySet<string> = new Set(['include', 'exists', 'redirect', 'exp'])

/**
 * Characters of a policy that are read. RFC 7208 section 3.4 wants policies to fit 512 octets, and eight times that
 * much is in no honest use; the time that reading takes must not be a stranger's to choose.
 */
const MAX_READ = 4_096

/** Whether a policy is longer than is read, so that nothing can be said of what it lacks. */
export function isTooLong(policy: string): boolean {
  return policy.length > MAX_READ
}

/** The part of a policy that is read, to the end of a term. */
export function readPart(policy: string): string {
  if (!isTooLong(policy)) return policy
  const end = policy.lastIndexOf(' ', MAX_READ)
  return policy.slice(0, end <= 0 ? MAX_READ : end)
}

/**
 * Whether a TXT record is an SPF policy: `v=spf1`, in whatever case, followed by a space or the end (RFC 7208
 * section 4.5).
 */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text)
}

/**
 * Whether a text is a Sender ID record, such as `spf2.0/pra` or `spf2.0/mfrom,pra`, or one with a slip in its scope (RFC
 * 4406 section 3.1). It is no SPF record, nobody who checks SPF looks at it, and it stays as it is.
 */
export function isSenderId(text: string): boolean {
  return /^[\s"']*(?:v\s*=\s*(?=spf2\.\d+\s*\/))?spf2\.\d/i.test(text)
}

/** Whether evaluating the term asks DNS, and counts against the limit of ten. */
export function asksDns(term: SpfTerm): boolean {
  return LOOKUP_TERMS.has(term.name)
}

/** Whether the domain holds a macro (RFC 7208 section 7), so that it differs with each message. */
export function hasMacro(domain: string): boolean {
  return domain.includes('%')
}

/**
 * Reads a policy by the grammar of RFC 7208 section 12, and names every fault with its place. Of one that
 * `isTooLong` only the first part is read.
 *
 * @param text a TXT record's character-strings joined without a separator (RFC 7208 section 3.3)
 */
export const parseSpf = readOnce(readSpf)

function readSpf(text: string): SpfPolicy {
  const terms: SpfTerm[] = []
  const faults: SpfFault[] = []
  const seen = new Set<string>()
  for (const match of readPart(text).matchAll(/[^ ]+/g)) {
    if (match.index === 0) continue
    const term = parseTerm(match[0], match.index, faults)
    if (term === null) continue
    terms.push(term)
    if (term.name !== 'redirect' && term.name !== 'exp') continue
    if (seen.has(term.name)) {
      faults.push({
        offset: term.offset,
        text: term.text,
        reason: `is a second ${term.name}, but only one is allowed`,
      })
    }
    seen.add(term.name)
  }
  return { text, terms, faults }
}

function parseTerm(text: string, offset: number, faults: SpfFault[]): SpfTerm | null {
  const fault = (reason: string): null => {
    faults.push({ offset, text, reason })
    return null
  }
  const odd = /[^\x21-\x7e]/.exec(text)
  if (odd !== null)
    return fault('has a character that is not printable ASCII, such as a tab or a no-break space')
  const modifier = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(text)
  if (modifier !== null) return parseModifier(text, offset, modifier[1] ?? '', modifier[2] ?? '', fault)
  const [, sign = '', name = '', rest = ''] = /^([+?~-]?)([a-z][a-z0-9_.-]*)((?:[:/].*)?)$/i.exec(text) ?? []
  if (name === '') {
    return fault(/^[+?~-]/.test(text) ? 'has a sign, but no term behind the sign' : 'is not a term of SPF')
  }
  const lowered = name.toLowerCase()
  if (!MECHANISMS.has(lowered)) return fault(unknownReason(text, lowered))
  const { target, prefix } = targetOf(lowered, rest)
  const problem = mechanismProblem(lowered as SpfMechanism, target, prefix)
  if (problem !== null) return fault(problem)
  return {
    text,
    offset,
    kind: 'mechanism',
    name: lowered,
    qualifier: (sign === '' ? '+' : sign) as SpfQualifier,
    target: target === null ? null : withoutDot(target),
    lengths: lengthsOf(lowered, prefix),
  }
}

const NO_LENGTHS: SpfTerm['lengths'] = { 4: null, 6: null }

/** @param prefix `/24`, `//64` or `/24//64`, as far as the mechanism takes them */
function lengthsOf(name: string, prefix: string | undefined): SpfTerm['lengths'] {
  const [, four, six] = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(prefix ?? '') ?? []
  const length = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits))
  return name === 'ip6' ? { 4: null, 6: length(four) } : { 4: length(four), 6: length(six) }
}

/** A domain may have a slash of its own where macros are allowed (RFC 7208 section 7.1, macro-literal). */
function targetOf(name: string, rest: string): { target: string | null; prefix: string | undefined } {
  const takesPrefix = name === 'a' || name === 'mx' || name === 'ip4' || name === 'ip6'
  const [, colon = '', prefix] = takesPrefix
    ? (/^((?::.*?)?)((?:\/\d*)?(?:\/\/\d*)?)$/.exec(rest) ?? ['', rest, ''])
    : ['', rest, '']
  return {
    target: colon.startsWith(':') ? colon.slice(1) : null,
    prefix: prefix !== '' ? prefix : colon.startsWith('/') ? colon : undefined,
  }
}

function parseModifier(
  text: string,
  offset: number,
  name: string,
  target: string,
  fault: (reason: string) => null,
): SpfTerm | null {
  const lowered = name.toLowerCase()
  if (MECHANISMS.has(lowered)) return fault('has an equals sign where SPF wants a colon')
  if (lowered === 'v') return fault('is a second version, but a policy has one version, at its start')
  if (DOMAIN_REQUIRED.has(lowered)) {
    const problem = domainProblem(target)
    if (problem !== null) return fault(problem)
  }
  return {
    text,
    offset,
    kind: 'modifier',
    name: lowered,
    qualifier: '+',
    lengths: NO_LENGTHS,
    target: withoutDot(target),
  }
}

function mechanismProblem(
  name: SpfMechanism,
  target: string | null,
  prefix: string | undefined,
): string | null {
  switch (name) {
    case 'all':
      return target !== null || prefix !== undefined
        ? 'has something behind all, which must stand alone'
        : null
    case 'ip4':
      return ip4Problem(target, prefix)
    case 'ip6':
      return ip6Problem(target, prefix)
    case 'include':
    case 'exists':
      if (target === null) return 'names no domain; a colon and a domain must follow'
      return prefix !== undefined ? 'has a slash, which only a, mx, ip4 and ip6 take' : domainProblem(target)
    case 'ptr':
      if (prefix !== undefined) return 'has a slash, which only a, mx, ip4 and ip6 take'
      return target === null ? null : domainProblem(target)
    case 'a':
    case 'mx':
      if (prefix !== undefined && !isDualPrefix(prefix)) return 'has a prefix length that is out of range'
      return target === null ? null : domainProblem(target)
  }
}

/** RFC 7208 section 7.1: a domain ends in a label that is not all digits, or in a macro. */
function domainProblem(domain: string): string | null {
  if (domain === '') return 'names no domain'
  if (/%(?![{%_-])/.test(domain)) return 'has a percent sign that starts no macro'
  if (hasMacro(domain)) {
    const macros = domain.replace(/%%|%_|%-/g, '').matchAll(/%\{([^}]*)\}?/g)
    for (const [whole, body = ''] of macros) {
      if (!whole.endsWith('}') || !/^[slodiphcrtv]\d*r?[.\-+,/_=]*$/i.test(body)) return 'has a broken macro'
    }
    if (/%\{[^}]*\}$/.test(domain)) return null
  }
  const labels = withoutDot(domain).split('.')
  if (labels.length < 2) return 'names no full domain: it has no dot'
  if (!hasMacro(domain) && labels.some((label) => label === ''))
    return 'names a domain with two dots in a row'
  const top = labels.at(-1) ?? ''
  if (!/^(?=.*[a-z-])[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(top))
    return 'names no domain: the last part of the name cannot be the end of a domain'
  return null
}

function ip4Problem(target: string | null, prefix: string | undefined): string | null {
  const parts = (target ?? '').split('.')
  const isAddress =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && +part < 256)
  if (!isAddress) return 'is not an IPv4 address'
  return prefix === undefined || isPrefix(prefix.slice(1), 32)
    ? null
    : 'has a prefix length that is not 0 to 32'
}

function ip6Problem(target: string | null, prefix: string | undefined): string | null {
  if (target === null || !isIp6(target)) return 'is not an IPv6 address'
  return prefix === undefined || isPrefix(prefix.slice(1), 128)
    ? null
    : 'has a prefix length that is not 0 to 128'
}

function isIp6(text: string): boolean {
  if (!/^[0-9a-f:.]+$/i.test(text)) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1) ?? ''
  const dotted = last.includes('.')
  if (dotted && ip4Problem(last, undefined) !== null) return false
  const plain = dotted ? groups.slice(0, -1) : groups
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  const count = plain.length + (dotted ? 2 : 0)
  return halves.length === 2 ? count < 8 : count === 8
}

function isDualPrefix(prefix: string): boolean {
  const [, four, six] = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(prefix) ?? []
  if (four === undefined && six === undefined) return false
  return (four === undefined || isPrefix(four, 32)) && (six === undefined || isPrefix(six, 128))
}

function isPrefix(digits: string, most: number): boolean {
  return /^(0|[1-9]\d{0,2})$/.test(digits) && Number(digits) <= most
}

function unknownReason(text: string, name: string): string {
  if (/^ipv[46]$/.test(name)) return `is not a term of SPF; write ip${name.slice(3)}`
  if (name === 'includes') return 'is not a term of SPF; write include'
  return `is not a term of SPF${text.includes(':') ? '' : ': SPF has no such word'}`
}

function withoutDot(domain: string): string {
  return domain.endsWith('.') ? domain.slice(0, -1) : domain
}
