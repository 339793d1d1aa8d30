import type { RecordAdvice } from '../../../preload/contract/advice'
import type { DnsRecord, DomainDetail } from '../../../preload/contract/domain'
import type { DomainCheck, Finding, RecordCheck } from '../../../preload/contract/findings'
import { ageOf } from './age'
import { asCure, cureFor, type Cure } from './cure'
import { isSameSet } from './same-record'
import { seenSets } from './seen-sets'
import { settled } from './settled'
import { providersOwn, zonesOwn } from './zones-own'

/** One of the provider's records with what is known of it. */
interface KnownRecord {
  readonly record: DnsRecord
  readonly index: number
  /** Null when DNS was never asked about this record as it is now. */
  readonly check: RecordCheck | null
  readonly cure: Cure | null
}

/**
 * Says what to do for each of the provider's records in its zone, in their order. Pure.
 *
 * Where a check found a record missing or different and no finding offers a fix, a person decides: the provider's own
 * value may be wrong there, as a second SPF record is.
 *
 * @param check the domain's last one; null when there was none
 * @param now milliseconds since the epoch
 */
export function advise(
  { records }: Pick<DomainDetail, 'records'>,
  check: DomainCheck | null,
  now: number,
): RecordAdvice[] {
  const known = records.map((record, index): KnownRecord => {
    const own = check === null ? null : checkOf(record, index, check)
    return { record, index, check: own, cure: own === null ? null : cureFor(record, own, records) }
  })
  return settled(
    known.map((one) => adviceFor(one, known, check, now)),
    records,
  )
}

/** The check of a record; null when the check was of a record with another name, type or data. */
function checkOf(record: DnsRecord, index: number, { records }: DomainCheck): RecordCheck | null {
  const { type, value, priority } = record
  const expected = type === 'MX' ? `${priority ?? 10} ${value}` : value
  const isOfRecord = (one: RecordCheck): boolean => isSameSet(one, record) && one.expected === expected
  const atPlace = records.find((one) => one.index === index && isOfRecord(one))
  return atPlace ?? records.find(isOfRecord) ?? null
}

function adviceFor(
  { record, index, check, cure: own }: KnownRecord,
  all: readonly KnownRecord[],
  domain: DomainCheck | null,
  now: number,
): RecordAdvice {
  const place = check?.zone === undefined ? {} : { zone: check.zone }
  const nothing = { index, ...place, beside: [], goes: [], drops: [], after: null, finding: null }
  if (check === null || domain === null) {
    const sentence = domain === null ? NEVER_CHECKED : CHANGED_SINCE
    const age = { checkedAt: null, isOld: false, seen: [] }
    return { ...nothing, ...age, action: 'unknown', record: providersOwn(record), sentence }
  }
  const expected = all.map((one) => one.record)
  const age = ageOf(check, domain, now)
  if (check.standing === 'unknown') {
    // Where somebody answered, a finding says what is not known.
    const [first] = check.findings
    const sentence = first === undefined ? NOBODY_ANSWERED : reasonOf(first, domain)
    return { ...nothing, ...age, action: 'unknown', record: providersOwn(record), sentence, seen: [] }
  }
  const isThere = check.standing === 'published'
  const cure = own ?? (isThere ? null : sharedCure(record, all, expected))
  if (cure !== null) {
    const { fix, code } = cure.finding
    const comes = cure.comes ?? zonesOwn(record, check, expected)
    return {
      index,
      ...place,
      ...age,
      action: cure.comes === null ? 'remove' : isAddition(cure) ? 'add' : 'replace',
      record: comes,
      beside: [...cure.beside],
      goes: [...cure.goes],
      sentence: fix.sentence,
      drops: fix.drops,
      ...(fix.isConditional === true && { isConditional: true as const }),
      after: fix.after?.sentence ?? null,
      finding: code,
      seen: seenSets(check, cure.finding, [comes, ...cure.beside, ...cure.goes]),
    }
  }
  const [first] = check.findings
  if (isThere || isOnItsWay(check)) {
    const there = zonesOwn(record, check, expected)
    const sentence = isThere ? '' : reasonOf(first, domain)
    const seen = seenSets(check, null, [there])
    return { ...nothing, ...age, action: 'leave', record: there, sentence, seen }
  }
  return {
    ...nothing,
    ...age,
    action: 'decide',
    record: providersOwn(record),
    seen: [],
    sentence: reasonOf(first, domain),
    finding: first?.code ?? null,
  }
}

const NEVER_CHECKED = 'Not checked against DNS yet.'
const CHANGED_SINCE = 'Not checked against DNS since the provider changed this record.'
const NOBODY_ANSWERED = 'Unknown: no DNS server answered about this record at the last check.'

/** The fix that another record's finding offers for this one too: a finding on mail servers covers all of a name. */
function sharedCure(
  record: DnsRecord,
  all: readonly KnownRecord[],
  expected: readonly DnsRecord[],
): Cure | null {
  for (const { cure } of all) {
    if (cure === null || cure.comes === null) continue
    const shared = asCure(cure.finding, record, expected)
    if (shared !== null) return shared
  }
  return null
}

function isAddition({ finding, goes }: Cure): boolean {
  return goes.length === 0 && finding.fix.action === 'add'
}

/** Whether some servers have the record, and the others will get it by themselves. */
function isOnItsWay({ standing, findings }: RecordCheck): boolean {
  return standing === 'partly' && findings.some(({ fix }) => fix.action === 'wait')
}

/** What is wrong with a record, and what to do about it. */
function reasonOf(first: Finding | undefined, { findings }: DomainCheck): string {
  const told = first ?? findings.find(({ severity }) => severity === 'bad')
  if (told === undefined) {
    return 'DNS does not have this record as the provider wants it, and Zonedesk does not know what is right in this zone.'
  }
  return `${told.sentence} ${told.fix.sentence}`.trim()
}
