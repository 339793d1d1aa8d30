import type { Question } from '../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../preload/contract/domain'
import { misplacedNames } from './misplaced-names'

/** What the diagnoses look at beside the provider's records, by role. */
export interface Questions {
  /** To be asked of every server: the records themselves. */
  readonly records: readonly Question[]
  /** To be asked of one server that knows: other types at the records' names, misread names, policies. */
  readonly surroundings: readonly Question[]
}

/** What may stand where a record belongs, by the type of the record. */
const IN_THE_WAY: Readonly<Record<DnsRecord['type'], readonly Question['type'][]>> = {
  A: ['CNAME'],
  AAAA: ['CNAME'],
  CNAME: ['A', 'AAAA', 'TXT', 'MX'],
  MX: ['CNAME'],
  TXT: ['CNAME'],
}

/**
 * What to ask DNS so that `diagnose` can say everything it can say. Answers that are missing make it say less, never
 * something wrong. What only the answers show to be needed (SPF includes, mail exchanges) is in `furtherQuestions`.
 *
 * @param domain the sending domain
 * @param apex the zone's apex; null when it is not known
 * @param organizational the registered part of the domain, where a DMARC policy may stand (RFC 7489 section 6.6.3)
 */
export function questionsFor(
  domain: string,
  expected: readonly DnsRecord[],
  apex: string | null,
  organizational: string,
): Questions {
  const surroundings: Question[] = []
  for (const { name, type } of expected) {
    for (const other of IN_THE_WAY[type]) surroundings.push({ name, type: other })
    if (apex === null) continue
    for (const misplaced of misplacedNames(name, domain, apex)) {
      surroundings.push({ name: misplaced.name, type })
    }
  }
  surroundings.push(
    { name: domain, type: 'SPF' },
    { name: `_dmarc.${domain}`, type: 'TXT' },
    { name: `_dmarc.${organizational}`, type: 'TXT' },
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

/** Identifies a question. */
export function questionKey({ name, type }: Question): string {
  return `${name} ${type}`
}

/** The same questions, each once. */
export function distinct(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((question) => [questionKey(question), question])).values()]
}
