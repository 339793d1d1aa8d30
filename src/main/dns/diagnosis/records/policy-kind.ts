import type { DnsRecord } from '../../../../preload/contract/domain'
import { bimiFaults, isBimi, isMeantAsBimi } from './bimi-record'
import {
  appliedHandling,
  isDmarc,
  isMeantAsDmarc,
  parseDmarc,
  strictness,
  type DmarcHandlingTag,
  type DmarcPolicy,
} from './dmarc-policy'
import { isMeantAsMtaSts, isMtaSts, mtaStsFaults } from './mta-sts-record'
import { plainName } from './presentation'
import { isTag, parseTagList } from './tag-list'
import { isMeantAsTlsReport, isTlsReport, tlsReportAddresses, tlsReportFaults } from './tls-report-record'

/** Policies in TXT records. Only one of a kind may stand at a name: if there are more, all are ignored. */
export type PolicyKind = 'dmarc' | 'mta-sts' | 'tls-rpt' | 'bimi'

interface KindRules {
  /** How a sentence calls such a record, with its article. */
  readonly called: string
  readonly place: RegExp
  readonly isOne: (text: string) => boolean
  readonly isMeant: (text: string) => boolean
  /** Whether a record that is there does all that a wanted one asks for. */
  readonly does: (wanted: string, there: string) => boolean
}

const KINDS: Readonly<Record<PolicyKind, KindRules>> = {
  dmarc: {
    called: 'a DMARC policy',
    place: /^_dmarc\./,
    isOne: isDmarc,
    isMeant: isMeantAsDmarc,
    does: (wanted, there) =>
      hasHandling(wanted, there) && hasOptions(wanted, there) && lacks(wanted, there).length === 0,
  },
  'mta-sts': {
    called: 'an MTA-STS record',
    place: /^_mta-sts\./,
    isOne: isMtaSts,
    isMeant: isMeantAsMtaSts,
    does: (wanted, there) => mtaStsFaults(there).length === 0 && hasTags(wanted, there),
  },
  'tls-rpt': {
    called: 'a TLS-RPT record',
    place: /^_smtp\._tls\./,
    isOne: isTlsReport,
    isMeant: isMeantAsTlsReport,
    does: (wanted, there) => tlsReportFaults(there).length === 0 && lacks(wanted, there).length === 0,
  },
  bimi: {
    called: 'a logo record (BIMI)',
    place: /\._bimi\./,
    isOne: isBimi,
    isMeant: isMeantAsBimi,
    does: (wanted, there) => bimiFaults(there).length === 0 && hasTags(wanted, there),
  },
}

/** What kind of policy a record is, by its place and its text; null for any other record. */
export function policyKindOf({
  type,
  name,
  value,
}: Pick<DnsRecord, 'type' | 'name' | 'value'>): PolicyKind | null {
  if (type !== 'TXT') return null
  const kinds = Object.keys(KINDS) as PolicyKind[]
  return kinds.find((kind) => KINDS[kind].place.test(name) && KINDS[kind].isMeant(value)) ?? null
}

/**
 * Whether the provider wants a record at a name beside which a policy of a kind must not be added: such a policy, or a
 * CNAME, which stands alone.
 */
export function isExpected(expected: readonly DnsRecord[], kind: PolicyKind, name: string): boolean {
  return expected.some(
    (record) => plainName(record.name) === name && (record.type === 'CNAME' || policyKindOf(record) === kind),
  )
}

export function kindWords(kind: PolicyKind): string {
  return KINDS[kind].called
}

/** The texts that those who look for a policy of a kind take for one. */
export function countedOf(kind: PolicyKind, texts: readonly string[]): string[] {
  return texts.filter((text) => KINDS[kind].isOne(text))
}

/** The texts that are meant as one, even if they are ignored. */
export function meantOf(kind: PolicyKind, texts: readonly string[]): string[] {
  return texts.filter((text) => KINDS[kind].isMeant(text))
}

/** Whether two texts say the same: blanks around tags and a semicolon at the end do not matter. */
export function sameText(a: string, b: string): boolean {
  return plainText(a) === plainText(b)
}

function plainText(text: string): string {
  return parseTagList(text)
    .parts.map((part) => (isTag(part) ? `${part.name}=${part.value}` : part))
    .filter((part) => part !== '')
    .join(';')
}

/** Whether what is there does all that is wanted: the same, or a policy that asks for at least as much. */
export function doesAll(kind: PolicyKind, wanted: string, there: string): boolean {
  return sameText(wanted, there) || KINDS[kind].does(wanted, there)
}

/**
 * The policy that is there with the report addresses of the wanted one added, where those alone are lacking.
 *
 * @returns null where something else would have to change, which is for a person to decide
 */
export function withReports(kind: PolicyKind, wanted: string, there: string): string | null {
  if (kind !== 'dmarc' && kind !== 'tls-rpt') return null
  if (kind === 'dmarc' ? parseDmarc(there).faults.length > 0 : tlsReportFaults(there).length > 0) return null
  const missing = lacks(wanted, there)
  const parts = parseTagList(there).parts.map((part) => (isTag(part) ? part.text : part))
  for (const { tag, address } of missing) {
    const at = parts.findIndex((part) => part.slice(0, part.indexOf('=')).trim().toLowerCase() === tag)
    if (at < 0) parts.push(`${tag}=${address}`)
    else parts[at] = `${parts[at] ?? ''},${address}`
  }
  const merged = parts.filter((part) => part !== '').join('; ')
  return missing.length > 0 && doesAll(kind, wanted, merged) ? merged : null
}

/** Addresses of the wanted policy that get no reports today. */
function lacks(wanted: string, there: string): { readonly tag: 'rua' | 'ruf'; readonly address: string }[] {
  return (['rua', 'ruf'] as const).flatMap((tag) => {
    const has = new Set(addressesOf(tag, there).map((address) => address.toLowerCase()))
    return addressesOf(tag, wanted)
      .filter((address) => !has.has(address.toLowerCase()))
      .map((address) => ({ tag, address }))
  })
}

function addressesOf(tag: 'rua' | 'ruf', text: string): string[] {
  if (isTlsReport(text)) return tag === 'rua' ? tlsReportAddresses(text) : []
  return (parseTagList(text).tags.get(tag) ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
}

const HANDLING_TAGS: readonly DmarcHandlingTag[] = ['p', 'sp', 'np']

/** Whether a policy asks at least as much as the wanted one, in every tag that the wanted one writes. */
function hasHandling(wanted: string, there: string): boolean {
  const [asked, is] = [parseDmarc(wanted).policy, parseDmarc(there).policy]
  if (asked === null || is === null) return false
  const level = (policy: DmarcPolicy, tag: DmarcHandlingTag): number =>
    strictness(appliedHandling(policy.asked[tag], policy))
  return HANDLING_TAGS.every((tag) => asked.written[tag] === undefined || level(is, tag) >= level(asked, tag))
}

/** Tags of DMARC that are not compared one by one: the version, handling, reports, and what has no effect. */
const COMPARED_ELSEWHERE = new Set([
  ...['v', 'p', 'sp', 'np', 't'],
  ...['rua', 'ruf', 'fo'],
  ...['pct', 'rf', 'ri'],
])
const USUAL: ReadonlyMap<string, string> = new Map([
  ['adkim', 'r'],
  ['aspf', 'r'],
  ['psd', 'u'],
])

function hasOptions(wanted: string, there: string): boolean {
  const is = parseTagList(there).tags
  return [...parseTagList(wanted).tags]
    .filter(([tag]) => !COMPARED_ELSEWHERE.has(tag))
    .every(([tag, value]) => (is.get(tag) ?? USUAL.get(tag) ?? value).toLowerCase() === value.toLowerCase())
}

function hasTags(wanted: string, there: string): boolean {
  const is = parseTagList(there).tags
  return [...parseTagList(wanted).tags].every(([tag, value]) => is.get(tag) === value)
}
