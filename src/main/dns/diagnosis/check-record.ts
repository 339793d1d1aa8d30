import type { Answer } from '../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { Finding, RecordCheck, RecordSighting, DnsStanding } from '../../../preload/contract/findings'
import { isUnserved } from '../zone/known-zones'
import { compareRecord } from './comparison/compare-record'
import { cureOf, finding, fix } from './findings/finding'
import type { Neighbour } from './findings/neighbour'
import { hostOf, presented, presentedExpected } from './records/presentation'
import { recordContext, type RecordContext } from './findings/record-context'
import { aliasInTheWay } from './rules/alias-in-the-way'
import { danglingAlias } from './rules/dangling-alias'
import { differentAlias } from './rules/different-alias'
import { differentMailExchange, leftOver } from './rules/different-mail-exchange'
import { differentValue } from './rules/different-value'
import { differentDkim, dkimAdvice } from './rules/dkim-record'
import { policyNotAsWanted, policyThere } from './rules/expected-policy'
import { mailExchangeSet } from './rules/mail-exchange-set'
import { missingRecord } from './rules/missing-record'
import { propagation } from './rules/propagation'
import { spfLimits, spfTypeRecord } from './rules/spf/spf-limits'
import { policyOfOldType, spfRecord } from './rules/spf/spf-record'
import { aliasWantedAtApex, belowRedirection, besideAlias, otherThanAlias } from './rules/standing-in-the-way'
import { wildcardAnswer } from './rules/wildcard-answer'
import { hasNoZone } from './rules/zone'
import {
  evidenceOf,
  isUseful,
  outcomeName,
  outcomeWords,
  ttlOf,
  valuesOf,
  type SeenAnswers,
} from './answers/seen-answers'
import type { Situation } from './answers/situation'
import type { SpfEvaluation } from './spf/spf-cost'

/**
 * Judges one record of the provider's against what was seen.
 *
 * @param neighbours other sending domains that are known
 * @param index place of the record in `expected`
 * @param spf says what the domain's SPF policy costs; null when it has no single one
 */
export function checkRecord(
  situation: Situation,
  seen: SeenAnswers,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
  index: number,
  spf: () => SpfEvaluation | null,
): RecordCheck {
  const record = expected[index]
  if (record === undefined) throw new RangeError(`There is no record ${index}.`)
  const question = { name: record.name, type: record.type }
  const sightings = new Map(
    seen.all(question).map((answer) => [answer, sighting(answer, record, expected, seen)]),
  )
  const where = [...sightings.values()]
  const standing = record.value === '' ? 'unknown' : standingOf(where)
  const decisive = seen.decisive(question)
  const explained =
    decisive.find((answer) => sightings.get(answer)?.standing !== 'published') ?? decisive[0] ?? null
  const context = recordContext(situation, seen, expected, neighbours, index, explained)
  return {
    index,
    name: record.name,
    type: record.type,
    host: hostOf(record.name, context.apex),
    ...(context.apex === null || context.apex === situation.zone.apex ? {} : { zone: context.apex }),
    expected: presentedExpected(record),
    seen: [...new Set(decisive.flatMap((answer) => seen.completed(answer).records.map(presented)))],
    where,
    standing,
    findings: record.value === '' ? [] : findingsOf(context, standing, where, spf),
  }
}

/** What one server has of the record. */
function sighting(
  answer: Answer,
  record: DnsRecord,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): RecordSighting {
  const data = isUseful(answer) ? seen.completed(answer) : null
  const records = data?.records ?? []
  const isKnown = data !== null && data.end !== 'unknown' && record.value !== ''
  return {
    server: answer.server,
    standing: isKnown ? compareRecord(record, records, expected, seen) : 'unknown',
    values: records.length > 0 ? records.map(presented) : valuesOf(answer),
    outcome: outcomeName(answer),
    ttl: ttlOf(answer),
    at: answer.at,
  }
}

/** The zone's own servers decide. Resolvers decide only if none of those gave a useful answer. */
function standingOf(where: readonly RecordSighting[]): DnsStanding {
  const useful = where.filter(({ standing }) => standing !== 'unknown')
  const own = useful.filter(({ server }) => server.kind === 'authoritative')
  const standings = (own.length > 0 ? own : useful).map(({ standing }) => standing)
  if (standings.length === 0) return 'unknown'
  if (standings.every((standing) => standing === 'published')) return 'published'
  if (standings.includes('published')) return 'partly'
  return standings.includes('different') ? 'different' : 'missing'
}

function findingsOf(
  context: RecordContext,
  standing: DnsStanding,
  where: readonly RecordSighting[],
  spf: () => SpfEvaluation | null,
): Finding[] {
  return [
    ...causes(context, standing),
    ...propagation(context, standing, where),
    ...mailExchangeSet(context),
    ...leftOver(context),
    ...besideAlias(context),
    ...(context.role === 'dkim-key' ? dkimAdvice(context) : []),
    ...(context.role === 'spf' ? spfTypeRecord(context) : []),
    ...(context.role === 'spf' ? limits(context, spf()) : []),
  ]
}

function limits(context: RecordContext, spf: SpfEvaluation | null): Finding[] {
  return spf === null ? [] : spfLimits(context, spf)
}

/** Why the record is not as it must be. */
function causes(context: RecordContext, standing: DnsStanding): Finding[] {
  switch (standing) {
    case 'unknown':
      // The record is there, but it cannot be known what it does.
      return context.role === 'spf' && context.values.length > 0
        ? notAsWanted(context)
        : [lookupFailed(context)]
    case 'published':
      if (context.role === 'alias') return danglingAlias(context)
      if (context.role === 'policy') return policyThere(context)
      return context.role === 'spf' ? spfRecord(context) : []
    case 'partly':
      return []
    case 'missing':
    case 'different':
      // A cause that all records share is told once, for the domain.
      return hasNoZone(context.situation, context.seen) ? [] : notAsWanted(context)
  }
}

function notAsWanted(context: RecordContext): Finding[] {
  // An alias may lead to a policy, and a wildcard may answer with one; either is one.
  if (context.role === 'policy') return policyNotAsWanted(context)
  const inTheWay =
    belowRedirection(context) ??
    aliasWantedAtApex(context) ??
    wildcardAnswer(context) ??
    aliasInTheWay(context)
  if (inTheWay !== null) return inTheWay
  if (context.role === 'spf') {
    const oldType = policyOfOldType(context)
    if (oldType !== null) return oldType
  }
  if (context.values.length === 0) return otherThanAlias(context) ?? missingRecord(context)
  switch (context.role) {
    case 'spf':
      return spfRecord(context)
    case 'dkim-key':
      return differentDkim(context)
    case 'alias':
      return differentAlias(context)
    case 'mail-exchange':
      return differentMailExchange(context)
    case 'text':
    case 'address':
      return differentValue(context)
  }
}

function lookupFailed({ record, seen, subject }: RecordContext): Finding {
  const answers = seen.all({ name: record.name, type: record.type })
  const leadsTo = answers
    .filter(isUseful)
    .map((answer) => seen.completed(answer))
    .find(({ end }) => end === 'unknown')?.owner
  const words = answers.map((answer) => {
    if (!isUseful(answer)) return `${answer.server.name} ${outcomeWords(answer)}`
    const { aliases, owner } = seen.completed(answer)
    return `${answer.server.name} ${aliases.length > 0 ? `says that it is an alias for ${owner}` : 'found nothing'}`
  })
  const said = words.length === 0 ? 'Nobody was asked.' : `${[...new Set(words)].slice(0, 6).join('; ')}.`
  const zone = seen.zones.at(record.name)
  const cure = isUnserved(zone)
    ? `Nothing can be said about the record until the name servers of ${zone.apex} answer.`
    : leadsTo === undefined
      ? cureOf('lookup-failed')
      : `Check again in some minutes. If it stays so, nobody answers for ${leadsTo}: tell whoever runs that name.`
  return finding('lookup-failed', {
    subject,
    sentence: `It is not known whether the record is there. ${said}`,
    evidence: answers.slice(0, 6).map(evidenceOf),
    fix: fix('wait', cure),
  })
}
