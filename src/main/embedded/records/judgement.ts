import type { Validity } from '../../../preload/contract/domain'
import type { ExpectedRecord } from './record-generation'

/** What DNS holds for a record's question. Empty lists mean that DNS said there is nothing. */
export type DnsEvidence =
  | { readonly type: 'TXT'; readonly texts: readonly string[] }
  | { readonly type: 'CNAME'; readonly targets: readonly string[]; readonly addresses: readonly string[] }
  | {
      readonly type: 'MX'
      readonly exchanges: readonly { readonly host: string; readonly priority: number }[]
    }

export interface Judgement {
  /** `invalid`: DNS holds something else. `unknown`: DNS holds nothing. */
  readonly valid: Validity
  /** What DNS holds, as the API writes it. */
  readonly cached: string[]
}

/** Compares what DNS holds with what a record must be. */
export function judge(expected: ExpectedRecord, seen: DnsEvidence): Judgement {
  switch (seen.type) {
    case 'TXT':
      return expected.role === 'spf' ? judgeSpf(expected, seen.texts) : judgeDkimKey(expected, seen.texts)
    case 'CNAME':
      return judgeAlias(expected, seen.targets, seen.addresses)
    case 'MX':
      return judgeMailExchange(expected, seen.exchanges)
  }
}

/** RFC 7208 4.5: exactly one record may start with the version, followed by a space or the end. */
function judgeSpf(expected: ExpectedRecord, texts: readonly string[]): Judgement {
  const policies = texts.filter(isSpfPolicy)
  if (policies.length === 0) {
    // A misspelt policy is worth showing; the domain's other TXT records are not.
    return something(texts.filter((text) => /spf/i.test(text)))
  }
  const required = spfTerms(expected.value).filter((term) => term.startsWith('include:'))
  const [only] = policies
  const terms = only !== undefined && policies.length === 1 ? spfTerms(only) : []
  const met = required.length > 0 && required.every((term) => terms.includes(term))
  return { valid: met ? 'valid' : 'invalid', cached: [...policies] }
}

function isSpfPolicy(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text)
}

/**
 * The terms that can match, normalized: lower case, no `+` (RFC 7208 4.6.2: the default), no trailing dot. Terms
 * behind `all` are never evaluated (RFC 7208 5.1).
 */
function spfTerms(policy: string): string[] {
  const terms = policy
    .toLowerCase()
    .split(/ +/)
    .slice(1)
    .map((term) => term.replace(/^\+/, '').replace(/\.$/, ''))
  const all = terms.findIndex((term) => /^[-~?]?all$/.test(term))
  return all < 0 ? terms : terms.slice(0, all)
}

/**
 * RFC 6376 3.6.1 and 3.6.2.2: exactly one key record at the selector, for RSA, with the very key. Tags beside
 * these do not matter.
 */
function judgeDkimKey(expected: ExpectedRecord, texts: readonly string[]): Judgement {
  const [only] = texts
  if (only === undefined || texts.length > 1) return something(texts)
  const tags = dkimTags(only)
  const met =
    tags !== null &&
    tags.get('p') === dkimTags(expected.value)?.get('p') &&
    (tags.get('k') ?? 'rsa') === 'rsa' &&
    (tags.get('v') ?? 'DKIM1') === 'DKIM1' &&
    (!tags.has('v') || tags.keys().next().value === 'v')
  return { valid: met ? 'valid' : 'invalid', cached: [...texts] }
}

/**
 * A tag list (RFC 6376 3.2), white space inside base64 left out.
 *
 * @returns null when it is not one, or names a tag twice
 */
function dkimTags(text: string): Map<string, string> | null {
  const tags = new Map<string, string>()
  const parts = text.split(';')
  if (parts.at(-1)?.trim() === '') parts.pop()
  for (const part of parts) {
    const [, name, value = ''] = /^\s*([A-Za-z]\w*)\s*=(.*)$/s.exec(part) ?? []
    if (name === undefined || tags.has(name)) return null
    tags.set(name, name === 'p' ? value.replace(/\s/g, '') : value.trim())
  }
  return tags
}

/** Where the alias is missing, addresses at its name mean that something else stands there, such as a proxy. */
function judgeAlias(
  expected: ExpectedRecord,
  targets: readonly string[],
  addresses: readonly string[],
): Judgement {
  if (targets.length === 0) return something(addresses)
  const met = targets.length === 1 && targets.every((target) => sameHost(target, expected.value))
  return { valid: met ? 'valid' : 'invalid', cached: targets.map(withoutDot) }
}

/** Other exchanges beside the expected one are shown and do no harm to it. */
function judgeMailExchange(
  expected: ExpectedRecord,
  exchanges: readonly { readonly host: string; readonly priority: number }[],
): Judgement {
  const met = exchanges.some(
    ({ host, priority }) => sameHost(host, expected.value) && priority === expected.priority,
  )
  const cached = exchanges
    .toSorted((a, b) => a.priority - b.priority || compare(a.host, b.host))
    // A null MX (RFC 7505) has the root as its exchange.
    .map(({ host, priority }) => `${priority} ${withoutDot(host) || '.'}`)
  return met ? { valid: 'valid', cached } : something(cached)
}

function something(cached: readonly string[]): Judgement {
  return { valid: cached.length > 0 ? 'invalid' : 'unknown', cached: [...cached] }
}

/** Host names are equal without regard to case (RFC 4343) and trailing dot. */
function sameHost(a: string, b: string): boolean {
  return withoutDot(a).toLowerCase() === withoutDot(b).toLowerCase()
}

function withoutDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
