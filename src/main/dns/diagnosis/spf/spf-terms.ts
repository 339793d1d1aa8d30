import { parseSpf, type SpfTerm } from './spf-policy'

/**
 * A term in a form in which equal terms are equal: lower case, without the sign `+`, which is the default (RFC 7208
 * section 4.6.2), and without a trailing dot.
 */
export function termKey(term: SpfTerm): string {
  return term.text
    .toLowerCase()
    .replace(/^\+/, '')
    .replace(/\.(?=\/|$)/, '')
}

/** The term without its sign, in the same form. */
export function unsignedKey(term: SpfTerm): string {
  return termKey(term).replace(/^[-~?]/, '')
}

/**
 * The terms of the provider's value that a policy must have so that its mail passes: all mechanisms but `all`, and
 * `redirect`.
 */
export function requiredTerms(expected: string): SpfTerm[] {
  return parseSpf(expected).terms.filter(
    ({ kind, name }) => (kind === 'mechanism' && name !== 'all') || name === 'redirect',
  )
}

/** Where a required term stands in a policy. */
export type TermPlace = 'present' | 'not-pass' | 'after-all' | 'missing'

/** @param terms of the policy, in its order */
export function placeOf(required: SpfTerm, terms: readonly SpfTerm[]): TermPlace {
  const all = terms.findIndex(({ name }) => name === 'all')
  const at = terms.findIndex((term) => unsignedKey(term) === unsignedKey(required))
  if (at < 0) return 'missing'
  // Evaluation ends at `all` (RFC 7208 section 5.1); modifiers stand where they like, and redirect gives way to it.
  if (all >= 0 && (at > all || terms[at]?.name === 'redirect')) return 'after-all'
  return terms[at]?.qualifier === required.qualifier ? 'present' : 'not-pass'
}

/**
 * Whether the domain of a term has characters that no host name has: the grammar allows them (RFC 7208 section 7.1,
 * macro-literal), and nobody has such a name. It is a slip: two colons, a web address, two terms in one.
 */
export function isOddTerm({ name, target }: SpfTerm): boolean {
  if (target === null || !HOST_TERMS.has(name)) return false
  const literal = target.replace(/%\{[^}]*\}|%[%_-]/g, '')
  return target.includes('%') ? /[:;,&"'<>@=]/.test(literal) : /[^a-z0-9._-]/i.test(literal)
}

const HOST_TERMS: ReadonlySet<string> = new Set(['include', 'a', 'mx', 'exists', 'ptr', 'redirect', 'exp'])
