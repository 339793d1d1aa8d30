import type { DnsRecord } from '../../../preload/contract/domain'
import {
  type DomainCheck,
  type Finding,
  neededChecks,
  type RecordCheck,
} from '../../../preload/contract/findings'
import type { DomainChange, RecordedOutcome } from '../../../preload/contract/history'
import { countFailing, neededRecords } from '../../../preload/contract/needed-records'

/**
 * What a check of DNS found, and what is different from the check before: how each needed record stands, and which
 * findings about the domain as a whole there are. Advice does not count.
 *
 * @param before null when there was none
 */
export function checkChanges(before: DomainCheck | null, after: DomainCheck): DomainChange[] {
  const changes = before === null ? [] : [...standingChanges(before, after), ...findingChanges(before, after)]
  const outcome: RecordedOutcome = {
    what: 'check',
    found: published(after),
    needed: neededChecks(after).length,
    foundBefore: before === null ? null : published(before),
    repeats: before !== null && changes.length === 0,
  }
  return [outcome, ...changes]
}

/**
 * What a verification found.
 *
 * @param before the records as they were known; null when they were never fetched
 * @param changes what is different after the verification
 */
export function verificationOutcome(
  before: readonly DnsRecord[] | null,
  after: readonly DnsRecord[],
  changes: readonly DomainChange[],
): RecordedOutcome {
  return {
    what: 'verification',
    found: valid(after),
    needed: neededRecords(after).length,
    foundBefore: before === null ? null : valid(before),
    repeats: before !== null && changes.length === 0,
  }
}

function valid(records: readonly DnsRecord[]): number {
  return neededRecords(records).length - countFailing(records)
}

function published(check: DomainCheck): number {
  return neededChecks(check).filter(({ standing }) => standing === 'published').length
}

function standingChanges(before: DomainCheck, after: DomainCheck): DomainChange[] {
  const changes: DomainChange[] = []
  const rest = Map.groupBy(neededChecks(before), placeOf)
  for (const record of neededChecks(after)) {
    const { type, name, standing } = record
    const was = rest.get(placeOf(record))?.shift()?.standing ?? null
    if (was !== standing) changes.push({ what: 'standing', type, name, before: was, after: standing })
  }
  for (const { type, name, standing } of [...rest.values()].flat())
    changes.push({ what: 'standing', type, name, before: standing, after: null })
  return changes
}

/** Records of one name and type are told apart by their value. */
function placeOf({ type, name, expected }: RecordCheck): string {
  return JSON.stringify([type, name, expected])
}

function findingChanges(before: DomainCheck, after: DomainCheck): DomainChange[] {
  const [were, are] = [troublesOf(before), troublesOf(after)]
  const without = (some: ReadonlyMap<string, Finding>, others: ReadonlyMap<string, Finding>): Finding[] =>
    [...some].flatMap(([code, finding]) => (others.has(code) ? [] : [finding]))
  const told = (change: 'came' | 'went', findings: readonly Finding[]): DomainChange[] =>
    findings.map(({ code, title }) => ({ what: 'finding', change, code, title }))
  return [...told('came', without(are, were)), ...told('went', without(were, are))]
}

/** Findings about the domain as a whole, by their code. */
function troublesOf({ findings }: DomainCheck): Map<string, Finding> {
  return new Map(
    findings.filter(({ severity }) => severity !== 'info').map((finding) => [finding.code, finding]),
  )
}
