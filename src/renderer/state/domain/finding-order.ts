import type { DnsRecord } from '../../../preload/contract/domain'
import {
  neededChecks,
  type DomainCheck,
  type Finding,
  type RecordCheck,
  type RecordSighting,
  type Severity,
} from '../../../preload/contract/findings'
import { spareKeys } from '../../../preload/contract/needed-records'

const RANK: Record<Severity, number> = { bad: 0, warn: 1, info: 2 }

/** What the window says once for all records instead of at each: the provider has not looked yet. */
const SAID_ONCE = 'not-verified-yet'

/** The worst first; of equal ones the order they came in. */
function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity])
}

/** What a domain's check says, in the order a person should read it. */
export interface OrderedCheck {
  /** About the domain as a whole and wrong: it stands above the records. */
  readonly ofDomain: readonly Finding[]
  /** Records that are not as they must be, or could be better, the worst first. */
  readonly toFix: readonly RecordCheck[]
  /** Records with nothing to do. */
  readonly fine: readonly RecordCheck[]
  /** DKIM keys that the provider does not sign with. */
  readonly spare: readonly RecordCheck[]
  /** About the domain as a whole, and not wrong. */
  readonly advice: readonly Finding[]
  /** Places of records that DNS has and the provider did not see. */
  readonly unseen: ReadonlySet<number>
}

/** @param wanted the records as the provider has them now, which may have seen more since */
export function ordered(check: DomainCheck, wanted: readonly DnsRecord[]): OrderedCheck {
  const ofDomain = bySeverity(check.findings)
  const records = neededChecks(check).map((record) => ({
    ...record,
    findings: bySeverity(record.findings).filter(({ code }) => code !== SAID_ONCE),
  }))
  const toFix = records
    .filter(({ standing, findings }) => standing !== 'published' || findings.length > 0)
    .sort((a, b) => rankOf(a) - rankOf(b))
  return {
    ofDomain: ofDomain.filter(({ severity }) => severity !== 'info'),
    toFix,
    fine: records.filter((record) => !toFix.includes(record)),
    spare: check.records.filter(({ isSpare }) => isSpare === true),
    advice: ofDomain.filter(({ severity }) => severity === 'info'),
    unseen: new Set(
      neededChecks(check)
        .filter(
          ({ index, findings }) =>
            findings.some(({ code }) => code === SAID_ONCE) && wanted[index]?.valid !== 'valid',
        )
        .map(({ index }) => index),
    ),
  }
}

/** A record without a finding of its own suffers from one of the domain. */
function rankOf({ findings, standing }: RecordCheck): number {
  const [worst] = findings
  if (worst !== undefined) return RANK[worst.severity]
  return standing === 'published' ? RANK.info : RANK.bad
}

/** Whether a record is still to be published, or to be seen by those who remember something else. */
export function isBehind({ standing, findings }: RecordCheck): boolean {
  return (
    standing !== 'published' ||
    findings.some(({ code }) => code === 'stale-resolver' || code === 'absence-remembered')
  )
}

const KINDS: readonly RecordSighting['server']['kind'][] = ['authoritative', 'system', 'public']

/** Who was asked, the zone's own servers first, each kind by name. */
export function byServer(where: readonly RecordSighting[]): RecordSighting[] {
  return [...where].sort(
    ({ server: a }, { server: b }) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      (a.kind === 'authoritative' ? a.name.localeCompare(b.name, undefined, { numeric: true }) : 0),
  )
}

/** Whether a check was made of other records than the provider asks for now, or needs now. */
export function isOutdated({ records }: DomainCheck, wanted: readonly DnsRecord[]): boolean {
  const spare = spareKeys(wanted)
  const isOther = (record: DnsRecord, index: number): boolean =>
    !isCheckOf(records[index], record) || (records[index]?.isSpare === true) !== spare.has(index)
  return records.length !== wanted.length || wanted.some(isOther)
}

/** Whether the check of a record is about this one. */
export function isCheckOf(check: RecordCheck | undefined, record: DnsRecord): boolean {
  const { type, name, value, priority } = record
  return (
    check !== undefined &&
    check.type === type &&
    check.name === name &&
    check.expected === (type === 'MX' ? `${priority ?? 10} ${value}` : value)
  )
}
