import type { Question } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { Finding, FixRecord, ZoneRecord } from '../../../../preload/contract/findings'
import { copied } from './finding'
import { recordWords, USED_TYPES, useOfName, useQuestions } from '../comparison/name-use'
import { plainName, presented } from '../records/presentation'
import { saysNoName, type SeenAnswers } from '../answers/seen-answers'
import type { Situation } from '../answers/situation'
import { isSpf } from '../spf/spf-policy'
import { isWithin } from '../../../names/zone-cut'

/** The most records that are copied. */
const MOST_KEPT = 12

/**
 * The finding, its cure also adding the records that a wildcard gives now and will no longer give. A name that gets its
 * first record exists from then on, and so do the names above it. So no wildcard above answers for them any longer
 * (RFC 4592 sections 2.2.2 and 3.3.1).
 *
 * @param expected the provider's records
 */
export function keepingWildcards(
  finding: Finding,
  situation: Situation,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): Finding {
  const { fix } = finding
  if ((fix.action !== 'add' && fix.action !== 'edit') || fix.records.length === 0) return finding
  const covered = new Map(
    fix.records
      .flatMap(({ name }) => coveredNames(plainName(name), situation, seen))
      .map((item) => [item.name, item]),
  )
  const kept: FixRecord[] = []
  const words: string[] = []
  for (const { name, wildcard } of covered.values()) {
    const { stay, lost } = coveredRecords(name, fix.records, expected, seen)
    if (stay.length + lost.length === 0 || kept.length + stay.length > MOST_KEPT) continue
    const apex = seen.zones.at(name)?.apex ?? null
    kept.push(...stay.map((item) => copied(item, apex)))
    words.push(
      stay.length > 0
        ? `Once ${name} or a name below it has a record of its own, the wildcard ${wildcard} no longer answers for any of these names. So also add ${recordWords(stay)} at ${name}, and a record for each name below ${name} that is in use.`
        : `${name} then no longer has ${recordWords(lost)} from the wildcard ${wildcard}.`,
    )
  }
  if (words.length === 0) return finding
  return {
    ...finding,
    fix: {
      ...fix,
      sentence: [fix.sentence, ...words].join(' '),
      records: [...fix.records, ...kept],
    },
  }
}

/**
 * What to ask to find out whether a wildcard answers for the name of a missing record, and for the names above it. If the
 * name does not exist and nothing answers, there is no wildcard above it either; but once a cure makes the sending domain
 * exist, the same is to be known of the domain and the names above it, so it is asked for at once.
 */
export function coverQuestions(
  { name, type }: DnsRecord,
  { domain, probes }: Situation,
  seen: SeenAnswers,
): Question[] {
  const isThere = seen.fact(`there ${name} ${type}`, (answers) => {
    const own = answers.best({ name, type })
    return own !== null && !saysNoName(own)
  })
  const hosts = hostsAbove(name, seen).filter((host) => isThere || isWithin(domain, host))
  return hosts.flatMap((host) => {
    const probe = probes.find(({ under }) => under === parentOf(host))
    if (probe === undefined) return []
    const answers = USED_TYPES.some((used) => dataAt(seen, { name: probe.name, type: used })?.length)
    return [...useQuestions(probe.name), ...(answers ? useQuestions(host) : [])]
  })
}

interface CoveredName {
  readonly name: string
  /** The wildcard that answers for it, as it stands in the zone. */
  readonly wildcard: string
}

/** The name and those above it that exist only by a wildcard. A name with an underscore is no host. */
function coveredNames(name: string, situation: Situation, seen: SeenAnswers): CoveredName[] {
  const hosts = hostsAbove(name, seen)
  const top = hosts.findLastIndex((host) => isMadeByWildcard(host, situation, seen))
  // Below a name that does not exist nothing exists (RFC 8020 section 2).
  return hosts
    .slice(0, top + 1)
    .map((host) => ({ name: host, wildcard: `*.${parentOf(hosts[top] ?? host)}` }))
}

/** A name and those above it, below the top of its zone, without those that have an underscore; the nearest first. */
function hostsAbove(name: string, seen: SeenAnswers): string[] {
  const apex = seen.zones.at(name)?.apex
  const hosts: string[] = []
  if (apex === undefined) return hosts
  for (let at = name; at !== apex && at.endsWith(`.${apex}`); at = parentOf(at)) {
    if (!/(^|\.)_/.test(at)) hosts.push(at)
  }
  return hosts
}

/** Whether a name answers as one beside it that nobody published (RFC 4592 section 2.2). */
export function isMadeByWildcard(name: string, situation: Situation, seen: SeenAnswers): boolean {
  return seen.fact(`wildcard at ${name}`, (answers) => answersAsWildcard(name, situation, answers))
}

function answersAsWildcard(name: string, { probes }: Situation, seen: SeenAnswers): boolean {
  const probe = probes.find(({ under }) => under === parentOf(name))
  if (probe === undefined) return false
  const pairs = USED_TYPES.map((type) => [
    dataAt(seen, { name, type }),
    dataAt(seen, { name: probe.name, type }),
  ]).filter((pair): pair is [string[], string[]] => pair.every((data) => data !== null))
  return pairs.some(([own]) => own.length > 0) && pairs.every(([own, probed]) => sameData(own, probed))
}

/** What a wildcard gives a name now: what can stand beside the records that come, and what cannot. */
function coveredRecords(
  name: string,
  coming: readonly FixRecord[],
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): { stay: ZoneRecord[]; lost: ZoneRecord[] } {
  const here = coming.filter((record) => plainName(record.name) === name)
  const { records } = useOfName(seen, name)
  if (here.some(({ type }) => type === 'CNAME')) return { stay: [], lost: [...records] }
  const alias = aliasOf(seen, name)
  if (here.length === 0 && alias !== null) {
    return { stay: [{ type: 'CNAME', name, value: alias, priority: null }], lost: [] }
  }
  const comes = (type: ZoneRecord['type']): boolean => here.some((record) => record.type === type)
  const isOurs = (value: string): boolean =>
    expected.some((record) => record.type === 'MX' && plainName(record.value) === plainName(value))
  const stay = records.filter((item) => {
    if (here.some(({ type, value }) => type === item.type && plainName(value) === plainName(item.value)))
      return false
    switch (item.type) {
      case 'MX':
        return !comes('MX') || isOurs(item.value)
      case 'TXT':
        return !comes('TXT') || !isSpf(item.value)
      default:
        return !comes(item.type)
    }
  })
  return { stay, lost: [] }
}

function aliasOf(seen: SeenAnswers, name: string): string | null {
  for (const type of USED_TYPES) {
    const alias = seen
      .best({ name, type })
      ?.outcome.answers.find((item) => item.type === 'CNAME' && item.name === name)
    if (alias?.type === 'CNAME') return plainName(alias.target)
  }
  return null
}

/** Targets and data; null while nobody said anything. */
function dataAt(seen: SeenAnswers, question: Question): string[] | null {
  const data = seen.data(question)
  return data === null ? null : [...data.aliases.map(({ target }) => target), ...data.records.map(presented)]
}

function sameData(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value) => b.includes(value))
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}
