import type { ResourceRecord } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import { parseDkimKey, servesMail } from '../records/dkim-key'
import { isInOrder, preferenceOf } from './mail-exchanges'
import { countedOf, doesAll, meantOf, policyKindOf } from '../records/policy-kind'
import { plainName, presented, sameName } from '../records/presentation'
import { roleOf } from './record-role'
import type { SeenAnswers } from '../answers/seen-answers'
import { spfAnswers } from '../spf/spf-answers'
import { intendedSpf } from '../spf/spf-intended'
import { isSenderId, isSpf, isTooLong, parseSpf } from '../spf/spf-policy'
import { providerStanding } from '../spf/spf-provider'
import { unglued } from '../spf/spf-repair'

/** `unknown`: the record is there, but it cannot be known whether it does what it must. */
export type RecordComparison = 'published' | 'missing' | 'different' | 'unknown'

/**
 * Compares a record the provider wants with the RRset at its name.
 *
 * SPF is compared by whether it lets the provider's servers pass, not by equality; a DKIM key by its tags (RFC 6376
 * section 3.6.1); a policy of which one may stand by what it asks for; TXT by the joined text, however it was split;
 * names without regard to case; an MX by its host, and by its priority where that changes the order in which servers
 * are tried.
 *
 * @param expected the record; its value is not empty
 * @param records of the same type at its name, aliases followed
 * @param others the domain's other records, for telling mail servers of the provider from strange ones
 * @param seen what else was seen, for what SPF leads to; null when that is nothing
 */
export function compareRecord(
  expected: DnsRecord,
  records: readonly ResourceRecord[],
  others: readonly DnsRecord[],
  seen: SeenAnswers | null = null,
): RecordComparison {
  if (records.length === 0) return 'missing'
  const values = records.map(presented)
  switch (roleOf(expected)) {
    case 'spf':
      return compareSpf(expected, values, seen)
    case 'dkim-key':
      return compareDkim(expected.value, values)
    case 'policy':
      return comparePolicy(expected, values)
    case 'text':
      return values.includes(expected.value) ? 'published' : 'different'
    case 'alias':
      return records.length === 1 && values.every((target) => sameName(target, expected.value))
        ? 'published'
        : 'different'
    case 'address':
      return values.some((address) => address.toLowerCase() === expected.value.toLowerCase())
        ? 'published'
        : 'different'
    case 'mail-exchange':
      return compareExchange(expected, records, others)
  }
}

const COMPARED = { passes: 'published', partly: 'different', fails: 'different', unknown: 'unknown' } as const

function compareSpf(
  { name, value }: DnsRecord,
  texts: readonly string[],
  seen: SeenAnswers | null,
): RecordComparison {
  const policies = texts.filter(isSpf)
  const [policy] = policies
  if (policy === undefined) {
    const isMeant = (text: string): boolean =>
      intendedSpf(text) !== null || (/^\W*(v\s*=\s*)?spf/i.test(text) && !isSenderId(text))
    return texts.some(isMeant) ? 'different' : 'missing'
  }
  if (policies.length > 1 || isTooLong(policy) || unglued(policy) !== null) return 'different'
  if (parseSpf(policy).faults.length > 0) return 'different'
  const { verdict, notLiteral } = providerStanding(
    name,
    policy,
    value,
    seen === null ? () => undefined : spfAnswers(seen),
  )
  // With the provider's own terms in it the record is as wanted, whatever else cannot be known.
  return verdict === 'unknown' && notLiteral.length === 0 ? 'published' : COMPARED[verdict]
}

function comparePolicy(expected: DnsRecord, texts: readonly string[]): RecordComparison {
  const kind = policyKindOf(expected)
  if (kind === null) return 'different'
  const counted = countedOf(kind, texts)
  const [only] = counted
  if (only === undefined) return meantOf(kind, texts).length > 0 ? 'different' : 'missing'
  return counted.length === 1 && doesAll(kind, expected.value, only) ? 'published' : 'different'
}

function compareDkim(expected: string, texts: readonly string[]): RecordComparison {
  const [only] = texts
  if (only === undefined || texts.length > 1) return 'different'
  const wanted = parseDkimKey(expected).key
  const { key, faults } = parseDkimKey(only)
  const same =
    key !== null &&
    faults.length === 0 &&
    key.publicKey === wanted?.publicKey &&
    key.keyType === wanted.keyType &&
    servesMail(key)
  return same ? 'published' : 'different'
}

function compareExchange(
  expected: DnsRecord,
  records: readonly ResourceRecord[],
  others: readonly DnsRecord[],
): RecordComparison {
  const exchanges = records.filter((record) => record.type === 'MX')
  const wanted = others.filter(({ type, name }) => type === 'MX' && name === expected.name)
  const same = exchanges.filter(({ exchange }) => sameName(exchange, expected.value))
  if (same.some(({ preference }) => preference === preferenceOf(expected))) return 'published'
  if (same.length > 0) return isInOrder(exchanges, wanted) ? 'published' : 'different'
  const known = new Set(wanted.map(({ value }) => plainName(value)))
  // A null MX says nothing of the servers beside it (RFC 7505 section 3).
  const servers = exchanges.map(({ exchange }) => plainName(exchange)).filter((host) => host !== '')
  return servers.length > 0 && servers.every((host) => known.has(host)) ? 'missing' : 'different'
}
