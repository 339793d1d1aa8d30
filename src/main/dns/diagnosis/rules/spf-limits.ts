import type { FindingCode } from '../../../../preload/contract/finding-catalogue'
import type { Finding, SpfNode } from '../../../../preload/contract/findings'
import { cureOf, finding, fix } from '../finding'
import { listed } from '../presentation'
import type { RecordContext } from '../record-context'
import { evidenceOn } from '../seen-answers'
import { MAX_EXCHANGES, MAX_LOOKUPS, MAX_VOID_LOOKUPS, nodesOf, type SpfEvaluation } from '../spf/spf-cost'

/** What an SPF policy's evaluation leads to: limits, loops and broken includes (RFC 7208 sections 4.6.4 and 5.2). */
export function spfLimits(context: RecordContext, spf: SpfEvaluation): Finding[] {
  const found: Finding[] = []
  const tell = (code: FindingCode, sentence: string, cure: string, about: readonly SpfNode[]): void => {
    const evidence = about.flatMap(({ domain, term }) =>
      evidenceOn(context.seen, { name: domain, type: questionTypeOf(term) }, 1),
    )
    found.push(
      finding(code, {
        subject: context.subject,
        sentence,
        evidence: evidence.slice(0, 8),
        fix: fix('edit', cure),
      }),
    )
  }
  const nodes = [...nodesOf(spf.tree)].slice(1)
  const inState = (...states: readonly SpfNode['state'][]): SpfNode[] =>
    nodes.filter(({ state }) => states.includes(state))

  const loops = inState('loop')
  if (loops.length > 0) {
    tell('spf-loop', `The SPF record leads back to itself by ${terms(loops)}.`, cureOf('spf-loop'), loops)
  }
  if (spf.lookups > MAX_LOOKUPS) {
    const costs = spf.tree.children
      .toSorted((a, b) => b.lookups - a.lookups)
      .map(({ term, lookups }) => `${term} (${lookups})`)
    tell(
      'spf-too-many-lookups',
      `The SPF record needs ${spf.complete ? '' : 'at least '}${spf.lookups} DNS lookups, and receivers stop after ${MAX_LOOKUPS}: ${listed(costs)}.`,
      `Remove terms of services you no longer use, or replace an include by the addresses it stands for, until ${MAX_LOOKUPS} lookups are left; the number behind each term is what it costs.`,
      [],
    )
  }
  const voids = inState('void')
  if (spf.voidLookups > MAX_VOID_LOOKUPS) {
    tell(
      'spf-too-many-void-lookups',
      `${terms(voids)} lead to nothing, and receivers stop after ${MAX_VOID_LOOKUPS} such lookups.`,
      cureOf('spf-too-many-void-lookups'),
      voids,
    )
  }
  if (spf.tooManyExchanges.length > 0) {
    tell(
      'spf-too-many-mx',
      `${listed(spf.tooManyExchanges)} leads to more than ${MAX_EXCHANGES} mail servers, which breaks the policy.`,
      cureOf('spf-too-many-mx'),
      [],
    )
  }
  const broken = nodes.filter(
    ({ state, term }) =>
      state === 'no-policy' ||
      state === 'several' ||
      state === 'syntax' ||
      (state === 'void' && /include|redirect/i.test(term)),
  )
  if (broken.length > 0) {
    tell(
      'spf-include-broken',
      `${broken.map(brokenWords).join('; ')}. Receivers then ignore the whole SPF record.`,
      `Remove ${terms(broken)}, or have its owner correct it.`,
      broken,
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

/** The obsolete type 99 (RFC 7208 section 3.1). */
export function spfTypeRecord(context: RecordContext): Finding[] {
  const question = { name: context.record.name, type: 'SPF' } as const
  if ((context.seen.data(question)?.records.length ?? 0) === 0) return []
  return [
    finding('spf-type-99', {
      subject: context.subject,
      sentence: `${context.record.name} also has a record of the type SPF, which receivers no longer look at.`,
      evidence: evidenceOn(context.seen, question, 1),
      fix: fix('remove', 'Remove the record of type SPF, and keep the one of type TXT.'),
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
