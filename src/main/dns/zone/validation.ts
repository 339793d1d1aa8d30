import type { Answer, ZoneView } from '../../../preload/contract/dns-answer'
import { RCODE } from '../wire/record-types'
import { isUseful, type Inquiry } from './inquiry'

/**
 * What validating resolvers make of a zone: each is asked for its SOA, and those that answer SERVFAIL once more
 * without validation (RFC 4035 3.2.2, 3.2.3).
 *
 * @param signed DS at the parent; null when that is not known
 */
export async function validationOf(
  apex: string,
  signed: boolean | null,
  inquiry: Inquiry,
): Promise<ZoneView['dnssec']> {
  const answers = await Promise.all(
    inquiry.options.resolvers.map(async (resolver) => {
      const answer = await inquiry.ask(resolver, { name: apex, type: 'SOA' })
      if (!isServfail(answer)) return { answer, again: null }
      const again = await inquiry.ask(resolver, answer.question, { checkingDisabled: true })
      return { answer, again }
    }),
  )
  if (answers.some(({ again }) => again !== null && isUseful(again))) return 'bogus'
  if (answers.some(({ answer }) => isUseful(answer) && answer.outcome.flags.ad)) return 'secure'
  // An answer without AD to a signed zone is from a resolver that does not validate.
  const answered = answers.some(({ answer }) => isUseful(answer))
  return answered && signed !== true ? 'insecure' : 'unknown'
}

export function isServfail({ outcome }: Answer): boolean {
  return outcome.kind === 'answered' && outcome.rcode === RCODE.SERVFAIL
}
