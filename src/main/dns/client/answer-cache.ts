import type { Answer } from '../../../preload/contract/dns-answer'
import { RCODE } from '../wire/record-types'

/** However long its TTL is, an answer is asked for again after this, in milliseconds. */
const MAX_POSITIVE_MS = 3_600_000
/** The same for an absence, which a person is likely just now to end. RFC 2308 5 recommends one to three hours. */
const MAX_NEGATIVE_MS = 300_000
/** Answers kept, the oldest going first. */
const MAX_ANSWERS = 50_000
/** Records of one answer above which it is not kept. */
const MAX_RECORDS = 200
/** Octets of text in one answer above which it is not kept. */
const MAX_TEXT = 16_384

/** Answers by server and question, each for as long as its TTLs allow. */
export class AnswerCache {
  readonly #answers = new Map<string, { readonly answer: Answer; readonly until: number }>()
  readonly #now: () => number

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now
  }

  get(key: string): Answer | undefined {
    const kept = this.#answers.get(key)
    if (kept === undefined) return undefined
    if (kept.until > this.#now()) return kept.answer
    this.#answers.delete(key)
    return undefined
  }

  /** Keeps an answer that may be kept: records for the least of their TTLs, an absence for its negative TTL. */
  set(key: string, answer: Answer): void {
    this.#answers.delete(key)
    const lifetime = lifetimeMs(answer)
    if (lifetime <= 0) return
    this.#answers.set(key, { answer, until: answer.at + lifetime })
    if (this.#answers.size <= MAX_ANSWERS) return
    const oldest = this.#answers.keys().next()
    if (oldest.done !== true) this.#answers.delete(oldest.value)
  }

  clear(): void {
    this.#answers.clear()
  }
}

/** Milliseconds; 0 for what must not be kept: no answer, an error (RFC 2308 7), an absence without SOA (RFC 2308 5). */
export function lifetimeMs({ outcome }: Answer): number {
  if (outcome.kind === 'none') return 0
  if (outcome.rcode !== RCODE.NOERROR && outcome.rcode !== RCODE.NXDOMAIN) return 0
  const { answers, authority, additional } = outcome
  if (answers.length + authority.length + additional.length > MAX_RECORDS) return 0
  if (textLength(answers) > MAX_TEXT) return 0
  if (outcome.negativeTtl !== null) {
    return Math.min(Math.min(outcome.negativeTtl, leastTtl(answers)) * 1000, MAX_NEGATIVE_MS)
  }
  if (answers.length > 0) return Math.min(leastTtl(answers) * 1000, MAX_POSITIVE_MS)
  // A referral: the delegation's own TTL.
  const isReferral = !outcome.flags.aa && authority.some((record) => record.type === 'NS')
  return isReferral ? Math.min(leastTtl(authority) * 1000, MAX_POSITIVE_MS) : 0
}

type AnsweredRecords = Extract<Answer['outcome'], { kind: 'answered' }>['answers']

function leastTtl(records: AnsweredRecords): number {
  let least = Infinity
  for (const { ttl } of records) if (ttl < least) least = ttl
  return least
}

function textLength(records: AnsweredRecords): number {
  let length = 0
  for (const record of records) {
    if (record.type === 'TXT' || record.type === 'SPF') length += record.text.length
  }
  return length
}
