import { parseSpf, readPart, type SpfTerm } from './spf-policy'
import { repairedTerm, splitGlued } from './spf-repair'
import { requiredTerms, termKey, unsignedKey } from './spf-terms'

export interface MergedSpf {
  /** The one policy to publish. */
  readonly text: string
  /** Terms that could not be read and are left out. */
  readonly leftOut: readonly string[]
}

/**
 * One policy with the terms of all that are there and what the provider needs. The user's own terms come first and
 * in their order, faulty ones put right where it is clear what was meant; the ending (`all` or `redirect`) is the
 * user's own, the provider's only when there is none (RFC 7208 sections 4.5, 5.1 and 6.1).
 *
 * @param policies what is published, SPF policies by their start
 * @param expected the provider's whole value
 */
export function mergeSpf(policies: readonly string[], expected: string): MergedSpf {
  const leftOut: string[] = []
  const own = policies.map((policy) => readableTerms(policy, leftOut))
  const required = requiredTerms(expected)
  const requiredKeys = new Set(required.map(unsignedKey))
  const provider = parseSpf(expected).terms
  // A policy that is only the provider's own does not speak for the user.
  const isProviders = (terms: readonly SpfTerm[]): boolean =>
    terms.every((term) => provider.some((theirs) => termKey(theirs) === termKey(term)))
  const users = own.filter((terms) => !isProviders(terms))
  const ending = [...users, ...own, provider].map(endingOf).find((term) => term !== null)
  const merged = new Map<string, string>()
  const put = (key: string, text: string): void => {
    if (!merged.has(key)) merged.set(key, text)
  }
  for (const term of [...users, ...own.filter(isProviders)].flat()) {
    if (term.name === 'all' || term === ending) continue
    // A second redirect cannot stay one; as an include it passes the same servers.
    if (term.name === 'redirect') put(`include:${term.target ?? ''}`, `include:${term.target ?? ''}`)
    else if (requiredKeys.has(unsignedKey(term))) put(unsignedKey(term), term.text.replace(/^[-~?]/, ''))
    else put(termKey(term), term.text)
  }
  for (const term of required) {
    if (term.name !== 'redirect') put(unsignedKey(term), term.text)
    else if (term !== ending) put(`include:${term.target ?? ''}`, `include:${term.target ?? ''}`)
  }
  return { text: ['v=spf1', ...merged.values(), ...(ending ? [ending.text] : [])].join(' '), leftOut }
}

function endingOf(terms: readonly SpfTerm[]): SpfTerm | null {
  return terms.find(({ name }) => name === 'all') ?? terms.find(({ name }) => name === 'redirect') ?? null
}

function readableTerms(policy: string, leftOut: string[]): SpfTerm[] {
  const read = readPart(policy)
  if (read.length < policy.length) leftOut.push(policy.slice(read.length).trim())
  const [version = '', ...tokens] = read.split(/ +/).filter((token) => token !== '')
  const texts = tokens.flatMap((token) => splitGlued(token) ?? [token])
  return texts.flatMap((text) => {
    for (const attempt of [text, repairedTerm(text)]) {
      if (attempt === null) continue
      const { terms, faults } = parseSpf(`${version} ${attempt}`)
      if (faults.length === 0) return terms
    }
    leftOut.push(text)
    return []
  })
}
