import { listed } from '../records/presentation'
import { intendedSpf, type SpfText } from './spf-intended'
import { isSpf, isTooLong, parseSpf, type SpfQualifier, type SpfTerm } from './spf-policy'
import { unglued } from './spf-repair'
import { EVERY_OTHER_SERVER } from './spf-senders'
import { isOddTerm, requiredTerms, termKey, unsignedKey } from './spf-terms'

export interface MergedSpf {
  /** The one policy to publish. */
  readonly text: string
  /** What could not be read and is left out; it may be a sender. */
  readonly leftOut: readonly string[]
  /** Whole sentences on what is not as it was: endings, a second `exp`, a `redirect` that became an `include`. */
  readonly remarks: readonly string[]
  /** Senders that no longer pass, in the words of `remarks`. */
  readonly drops: readonly string[]
}

/**
 * Where the missing terms of the provider go: behind the user's own, before all terms that may refuse them, or nowhere
 * if mail of the provider passes without them.
 */
export type ProviderPlace = 'last' | 'first' | 'none'

/**
 * One policy with the terms of all that are there, and those that the provider needs. The user's own terms come first
 * and in their order, put right where it is clear what was meant. What has no effect keeps its place: terms after `all`
 * stay behind it (RFC 7208 section 5.1).
 *
 * The ending is one that the user wrote, the mildest where they differ, and never `+all`; where nobody wrote one there
 * is none, since any would be stricter (section 4.7).
 *
 * @param texts what is published, SPF policies by what they are meant to be
 * @param expected the provider's whole value
 */
export function mergeSpf(
  texts: readonly SpfText[],
  expected: string,
  place: ProviderPlace = 'last',
): MergedSpf {
  const intended = texts.flatMap((text) => intendedSpf(text) ?? [])
  const policies = intended
    .flatMap((each) => each.policies)
    .map((terms) => ownPolicy(terms.map(({ term }) => term)))
  const leftOut = intended.flatMap(({ unread }) => unread)
  const provider = place === 'none' ? [] : requiredTerms(expected)
  if (policies.length === 0) return { text: expected, leftOut, remarks: [], drops: [] }

  const isProviders = ({ all, redirects, before, late }: OwnPolicy): boolean =>
    [...before, ...late, all, ...redirects].every(
      (term) => term === null || parseSpf(expected).terms.some((theirs) => termKey(theirs) === termKey(term)),
    )
  const ordered = [
    ...policies.filter((policy) => !isProviders(policy)),
    ...policies.filter((policy) => isProviders(policy)),
  ]
  const ending = endingOf(ordered)
  const terms = new TermList(new Set(provider.map(unsignedKey)))
  if (place === 'first') for (const term of provider) terms.addRequired(term, ending.term)
  for (const { before, all, late } of ordered) {
    for (const term of before) terms.add(term)
    // A term behind `+all` may name servers that passed by `+all`.
    if (all?.qualifier === '+') for (const term of late) terms.add(term)
  }
  for (const redirect of ordered.flatMap(({ redirects, all }) => (all === null ? redirects : []))) {
    if (ending.term === null || termKey(redirect) !== termKey(ending.term)) terms.addAsInclude(redirect)
  }
  for (const term of provider) terms.addRequired(term, ending.term)
  const behind = new TermList(new Set(), terms)
  for (const { late, all, redirects } of ordered) {
    if (all?.qualifier !== '+') for (const term of late) behind.add(term)
    // Beside `all` nobody looks at it (section 6.1).
    if (all !== null) for (const redirect of redirects) behind.addModifier(redirect)
  }
  const words = [...terms.words, ...(ending.text === null ? [] : [ending.text]), ...behind.words]
  return {
    text: ['v=spf1', ...words].join(' '),
    leftOut,
    remarks: [...ending.remarks, ...terms.remarks],
    drops: ending.drops,
  }
}

/** Whether receivers can read a policy, and it does not let everybody pass by its ending. */
export function isSoundSpf(text: string): boolean {
  if (!isSpf(text) || isTooLong(text) || unglued(text) !== null) return false
  const { terms, faults } = parseSpf(text)
  if (faults.length > 0 || terms.some(isOddTerm)) return false
  return !terms.some(({ name, qualifier }) => name === 'all' && qualifier === '+')
}

interface OwnPolicy {
  /** All but the ending. */
  readonly before: readonly SpfTerm[]
  readonly all: SpfTerm | null
  /** At most one in a policy that receivers can read. */
  readonly redirects: readonly SpfTerm[]
  /** Mechanisms after `all`, which nobody looks at. */
  readonly late: readonly SpfTerm[]
}

function ownPolicy(terms: readonly SpfTerm[]): OwnPolicy {
  const at = terms.findIndex(({ name }) => name === 'all')
  const end = at < 0 ? terms.length : at
  return {
    before: terms.filter(
      ({ kind, name }, index) => name !== 'redirect' && (index < end || (index > end && kind === 'modifier')),
    ),
    all: terms[at] ?? null,
    redirects: terms.filter(({ name }) => name === 'redirect'),
    late: terms.slice(end + 1).filter(({ kind, name }) => kind === 'mechanism' && name !== 'all'),
  }
}

interface Ending {
  readonly term: SpfTerm | null
  readonly text: string | null
  readonly remarks: readonly string[]
  readonly drops: readonly string[]
}

const MILDEST_FIRST = ['?', '~', '-'] as const satisfies readonly SpfQualifier[]

function endingOf(policies: readonly OwnPolicy[]): Ending {
  const alls = policies.flatMap(({ all }) => all ?? [])
  if (alls.length === 0) {
    const [redirect] = policies.flatMap((policy) => policy.redirects)
    return { term: redirect ?? null, text: redirect?.text ?? null, remarks: [], drops: [] }
  }
  const written = [...new Set(alls.map(({ text }) => text.toLowerCase().replace(/^all$/, '+all')))]
  const isOpen = alls.some(({ qualifier }) => qualifier === '+')
  const qualifiers = alls.map(({ qualifier }) => (qualifier === '+' ? '~' : qualifier))
  const mildest = MILDEST_FIRST.find((qualifier) => qualifiers.includes(qualifier)) ?? '~'
  const term = alls.find(({ qualifier }) => qualifier === mildest) ?? null
  const text = term?.text ?? `${mildest}all`
  const remarks: string[] = []
  if (isOpen) {
    remarks.push(
      `The new record ends in ${text} and not in +all: servers that have a term of their own still pass, and ${EVERY_OTHER_SERVER} no longer passes.`,
    )
  } else if (written.length > 1) {
    remarks.push(`The endings differ (${listed(written)}): the new record has the milder one, ${text}.`)
  }
  return { term, text, remarks, drops: isOpen ? [EVERY_OTHER_SERVER] : [] }
}

/** Terms in their order, each once. */
class TermList {
  readonly #words = new Map<string, string>()
  readonly #modifiers = new Set<string>()
  readonly remarks: string[] = []
  readonly required: ReadonlySet<string>
  readonly earlier: TermList | null

  /**
   * @param required terms of the provider without their signs; they are to have none
   * @param earlier a list that comes before this one
   */
  constructor(required: ReadonlySet<string>, earlier: TermList | null = null) {
    this.required = required
    this.earlier = earlier
  }

  get words(): string[] {
    return [...this.#words.values()]
  }

  add(term: SpfTerm): void {
    if (term.name === 'exp' || term.name === 'redirect') this.addModifier(term)
    else if (this.required.has(unsignedKey(term)))
      this.#put(unsignedKey(term), term.text.replace(/^[-~?]/, ''))
    else this.#put(termKey(term), term.text)
  }

  /** One of each is allowed (RFC 7208 section 6). */
  addModifier(term: SpfTerm): void {
    if (this.#hasModifier(term.name)) {
      if (!this.#has(termKey(term)) && term.name === 'exp') {
        this.remarks.push(
          `${term.text} is left out, because only one exp= is allowed. An exp= only sets the words of the answer to refused mail.`,
        )
      }
      return
    }
    this.#modifiers.add(term.name)
    this.#put(termKey(term), term.text)
  }

  /** A second redirect cannot stay one; as an include it lets the same servers pass. */
  addAsInclude({ text, target }: SpfTerm): void {
    const include = `include:${target ?? ''}`
    if (this.#has(include.toLowerCase())) return
    this.#put(include.toLowerCase(), include)
    this.remarks.push(`${text} became ${include}, which lets the same servers pass.`)
  }

  addRequired(term: SpfTerm, ending: SpfTerm | null): void {
    if (term.name !== 'redirect') this.#put(unsignedKey(term), term.text)
    else if (ending === null || termKey(ending) !== termKey(term)) {
      const include = `include:${term.target ?? ''}`
      this.#put(include.toLowerCase(), include)
    }
  }

  #put(key: string, text: string): void {
    if (!this.#has(key)) this.#words.set(key, text)
  }

  #has(key: string): boolean {
    return this.#words.has(key) || (this.earlier !== null && this.earlier.#has(key))
  }

  #hasModifier(name: string): boolean {
    return this.#modifiers.has(name) || (this.earlier !== null && this.earlier.#hasModifier(name))
  }
}
