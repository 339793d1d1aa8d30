import type { Question, ResourceRecord } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { Finding } from '../../../../preload/contract/findings'
import { compareRecord } from '../comparison/compare-record'
import { finding, fix } from '../findings/finding'
import { dkimPlace, misplacedNames, type MisplacedName } from '../answers/misplaced-names'
import type { Neighbour } from '../findings/neighbour'
import { presented, zoneRecord } from '../records/presentation'
import { wanted, withValue, type RecordContext } from '../findings/record-context'
import { evidenceOf, resolved, type SeenAnswers, type UsefulAnswer } from '../answers/seen-answers'
import type { Situation } from '../answers/situation'
import { isSpf } from '../spf/spf-policy'
import { textsAt } from '../findings/texts'

const MISTAKES = {
  'zone-doubled': 'owner-zone-doubled',
  'apex-pasted': 'owner-apex-pasted',
  'domain-doubled': 'owner-domain-doubled',
  'subdomain-missing': 'owner-subdomain-missing',
  'underscore-lost': 'owner-underscore-lost',
  'labels-lost': 'owner-labels-lost',
  'www-added': 'owner-www-added',
} as const

/** What a record like the missing one under another name means: a mistake, or only a note beside another cause. */
export type MisplacedRecord = { readonly found: Finding } | { readonly note: string }

/**
 * Whether the record is there under a name that a form made of its own. The cure renames it only where it can serve
 * nobody. A record stays if its name sends or receives mail itself, or if every domain of the provider has the same one,
 * since that does not prove whose it is. In these cases the cure adds the record at its own name.
 *
 * @returns null when there is none like it
 */
export function misplacedRecord(context: RecordContext): MisplacedRecord | null {
  const { record, situation, apex, seen, expected, role } = context
  if (apex === null) return null
  for (const place of misplacedNames(record.name, situation.domain, apex)) {
    // A policy one level up is the organization's, and belongs there.
    if (role === 'policy' && place.mistake === 'subdomain-missing') continue
    const answer = answerAlike(place, record, expected, seen)
    // A record of another zone cannot be renamed into this one.
    if (answer === null || seen.zones.at(place.name)?.apex !== apex) continue
    const there = alike(answer, record, expected, seen)
    if (isWildcard(context, resolved(answer).records.map(presented))) continue
    if (isInUse(context, place)) {
      return {
        note: ` A record like this one is at ${place.name}: if ${servedDomain(place, record) ?? place.name} sends or receives mail itself, leave the record there.`,
      }
    }
    return { found: told(context, place, answer, there) }
  }
  return null
}

/** What to ask to find out whether a name with a record like the missing one has mail of its own. */
export function placeQuestions(
  record: DnsRecord,
  { domain }: Pick<Situation, 'domain'>,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): Question[] {
  const apex = seen.zones.at(record.name)?.apex
  if (apex === undefined) return []
  return misplacedNames(record.name, domain, apex).flatMap((place): Question[] => {
    const served = servedDomain(place, record)
    if (served === null || answerAlike(place, record, expected, seen) === null) return []
    return [
      { name: served, type: 'MX' },
      { name: served, type: 'TXT' },
    ]
  })
}

/**
 * The answer that has a record like the wanted one at another name; null when there is none.
 *
 * @param record one of `expected`
 */
function answerAlike(
  { name }: MisplacedName,
  record: DnsRecord,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): UsefulAnswer | null {
  const { type } = record
  return seen.fact(`alike ${expected.indexOf(record)} ${name}`, (answers) => {
    const answer = answers.best({ name, type })
    return answer === null || alike(answer, record, expected, answers).length === 0 ? null : answer
  })
}

/** Records like the wanted one. Others may stand beside them: at a shorter name other records stand by right. */
function alike(
  answer: UsefulAnswer,
  record: DnsRecord,
  expected: readonly DnsRecord[],
  seen: SeenAnswers,
): ResourceRecord[] {
  return resolved(answer).records.filter(
    (item) => compareRecord(record, [item], expected, seen) === 'published',
  )
}

function told(
  context: RecordContext,
  place: MisplacedName,
  answer: UsefulAnswer,
  there: readonly ResourceRecord[],
): Finding {
  const { record, subject, role } = context
  const [first] = there
  // Terms that the user has added to the policy move with it.
  const value = role === 'spf' && first !== undefined ? presented(first) : record.value
  const right = withValue(
    context,
    value,
    there.flatMap((item) => zoneRecord(item) ?? []),
  )
  const evidence = [answer, context.answer].filter((item) => item !== null).map(evidenceOf)
  if (servedDomain(place, record) === null || role === 'dkim-key') {
    return finding(MISTAKES[place.mistake], {
      subject,
      sentence: misplacedWords(place, context),
      evidence,
      fix: fix('edit', `Change the name of the record at ${place.name}.`, [right]),
    })
  }
  const own = wanted(context)
  return finding(MISTAKES[place.mistake], {
    subject,
    sentence: `There is no ${record.type} record at ${record.name}, but there is one like it at ${place.name}.`,
    evidence,
    fix: fix(
      'add',
      `Add this ${record.type} record. Leave the record at ${place.name}, unless you know that it was put there by mistake.`,
      [own],
    ),
  })
}

/** The domain for which a record at a place could serve; null where it can serve nobody. */
function servedDomain({ name, mistake }: MisplacedName, record: DnsRecord): string | null {
  switch (mistake) {
    case 'www-added':
      return name
    case 'subdomain-missing': {
      const place = dkimPlace(name)
      if (place !== null) return place.under
      return record.type === 'CNAME' ? name.slice(name.indexOf('.') + 1) : name
    }
    case 'zone-doubled':
    case 'apex-pasted':
    case 'domain-doubled':
    case 'underscore-lost':
    case 'labels-lost':
      return null
  }
}

/** Whether a record at the place is, or may well be, that of another sending domain. */
function isInUse(context: RecordContext, place: MisplacedName): boolean {
  const { record, neighbours, situation, seen } = context
  if (
    neighbours.some(({ records }) =>
      records.some(({ name, type }) => name === place.name && type === record.type),
    )
  )
    return true
  const served = servedDomain(place, record)
  if (served === null) return false
  return (
    isOfNeighbour(place.name, situation.domain, neighbours) || hasMail(seen, served, place.name, record.type)
  )
}

/** Whether the nearest sending domain at or above a name is another one than this. */
function isOfNeighbour(name: string, domain: string, neighbours: readonly Neighbour[]): boolean {
  const above = [domain, ...neighbours.map((neighbour) => neighbour.domain)]
    .filter((known) => name === known || name.endsWith(`.${known}`))
    .toSorted((a, b) => b.length - a.length)
  return above.length > 0 && above[0] !== domain
}

/** Whether a domain has mail records beside the one found there; true while that is not known. */
function hasMail(seen: SeenAnswers, domain: string, place: string, type: DnsRecord['type']): boolean {
  const isOther = (asked: DnsRecord['type']): boolean => place !== domain || asked !== type
  const exchanges = seen.data({ name: domain, type: 'MX' })?.records ?? null
  const texts = textsAt(seen, domain)
  if (exchanges === null || texts === null) return true
  const receives = exchanges.some((item) => item.type === 'MX' && item.exchange !== '')
  return (isOther('MX') && receives) || (isOther('TXT') && texts.some(isSpf))
}

function misplacedWords({ name, mistake }: MisplacedName, context: RecordContext): string {
  const { record, apex, situation } = context
  switch (mistake) {
    case 'zone-doubled':
      return `The record is at ${name}, because the form adds ${apex ?? ''} to the whole name that was typed.`
    case 'apex-pasted':
      return `The record is at ${name}, because ${record.name} was typed where @ belongs.`
    case 'domain-doubled':
      return `The record is at ${name}: ${situation.domain} is in its name twice.`
    case 'subdomain-missing':
      return `The record is at ${name}, one level above ${record.name}.`
    case 'underscore-lost':
      return `The record is at ${name}: the underscore in front of domainkey is missing.`
    case 'labels-lost':
      return `The record is at ${name}; the first part of ${record.name} was left out or is not whole.`
    case 'www-added':
      return `The record is at ${name}: www. was put in front of its name.`
  }
}

function isWildcard({ situation, seen, record }: RecordContext, values: readonly string[]): boolean {
  return situation.probes.some(({ name }) => {
    const answer = seen.best({ name, type: record.type })
    const answered = answer === null ? [] : resolved(answer).records.map(presented)
    return answered.length > 0 && answered.every((value) => values.includes(value))
  })
}
