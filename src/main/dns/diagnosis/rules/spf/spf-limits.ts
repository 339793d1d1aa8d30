import type { FindingCode } from '../../../../../preload/contract/finding-titles'
import type { Finding, Fix, SpfNode } from '../../../../../preload/contract/findings'
import { cureOf, dropping, finding, fix, onlyIf } from '../../findings/finding'
import { listed, presented } from '../../records/presentation'
import { present, withValue, type RecordContext } from '../../findings/record-context'
import { evidenceOn } from '../../answers/seen-answers'
import {
  evaluatedTerms,
  MAX_EXCHANGES,
  MAX_LOOKUPS,
  MAX_VOID_LOOKUPS,
  type SpfEvaluation,
} from '../../spf/spf-cost'
import { isSpf, parseSpf } from '../../spf/spf-policy'
import { isOddTerm, requiredTerms, termKey, unsignedKey } from '../../spf/spf-terms'

/** The most broken terms that a sentence names. */
const MAX_TOLD = 4

/** What the evaluation of an SPF policy runs into: limits, loops and broken includes (RFC 7208 sections 4.6.4, 5.2). */
export function spfLimits(context: RecordContext, spf: SpfEvaluation): Finding[] {
  // A term that names no possible host is the matter of another finding, whose cure corrects the slip.
  const places = [...placesIn(spf.tree)].filter((place) => !isSlip(spf, place))
  const inState = (...states: readonly SpfNode['state'][]): TermPath[] =>
    places.filter(({ node }) => states.includes(node.state))
  const tell = (code: FindingCode, sentence: string, cure: Fix, about: readonly TermPath[]): Finding => {
    const evidence = about.flatMap(({ node: { domain, term } }) =>
      evidenceOn(context.seen, { name: domain, type: questionTypeOf(term) }, 1),
    )
    return finding(code, {
      subject: context.subject,
      sentence,
      evidence: evidence.slice(0, 8),
      fix: cure,
    })
  }
  const found: Finding[] = []

  const loops = inState('loop')
  if (loops.length > 0) {
    found.push(
      tell(
        'spf-loop',
        `The SPF record leads back to itself in a circle: ${loops.map(loopWords).join('; ')}.`,
        withoutHeads(context, spf, loops, IN_A_CIRCLE),
        loops,
      ),
    )
  }
  if (spf.lookups > MAX_LOOKUPS) found.push(tell('spf-too-many-lookups', ...lookupsCure(context, spf), []))

  const voids = inState('void')
  if (spf.voidLookups > MAX_VOID_LOOKUPS) {
    const own = voids.filter(isOwn)
    // If that is enough, only terms that let nobody pass go.
    const enough = own.length > 0 && spf.voidLookups - own.length <= MAX_VOID_LOOKUPS
    found.push(
      tell(
        'spf-too-many-void-lookups',
        `${placed(voids)} lead to nothing, and receivers stop after ${MAX_VOID_LOOKUPS} such lookups.`,
        withoutHeads(context, spf, enough ? own : voids, 'leads to nothing'),
        voids,
      ),
    )
  } else {
    const own = voids.filter((place) => isOwn(place) && !isPolicyTerm(place.node.term))
    if (own.length > 0) {
      const sentence = `In the SPF record, ${own.map(({ node }) => `"${node.term}"`).join(' and ')} ${own.length === 1 ? 'leads' : 'lead'} to nothing: there is no such address or mail server.`
      found.push(tell('spf-void-term', sentence, withoutHeads(context, spf, own, 'leads to nothing'), own))
    }
  }
  const crowded = places.filter(({ node }) => isCrowded(context, node))
  if (crowded.length > 0) found.push(tell('spf-too-many-mx', ...crowdedCure(crowded), crowded))

  const broken = places.filter(
    ({ node: { state, term } }) =>
      state === 'no-policy' ||
      state === 'several' ||
      state === 'syntax' ||
      (state === 'void' && isPolicyTerm(term)),
  )
  if (broken.length > 0) {
    found.push(
      tell(
        'spf-include-broken',
        `${broken.slice(0, MAX_TOLD).map(brokenWords).join('; ')}. Receivers then treat the whole SPF record as broken.`,
        withoutHeads(context, spf, broken, IS_BROKEN),
        broken,
      ),
    )
  }
  const failed = inState('failed', 'not-followed')
  if (failed.length > 0) {
    found.push(
      tell(
        'spf-lookup-failed',
        `What ${placed(failed)} leads to could not be looked up, so it is not known how many lookups the SPF record needs.`,
        fix('wait', cureOf('spf-lookup-failed')),
        failed,
      ),
    )
  }
  return found
}

/** A term in the tree of policies, and the way that leads to it. */
interface TermPath {
  readonly node: SpfNode
  /** The terms that lead to it, the domain's own first; empty for one of the domain's own. */
  readonly path: readonly SpfNode[]
}

function* placesIn(node: SpfNode, path: readonly SpfNode[] = []): Generator<TermPath> {
  for (const child of node.children) {
    yield { node: child, path }
    yield* placesIn(child, [...path, child])
  }
}

function isOwn({ path }: TermPath): boolean {
  return path.length === 0
}

function isSlip({ tree }: SpfEvaluation, { node, path }: TermPath): boolean {
  if (path.length > 0 || tree.policy === null) return false
  return parseSpf(tree.policy).terms.some((term) => term.text === node.term && isOddTerm(term))
}

/** The domain's own term that a place belongs to. */
function headOf({ node, path }: TermPath): SpfNode {
  return path[0] ?? node
}

/** Whose policy a term stands in, and how the domain's own policy leads there; empty for one of the domain's own terms. */
function chainWords({ path }: TermPath): string {
  const [own, ...between] = path
  const holder = path.at(-1)
  if (own === undefined || holder === undefined) return ''
  const through = between.length === 0 ? '' : ` by way of ${listed(between.map(({ term }) => term))}`
  return `in the policy of ${holder.domain}, which your own term ${own.term} leads to${through}`
}

/** Terms as words. A term in somebody else's policy comes with its place. */
function placed(places: readonly TermPath[]): string {
  const words = places.map((place) => {
    const chain = chainWords(place)
    return chain === '' ? place.node.term : `${place.node.term} (${chain})`
  })
  return listed([...new Set(words)])
}

function loopWords(place: TermPath): string {
  const { node } = place
  const chain = chainWords(place)
  return chain === ''
    ? `${node.term} leads back to ${node.domain} itself`
    : `${node.term}, ${chain}, leads back to ${node.domain}`
}

function brokenWords(place: TermPath): string {
  const { term, domain, state } = place.node
  const what =
    state === 'several'
      ? 'has several SPF records'
      : state === 'syntax'
        ? 'has an SPF record with an error'
        : 'has no SPF record'
  const chain = chainWords(place)
  return `${term}${chain === '' ? '' : `, ${chain},`} names ${domain}, which ${what}`
}

/**
 * The cure for a fault behind terms: the policy without the domain's own terms that lead there. One of these that leads
 * to nothing lets nobody pass, so it can go. A deeper fault is for somebody else to correct. Without the term, the other
 * servers of that policy would no longer pass, so a person decides.
 *
 * @param what it does, after "a term that"
 */
function withoutHeads(
  context: RecordContext,
  { tree }: SpfEvaluation,
  places: readonly TermPath[],
  what: string,
): Fix {
  const heads = [...new Set(places.map(headOf))]
  const required = new Set(requiredTerms(context.record.value).map(unsignedKey))
  const isRequired = ({ term }: SpfNode): boolean =>
    required.has(
      term
        .toLowerCase()
        .replace(/^[-~?+]/, '')
        .replace(/\.$/, ''),
    )
  const theirs = heads.filter(isRequired)
  if (theirs.length > 0) {
    const names = listed(theirs.map(({ term }) => term))
    return fix(
      'none',
      `${names} is the provider's own term and stays. Tell the provider what is wrong: ${listed(distinctWords(places.filter((place) => isRequired(headOf(place)))))}.`,
    )
  }
  const owners = listed([...new Set(places.map(ownerOf))])
  const redirects = heads.filter(({ term }) => /^redirect=/i.test(term))
  if (redirects.length > 0) {
    const names = listed(redirects.map(({ term }) => term))
    return fix(
      'none',
      `Ask whoever keeps the SPF record of ${owners} to correct it. Your own SPF record ends in ${names}. To do without this ending, replace it by the terms of all servers that send mail for you, and ~all.`,
    )
  }
  const names = listed(heads.map(({ term }) => term))
  const gone = new Set(heads.map((head) => tree.children.indexOf(head)))
  const kept = keptTerms(tree, gone)
  const deep = places.filter((place) => !isOwn(place))
  // The domain's own terms that are broken themselves let nobody pass now, whatever they once did.
  const drops = [...new Set(deep.map(headOf))].map(({ term }) => term)
  if (kept === null)
    return fix('none', `Ask whoever keeps the SPF record of ${owners} to correct it, or remove ${names}.`)
  const right = withValue(context, kept, present(context, tree.policy === null ? [] : [tree.policy]))
  if (drops.length === 0) {
    const replace = `replace the record by this one, which does not have ${names}.`
    if (what === IN_A_CIRCLE) return fix('edit', capital(replace), [right])
    // Whoever keeps what it names may put it right, and its servers pass again.
    const [first, otherwise] =
      what === IS_BROKEN
        ? [`Ask whoever keeps the SPF record of ${owners} to correct it. Or, if`, '']
        : ['If', ` If one does, correct the name, or give it an address.`]
    return onlyIf(
      fix(
        'edit',
        `${first} no server that ${names} ${heads.length === 1 ? 'stands' : 'stand'} for sends mail for you any more, ${replace}${otherwise}`,
        [right],
      ),
    )
  }
  const one = drops.length === 1
  return dropping(
    fix(
      'edit',
      `Ask whoever keeps the SPF record of ${owners} to correct it. Or, if no server that ${listed(drops)} ${one ? 'lets' : 'let'} pass sends mail for you any more, replace the record by this one, which does not have ${names}. The servers of ${listed(drops)} then no longer pass.`,
      [right],
    ),
    drops,
  )
}

const IN_A_CIRCLE = 'leads round in a circle'
const IS_BROKEN = 'is broken'

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function distinctWords(places: readonly TermPath[]): string[] {
  return [
    ...new Set(
      places.map((place) =>
        isOwn(place) ? `${place.node.domain} has no SPF record that can be read` : brokenWords(place),
      ),
    ),
  ]
}

/** Who can correct a place: the domain in whose policy it stands, or the target of one of the domain's own terms. */
function ownerOf({ node, path }: TermPath): string {
  return path.at(-1)?.domain ?? node.domain
}

/** The domain's own policy without some of the terms of its tree; null when it cannot be written. */
function keptTerms({ policy }: SpfNode, gone: ReadonlySet<number>): string | null {
  if (policy === null) return null
  const leaving = new Set(
    evaluatedTerms(policy)
      .filter((_, place) => gone.has(place))
      .map(({ offset }) => offset),
  )
  const kept = parseSpf(policy).terms.filter(({ offset }) => !leaving.has(offset))
  return ['v=spf1', ...kept.map(({ text }) => text)].join(' ')
}

/** The sentence and the cure for too many lookups. */
function lookupsCure(context: RecordContext, spf: SpfEvaluation): [sentence: string, cure: Fix] {
  const { tree } = spf
  const costs = tree.children
    .toSorted((a, b) => b.lookups - a.lookups)
    .map(({ term, lookups }) => `${term} (${lookups})`)
  const sentence = `The SPF record needs ${spf.complete ? '' : 'at least '}${spf.lookups} DNS lookups, and receivers stop after ${MAX_LOOKUPS}: ${listed(costs)}.`
  const useless = tree.children.filter((node) => isUseless(node, tree.children))
  const saved = useless.reduce((sum, { lookups }) => sum + lookups, 0)
  const kept = keptTerms(tree, new Set(useless.map((node) => tree.children.indexOf(node))))
  if (spf.lookups - saved > MAX_LOOKUPS || kept === null) {
    return [
      sentence,
      fix(
        'edit',
        `Each term of the record stands for a service that sends your mail. The number behind a term is how many lookups the term needs. ${enoughAlone(context, spf)}`,
      ),
    ]
  }
  const right = withValue(context, kept, present(context, tree.policy === null ? [] : [tree.policy]))
  const names = listed([...new Set(useless.map(({ term }) => term))])
  const isAllTwice = useless.every((node) => node.state !== 'void')
  if (isAllTwice) {
    const words = `Replace the record by this one. It leaves out only ${names}, and lets the same servers pass without that.`
    return [sentence, fix('edit', words, [right])]
  }
  const words = `If no server that ${names} ${useless.length === 1 ? 'stands' : 'stand'} for sends mail for you any more, replace the record by this one. It leaves out only ${names}, and lets the same servers pass as now.`
  return [sentence, onlyIf(fix('edit', words, [right]))]
}

function isCrowded({ seen }: RecordContext, { term, domain }: SpfNode): boolean {
  if (!/^[-~?+]?mx(?:[:/]|$)/i.test(term)) return false
  return (seen.data({ name: domain, type: 'MX' })?.records.length ?? 0) > MAX_EXCHANGES
}

function crowdedCure(crowded: readonly TermPath[]): [sentence: string, cure: Fix] {
  const sentence = `${placed(crowded)} ${crowded.length === 1 ? 'leads' : 'lead'} to more than ${MAX_EXCHANGES} mail servers, which breaks the policy.`
  const own = crowded.filter(isOwn).map(({ node }) => node.term)
  const others = crowded.filter((place) => !isOwn(place))
  const words = [
    ...(own.length === 0
      ? []
      : [
          `In the SPF record, replace ${listed(own)} by ip4: and the address of each of these servers that sends mail for you, such as ip4:192.0.2.1. If none of them does, remove it.`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `Ask whoever keeps the SPF record of ${listed([...new Set(others.map(ownerOf))])} to correct it. Do not simply remove ${listed([...new Set(others.map((place) => headOf(place).term))])}: the other servers that it lets pass would no longer pass.`,
        ]),
  ]
  return [sentence, fix(own.length === 0 ? 'none' : 'edit', words.join(' '))]
}

/** Whether a term lets nobody pass that would not pass without it: it leads to nothing, or is there a second time. */
function isUseless(node: SpfNode, all: readonly SpfNode[]): boolean {
  const first = all.find(({ term }) => term.toLowerCase() === node.term.toLowerCase())
  return first !== node || (node.state === 'void' && !isPolicyTerm(node.term))
}

/** Which terms would be enough to remove alone, for a person who must choose among their services. */
function enoughAlone(context: RecordContext, { tree, lookups }: SpfEvaluation): string {
  const needed = new Set(requiredTerms(context.record.value).map(termKey))
  const enough = tree.children
    .filter((node) => lookups - node.lookups <= MAX_LOOKUPS && !needed.has(node.term.toLowerCase()))
    .map(({ term }) => term)
  const head = `Edit the SPF record and remove the terms of services that no longer send for you, until ${MAX_LOOKUPS} lookups are left`
  if (enough.length === 0) return `${head}.`
  return `${head}. It is enough to remove ${enough.length === 1 ? '' : 'any one of '}${listed(enough)}.`
}

function isPolicyTerm(term: string): boolean {
  return /^[-~?+]?include:|^redirect=/i.test(term)
}

/** The obsolete type 99 (RFC 7208 section 3.1). */
export function spfTypeRecord(context: RecordContext): Finding[] {
  const question = { name: context.record.name, type: 'SPF' } as const
  if ((context.seen.data(question)?.records.length ?? 0) === 0) return []
  const policies = (context.data?.records ?? []).map(presented).filter(isSpf)
  const rest =
    policies.length > 0 ? 'The one of type TXT stays.' : 'Delete it only once the one of type TXT is there.'
  return [
    finding('spf-type-99', {
      subject: context.subject,
      sentence: `${context.record.name} also has a record of the type SPF, which receivers no longer look at.`,
      evidence: evidenceOn(context.seen, question, 1),
      fix: fix('remove', `Delete the record of type SPF at ${context.record.name}. ${rest}`),
    }),
  ]
}

function questionTypeOf(term: string): 'TXT' | 'MX' | 'A' {
  if (/^[-~?+]?include|^redirect/i.test(term)) return 'TXT'
  return /^[-~?+]?mx/i.test(term) ? 'MX' : 'A'
}
