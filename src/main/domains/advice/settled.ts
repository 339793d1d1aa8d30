import { isChange, type AdvisedRecord, type RecordAdvice } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'
import { isSpf } from '../../dns/diagnosis/spf/spf-policy'
import { isSameRecord, plain } from './same-record'
import { providersOwn } from './zones-own'

/**
 * The advice for all records of a domain, made to agree: no advice deletes one of the provider's records for another,
 * and no two changes publish records that cannot stand beside each other. Of two changes that clash, a person decides
 * on the later one.
 *
 * @param records the provider's, in the order of the advice
 */
export function settled(all: readonly RecordAdvice[], records: readonly DnsRecord[]): RecordAdvice[] {
  const kept: RecordAdvice[] = []
  for (const advice of all) {
    const others = [...kept, ...all.slice(kept.length + 1)]
    const reason = disagreement(advice, others, kept)
    const asked = records[advice.index]
    kept.push(reason === null || asked === undefined ? advice : undecided(advice, asked, reason))
  }
  return kept
}

/** Why a change cannot be made beside the others; null when it can. */
function disagreement(
  advice: RecordAdvice,
  others: readonly RecordAdvice[],
  before: readonly RecordAdvice[],
): string | null {
  if (!isChange(advice)) return null
  const needed = advice.goes.find((old) =>
    others.some(({ action, record }) => action !== 'decide' && isSameRecord(record, old)),
  )
  if (needed !== undefined) {
    return `The change for this record would delete the ${needed.type} record at ${needed.name}, which the provider needs too.`
  }
  const staying = others.filter(
    (other) => other.action === 'leave' || (isChange(other) && before.includes(other)),
  )
  const comes = advice.action === 'remove' ? [] : [advice.record, ...advice.beside]
  const clash = staying
    .flatMap(({ record, beside }) => [record, ...beside])
    .find((there) => comes.some((one) => cannotStandTogether(one, there)))
  return clash === undefined
    ? null
    : `This record cannot stand beside the ${clash.type} record that the provider needs at ${clash.name} too.`
}

function undecided(advice: RecordAdvice, asked: DnsRecord, sentence: string): RecordAdvice {
  const record = providersOwn(asked)
  return {
    ...advice,
    action: 'decide',
    record,
    beside: [],
    goes: [],
    sentence,
    drops: [],
    after: null,
    seen: [],
  }
}

/** A CNAME stands alone (RFC 1034 section 3.6.2), and so does an SPF record (RFC 7208 section 3.2). */
function cannotStandTogether(one: AdvisedRecord, other: AdvisedRecord): boolean {
  if (plain(one.name) !== plain(other.name) || isSameRecord(one, other)) return false
  if (one.type === 'CNAME' || other.type === 'CNAME') return true
  return one.type === 'TXT' && other.type === 'TXT' && isSpf(one.value) && isSpf(other.value)
}
