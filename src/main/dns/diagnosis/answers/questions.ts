import type { Question } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { KnownZones } from '../../zone/known-zones'
import { dmarcName, walkedDomains } from '../records/dmarc-walk'
import { misplacedNames } from './misplaced-names'
import type { Situation } from './situation'

/** What the diagnoses look at beside the provider's records, by role. */
export interface Questions {
  /** To be asked of every server: the records themselves. */
  readonly records: readonly Question[]
  /** To be asked of one server that knows: records that may stand beside an alias, and policies. */
  readonly surroundings: readonly Question[]
}

/** What may stand beside a CNAME. */
const BESIDE_ALIAS = ['A', 'AAAA', 'TXT', 'MX'] as const

/**
 * What to ask DNS so that `diagnose` can say everything it can say. Missing answers make it say less, but never
 * something wrong. Questions that only the answers lead to (SPF includes, mail exchanges, why a record is missing) are
 * in `furtherQuestions`.
 *
 * @param domain the sending domain
 * @param organizational the registered part of the domain, where a logo may stand
 */
export function questionsFor(
  domain: string,
  expected: readonly DnsRecord[],
  organizational: string,
): Questions {
  const surroundings: Question[] = expected
    .filter(({ type }) => type === 'CNAME')
    .flatMap(({ name }) => BESIDE_ALIAS.map((type) => ({ name, type })))
  surroundings.push(
    { name: domain, type: 'SPF' },
    ...walkedDomains(domain).map((at): Question => ({ name: dmarcName(at), type: 'TXT' })),
    { name: `_mta-sts.${domain}`, type: 'TXT' },
    { name: `_smtp._tls.${domain}`, type: 'TXT' },
    { name: `default._bimi.${domain}`, type: 'TXT' },
    { name: `default._bimi.${organizational}`, type: 'TXT' },
  )
  const records = distinct(expected.map(({ name, type }) => ({ name, type })))
  const asked = new Set(records.map(questionKey))
  return {
    records,
    surroundings: distinct(surroundings).filter((question) => !asked.has(questionKey(question))),
  }
}

/** What may explain why a record is not there: an alias in its place, a form that was misread, a wildcard. */
export function explainingQuestions(
  { name, type }: DnsRecord,
  { domain, probes }: Situation,
  zones: KnownZones,
): Question[] {
  const apex = zones.at(name)?.apex
  const misplaced = apex === undefined ? [] : misplacedNames(name, domain, apex)
  return [
    ...(type === 'CNAME' ? [] : [{ name, type: 'CNAME' as const }]),
    ...[...misplaced, ...probes].map((other) => ({ name: other.name, type })),
  ]
}

/** Identifies a question. */
export function questionKey({ name, type }: Question): string {
  return `${name} ${type}`
}

/** The same questions, each once. */
export function distinct(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((question) => [questionKey(question), question])).values()]
}
