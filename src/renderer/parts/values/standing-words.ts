import type { RecordSighting, DnsStanding } from '../../../preload/contract/findings'

/** How a record stands in DNS, one or two words. */
export const STANDING_WORDS: Record<DnsStanding, string> = {
  published: 'Published',
  missing: 'Missing',
  different: 'Different',
  partly: 'Not everywhere',
  unknown: 'Not known',
}

/** What a standing means, one sentence. */
export const STANDING_HELP: Record<DnsStanding, string> = {
  published: 'DNS has this record.',
  missing: 'DNS has no such record at this name.',
  different: 'DNS has something else at this name.',
  partly: 'Some servers of the zone have this record, and some do not.',
  unknown: 'No server gave a usable answer, so it is not known whether DNS has this record.',
}

/** How many of those that answered have the record, such as `3 of 4 servers`. */
export function whereWords(where: readonly RecordSighting[]): string {
  const answered = where.filter(({ standing }) => standing !== 'unknown')
  if (answered.length === 0) return 'No server answered'
  const have = answered.filter(({ standing }) => standing === 'published').length
  if (have === answered.length) return have === 1 ? '1 server has it' : `All ${have} servers have it`
  if (have === 0)
    return answered.length === 1 ? '1 server asked' : `None of ${answered.length} servers has it`
  return `${have} of ${answered.length} servers have it`
}

const KIND_WORDS = {
  authoritative: 'serves the zone',
  system: 'this computer’s resolver',
  public: 'public resolver',
} as const

/** What part a server plays, a few words. */
export function kindWords(kind: RecordSighting['server']['kind']): string {
  return KIND_WORDS[kind]
}

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  NOERROR: 'no such record',
  NXDOMAIN: 'no such name',
  SERVFAIL: 'server failure',
  REFUSED: 'refused',
  timeout: 'no answer in time',
  unreachable: 'not reachable',
  closed: 'connection closed',
  malformed: 'unreadable answer',
  mismatch: 'answer to another question',
  truncated: 'answer cut off',
  http: 'no DNS answer over HTTPS',
  unaskable: 'the name cannot be asked',
  'no-address': 'has no address',
  cancelled: 'stopped',
}

/** An answer without records in words, with the protocol's own word where it has one. */
export function outcomeWords(outcome: string): string {
  const words = OUTCOME_WORDS[outcome]
  if (words === undefined) return outcome
  return /^[A-Z]/.test(outcome) && outcome !== 'NOERROR' ? `${words} (${outcome})` : words
}
