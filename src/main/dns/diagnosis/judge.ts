import type { Observation, Question } from '../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { DomainCheck, Finding, RecordCheck } from '../../../preload/contract/findings'
import { neededRecords, spareKeys } from '../../../preload/contract/needed-records'
import { checkRecord } from './check-record'
import { compareRecord } from './comparison/compare-record'
import { inItsZone } from './findings/cure-place'
import { summarize } from './findings/health'
import type { Neighbour } from './findings/neighbour'
import { plainName, presented } from './records/presentation'
import { distinct, explainingQuestions } from './answers/questions'
import { roleOf } from './comparison/record-role'
import { policyFindings } from './rules/policies/policy-findings'
import { aliasQuestions } from './rules/alias-in-the-way'
import { seenTargetQuestions } from './rules/different-alias'
import { implicitExchangeQuestions } from './rules/implicit-exchange'
import { dmarcReportQuestions } from './rules/policies/dmarc'
import { passedBy } from './rules/spare-key'
import { placeQuestions } from './rules/misplaced-record'
import { probeQuestions } from './rules/wildcard-answer'
import { hasNoZone, zoneFindings } from './rules/zone'
import { cutFindings } from './rules/zone-cuts'
import { SeenAnswers, type UsefulAnswer } from './answers/seen-answers'
import type { Situation } from './answers/situation'
import { senderQuestions, spfAnswers } from './spf/spf-answers'
import { evaluateSpf, type SpfEvaluation } from './spf/spf-cost'
import { spfTextOf } from './spf/spf-intended'
import { isSpf } from './spf/spf-policy'
import { addressQuestions, targetQuestions } from './answers/targets'
import { coverQuestions, keepingWildcards } from './findings/wildcard-cover'

/**
 * Says which of the provider's records of a domain DNS has, why the others fail, and what could be done. The cures are
 * not rehearsed yet. Pure: it looks at the observation and asks nothing.
 *
 * @param expected the provider's records, in their order
 * @param neighbours other sending domains that are known
 * @param seen the answers to go by, in place of the observation's
 */
export function judge(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[] = [],
  seen = new SeenAnswers(observation),
): DomainCheck {
  const spf = spfOf(observation, seen)
  const placed = (finding: Finding): Finding =>
    inItsZone(keepingWildcards(finding, observation, expected, seen), seen.zones)
  const spare = seen.once('spare keys', () => spareKeys(expected))
  const recordAt = (index: number): RecordCheck => {
    const costs = (): SpfEvaluation | null => spfOf(observation, seen)
    const record = checkRecord(observation, seen, expected, neighbours, index, costs)
    const checked = { ...record, findings: record.findings.map(placed) }
    return spare.has(index) ? passedBy(checked, seen) : checked
  }
  const records = expected.map((_, index) => seen.once(`record ${index}`, () => recordAt(index)))
  // Without a zone, nothing else can be advised.
  const advised = hasNoZone(observation, seen) ? [] : policyFindings(observation, seen, expected, placed)
  const findings = [
    ...zoneFindings(observation, seen),
    ...cutFindings(observation, neededRecords(expected)),
    ...advised,
  ]
  return {
    domain: observation.domain,
    zone: observation.zone.apex,
    at: observation.finishedAt,
    complete: observation.complete,
    records,
    findings,
    spf:
      spf === null
        ? null
        : {
            tree: spf.tree,
            lookups: spf.lookups,
            voidLookups: spf.voidLookups,
            complete: spf.complete,
          },
    summary: summarize(records, findings),
  }
}

/**
 * The further questions that the answers so far lead to: what may explain a missing record, the SPF policies and names
 * that the domain's policy leads to, whether its mail servers are aliases and have addresses, whether the targets of
 * CNAMEs are there, and whether the domains that get DMARC reports take them. Ask them, add the answers to the
 * observation, and call again, until there are none. Every round leads at most one include deeper.
 */
export function questionsLedTo(
  observation: Observation,
  expected: readonly DnsRecord[],
  seen = new SeenAnswers(observation),
): Question[] {
  return unasked(partsLedTo(observation, expected, seen), seen)
}

/**
 * What answers lead to besides what others led to, all of which was asked: what was worked out of the same answers leads
 * nowhere new.
 *
 * @param seen those others but some
 */
export function questionsLedToBesides(
  observation: Observation,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
  before: SeenAnswers,
): Question[] {
  const known = before.once('led to', () => new Set(partsLedTo(observation, expected, before)))
  return unasked(
    partsLedTo(observation, expected, seen).filter((part) => !known.has(part)),
    seen,
  )
}

function unasked(parts: readonly (readonly Question[])[], seen: SeenAnswers): Question[] {
  return distinct(parts.flatMap((part) => part.filter((question) => !seen.isAsked(question))))
}

/** What answers lead to, part by part; a part that follows from the same answers is the same array. */
function partsLedTo(
  observation: Observation,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): (readonly Question[])[] {
  const exchanges = seen.once('ask exchanges', () => mailServerQuestions(expected, seen))
  const targets = seen.once('ask targets', () =>
    expected
      .filter(({ type, value }) => type === 'CNAME' && value !== '')
      .flatMap((record) => targetQuestions(record, seen)),
  )
  const senders = seen.once('ask senders', () => spfSenders(observation, seen, expected))
  const needed = spfOf(observation, seen)?.needed ?? NO_QUESTIONS
  const records = hasNoZone(observation, seen)
    ? []
    : seen.once('needed records', () => neededRecords(expected))
  const why = records.map((record, place) =>
    seen.once(`ask why ${place}`, () =>
      seen.fact(`unseen ${place}`, (answers) => isUnseen(record, answers, expected))
        ? reasonQuestions(record, observation, expected, seen)
        : NO_REASON,
    ),
  )
  const reports = seen.once('ask reports', () => dmarcReportQuestions(observation, seen))
  return [
    ...why.map(({ around }) => around),
    ...[needed, senders, exchanges, targets, reports],
    ...why.map(({ probes }) => probes),
  ]
}

const NO_QUESTIONS: readonly Question[] = []

/** What may say why a record is not there. */
interface ReasonQuestions {
  readonly around: readonly Question[]
  readonly probes: readonly Question[]
}

const NO_REASON: ReasonQuestions = { around: [], probes: [] }

function reasonQuestions(
  record: DnsRecord,
  situation: Situation,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): ReasonQuestions {
  return {
    around: [
      ...explainingQuestions(record, situation, seen.zones),
      ...aliasQuestions(record, seen),
      ...seenTargetQuestions(record, seen),
      ...placeQuestions(record, situation, expected, seen),
      ...coverQuestions(record, situation, seen),
      ...implicitExchangeQuestions(record, seen),
    ],
    probes: record.type === 'CNAME' ? probeQuestions(record.name, situation.probes, seen) : [],
  }
}

/** Whether those who answered for a record agree that it is not there as it must be. */
function isUnseen(record: DnsRecord, seen: SeenAnswers, expected: readonly DnsRecord[]): boolean {
  if (record.value === '') return false
  const answers = seen.decisive({ name: record.name, type: record.type })
  const isThere = (answer: UsefulAnswer): boolean =>
    compareRecord(record, seen.completed(answer).records, expected, seen) === 'published'
  return answers.length > 0 && !answers.some(isThere)
}

/** A hostile zone may name any number. */
const MAX_EXCHANGES_ASKED = 20

/** The addresses of mail servers, and of the provider's own: others may be names for them, and a cure brings them. */
function mailServerQuestions(expected: readonly DnsRecord[], seen: SeenAnswers): Question[] {
  const wanted = expected
    .filter(({ type, value }) => type === 'MX' && value !== '')
    .filter(({ name }) => seen.data({ name, type: 'MX' }) !== null)
  const own = wanted.map(({ value }) => plainName(value))
  const named = wanted
    .flatMap(({ name }) => seen.data({ name, type: 'MX' })?.records ?? [])
    .flatMap((record) => (record.type === 'MX' ? [plainName(record.exchange)] : []))
  const there = [...new Set(named)].slice(0, MAX_EXCHANGES_ASKED)
  const hosts = new Set([...there, ...own])
  return [...hosts].filter(isHostName).flatMap((host) => addressQuestions(host, seen))
}

function isHostName(exchange: string): boolean {
  return /[a-z]/i.test(exchange) && !exchange.includes('\\')
}

/** The cost of the domain's SPF policy; null without one, or with several. */
function spfOf({ domain }: Situation, seen: SeenAnswers): SpfEvaluation | null {
  return seen.once('spf cost', () => costOfSpf(domain, seen))
}

function costOfSpf(domain: string, seen: SeenAnswers): SpfEvaluation | null {
  const texts = seen.data({ name: domain, type: 'TXT' })?.records.map(presented) ?? []
  const policies = texts.filter(isSpf)
  const [policy] = policies
  if (policy === undefined || policies.length > 1) return null
  return evaluateSpf(domain, policy, spfAnswers(seen))
}

/** What to ask to find out whom the SPF policies at a name let pass, and which senders are the provider's. */
function spfSenders({ domain }: Situation, seen: SeenAnswers, expected: readonly DnsRecord[]): Question[] {
  const wanted = expected.filter((record) => roleOf(record) === 'spf')
  const names = new Set([domain, ...wanted.map(({ name }) => name)])
  return [...names].flatMap((name) => {
    const texts = seen.data({ name, type: 'TXT' })?.records.map(spfTextOf) ?? []
    const values = wanted.filter((record) => record.name === name).map(({ value }) => value)
    return senderQuestions(name, [...texts, ...values], spfAnswers(seen))
  })
}
