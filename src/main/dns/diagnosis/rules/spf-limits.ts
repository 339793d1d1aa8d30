import type { FindingCode } from '../../../../preload/contract/finding-catalogue'
import type { Finding, FixRecord, SpfNode } from '../../../../preload/contract/findings'
import { cureOf, finding, fix, hostWords } from '../finding'
import { listed } from '../presentation'
import { present, withValue, type RecordContext } from '../record-context'
import { evidenceOn } from '../seen-answers'
import {
  evaluatedTerms,
  MAX_EXCHANGES,
  MAX_LOOKUPS,
  MAX_VOID_LOOKUPS,
  nodesOf,
  type SpfEvaluation,
} from '../spf/spf-cost'
import { parseSpf } from '../spf/spf-policy'
import { requiredTerms, termKey, unsignedKey } from '../spf/spf-terms'

/** What an SPF policy's evaluation leads to: limits, loops and broken includes (RFC 7208 sections 4.6.4 and 5.2). */
export function spfLimits(context: RecordContext, spf: SpfEvaluation): Finding[] {
  const found: Finding[] = []
  const tell = (
    code: FindingCode,
    sentence: string,
    cure: string,
    about: readonly SpfNode[],
    right: FixRecord | null = null,
  ): void => {
    const evidence = about.flatMap(({ domain, term }) =>
      evidenceOn(context.seen, { name: domain, type: questionTypeOf(term) }, 1),
    )
    const how =
      right === null
        ? fix(code === 'spf-lookup-failed' ? 'wait' : 'edit', cure)
        : fix('edit', `Replace the record by this one, ${cure} ${hostWords(right)}`, [right])
    found.push(
      finding(code, { subject: context.subject, sentence, evidence: evidence.slice(0, 8), fix: how }),
    )
  }
  const nodes = [...nodesOf(spf.tree)].slice(1)
  const inState = (...states: readonly SpfNode['state'][]): SpfNode[] =>
    nodes.filter(({ state }) => states.includes(state))

  const loops = inState('loop')
  if (loops.length > 0) {
    const right = withoutTerms(context, spf, loops)
    const cure = right === null ? cureOf('spf-loop') : `which does not have ${terms(loops)}.`
    tell('spf-loop', `The SPF record leads back to itself by ${terms(loops)}.`, cure, loops, right)
  }
  if (spf.lookups > MAX_LOOKUPS) {
    const costs = spf.tree.children
      .toSorted((a, b) => b.lookups - a.lookups)
      .map(({ term, lookups }) => `${term} (${lookups})`)
    const useless = spf.tree.children.filter((node) => isUseless(node, spf.tree.children))
    const saved = useless.reduce((sum, { lookups }) => sum + lookups, 0)
    const right = spf.lookups - saved > MAX_LOOKUPS ? null : withoutTerms(context, spf, useless)
    tell(
      'spf-too-many-lookups',
      `The SPF record needs ${spf.complete ? '' : 'at least '}${spf.lookups} DNS lookups, and receivers stop after ${MAX_LOOKUPS}: ${listed(costs)}.`,
      right === null
        ? `Each term of the record stands for a service that sends your mail; the number behind it is what it costs. ${enoughAlone(context, spf)}`
        : `which lacks only what lets nobody pass: ${terms(useless)}.`,
      [],
      right,
    )
  }
  const voids = inState('void')
  if (spf.voidLookups > MAX_VOID_LOOKUPS) {
    const right = withoutTerms(context, spf, voids)
    tell(
      'spf-too-many-void-lookups',
      `${terms(voids)} lead to nothing, and receivers stop after ${MAX_VOID_LOOKUPS} such lookups.`,
      right === null ? cureOf('spf-too-many-void-lookups') : 'which does not have these terms.',
      voids,
      right,
    )
  } else {
    const own = spf.tree.children.filter((node) => node.state === 'void' && !isPolicyTerm(node.term))
    const right = withoutTerms(context, spf, own)
    if (right !== null) {
      const sentence = `In the SPF record, ${own.map(({ term }) => `"${term}"`).join(' and ')} ${own.length === 1 ? 'leads' : 'lead'} to nothing: there is no such address or mail server.`
      tell('spf-void-term', sentence, `which does not have ${terms(own)}.`, own, right)
    }
  }
  if (spf.tooManyExchanges.length > 0) {
    tell(
      'spf-too-many-mx',
      `${listed(spf.tooManyExchanges)} leads to more than ${MAX_EXCHANGES} mail servers, which breaks the policy.`,
      `In the SPF record, replace ${listed(spf.tooManyExchanges)} by ip4: and the address of each of these servers that sends mail for you, such as ip4:192.0.2.1. When none does, remove it.`,
      [],
    )
  }
  const broken = nodes.filter(
    ({ state, term }) =>
      state === 'no-policy' ||
      state === 'several' ||
      state === 'syntax' ||
      (state === 'void' && isPolicyTerm(term)),
  )
  if (broken.length > 0) {
    const right = withoutTerms(context, spf, broken)
    tell(
      'spf-include-broken',
      `${broken.map(brokenWords).join('; ')}. Receivers then ignore the whole SPF record.`,
      right === null
        ? `Edit the SPF record and remove ${terms(broken)}, or ask its owner to correct it.`
        : `which does not have ${terms(broken)}, unless its owner corrects it.`,
      broken,
      right,
    )
  }
  const failed = inState('failed', 'not-followed')
  if (failed.length > 0) {
    tell(
      'spf-lookup-failed',
      `What ${terms(failed)} leads to could not be looked up, so the count of lookups is not known.`,
      cureOf('spf-lookup-failed'),
      failed,
    )
  }
  return found
}

/**
 * The domain's own policy without some of its terms.
 *
 * @returns null when any of them stands in a policy of others, or the provider needs it
 */
function withoutTerms(
  context: RecordContext,
  { tree }: SpfEvaluation,
  nodes: readonly SpfNode[],
): FixRecord | null {
  const { policy } = tree
  if (policy === null || nodes.length === 0) return null
  const gone = evaluatedTerms(policy).filter((_, place) =>
    nodes.some((node) => node === tree.children[place]),
  )
  if (gone.length < nodes.length) return null
  const kept = parseSpf(policy).terms.filter(({ offset }) => !gone.some((term) => term.offset === offset))
  const stays = new Set(kept.map(unsignedKey))
  if (requiredTerms(context.record.value).some((term) => !stays.has(unsignedKey(term)))) return null
  return withValue(context, ['v=spf1', ...kept.map(({ text }) => text)].join(' '), present(context, [policy]))
}

/** Whether a term lets nobody pass whom another does not: nothing is there, or it stands there a second time. */
function isUseless(node: SpfNode, all: readonly SpfNode[]): boolean {
  const first = all.find(({ term }) => term.toLowerCase() === node.term.toLowerCase())
  return first !== node || (node.state === 'void' && !isPolicyTerm(node.term))
}

/** Which single terms would do, for a person who must choose among their services. */
function enoughAlone(context: RecordContext, { tree, lookups }: SpfEvaluation): string {
  const needed = new Set(requiredTerms(context.record.value).map(termKey))
  const enough = tree.children
    .filter((node) => lookups - node.lookups <= MAX_LOOKUPS && !needed.has(node.term.toLowerCase()))
    .map(({ term }) => term)
  const head = `Edit the SPF record and remove those of services that no longer send for you, until ${MAX_LOOKUPS} lookups are left`
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
  return [
    finding('spf-type-99', {
      subject: context.subject,
      sentence: `${context.record.name} also has a record of the type SPF, which receivers no longer look at.`,
      evidence: evidenceOn(context.seen, question, 1),
      fix: fix(
        'remove',
        `Delete the record of type SPF at ${context.record.name}. The one of type TXT stays.`,
      ),
    }),
  ]
}

function brokenWords({ term, domain, state }: SpfNode): string {
  switch (state) {
    case 'several':
      return `${term}: ${domain} has several SPF records`
    case 'syntax':
      return `${term}: the SPF record of ${domain} has an error`
    default:
      return `${term}: ${domain} has no SPF record`
  }
}

function terms(nodes: readonly SpfNode[]): string {
  return listed([...new Set(nodes.map(({ term }) => term))])
}

function questionTypeOf(term: string): 'TXT' | 'MX' | 'A' {
  if (/^[-~?+]?include|^redirect/i.test(term)) return 'TXT'
  return /^[-~?+]?mx/i.test(term) ? 'MX' : 'A'
}
