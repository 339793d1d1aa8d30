import type { Question } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { Finding } from '../../../../preload/contract/findings'
import { addressesOf } from '../answers/targets'
import { saysNoName, type SeenAnswers } from '../answers/seen-answers'
import { dropping, fix, fixRecord, onlyIf } from '../findings/finding'
import type { RecordContext } from '../findings/record-context'
import { isMadeByWildcard } from '../findings/wildcard-cover'
import { listed } from '../records/presentation'

/** A hostile zone may have any number. */
const MAX_NAMED = 4

const ADDRESS_TYPES = ['A', 'AAAA'] as const

/**
 * The finding that a name has no MX record, its cure saying what ends with the first one: without MX records, senders
 * deliver mail for a name to its own address (RFC 5321 section 5.1). DNS does not show whether a server there takes it,
 * so a person decides. An address that a wildcard gives to every name is not taken for one that receives mail.
 */
export function endingImplicitExchange(found: Finding, context: RecordContext): Finding {
  const { record, role, seen, situation, expected, apex, values } = context
  if (role !== 'mail-exchange' || values.length > 0 || found.fix.action !== 'add') return found
  const { name } = record
  if (context.data !== null && context.data.aliases.length > 0) return found
  const addresses = addressesOf(seen, name)
  if (addresses.length === 0) return isAddressUnanswered(context) ? withUnknownAddress(found, name) : found
  if (isMadeByWildcard(name, situation, seen)) return found
  const where = listed(addresses.slice(0, MAX_NAMED))
  const drop = `mail for ${name} at ${where}`
  const rows = expected
    .filter((other) => other.type === 'MX' && other.name === name && other.value !== '')
    .map((other) => fixRecord(other, apex))
  const [first] = rows
  if (first === undefined) return found
  const one = rows.length === 1
  const words = `If a server at ${where} receives mail for ${name}, leave the provider's MX records out: they are not needed for sending. Otherwise add ${one ? 'this MX record' : 'these MX records'}. That ends ${drop}.`
  return {
    ...found,
    sentence: `${found.sentence} As long as ${name} has no MX record, senders deliver its mail to its own address, ${where}.`,
    fix: dropping(fix('add', words, rows), [drop]),
  }
}

/** Whether somebody was asked for the name's addresses and nobody said; one that does not exist has none (RFC 8020). */
function isAddressUnanswered({ record: { name }, seen, answer }: RecordContext): boolean {
  if (answer !== null && saysNoName(answer)) return false
  return ADDRESS_TYPES.some((type) => seen.isAsked({ name, type }) && seen.data({ name, type }) === null)
}

function withUnknownAddress(found: Finding, name: string): Finding {
  return {
    ...found,
    sentence: `${found.sentence} It is not known whether ${name} has an address of its own: nobody answered for it.`,
    fix: onlyIf({
      ...found.fix,
      sentence: `First find out whether a server at an address of ${name} receives its mail. If one does, leave the provider's MX records out: they are not needed for sending. ${found.fix.sentence}`,
    }),
  }
}

/**
 * What to ask to find out whether a name without MX records has an address of its own: both kinds at once, for either
 * would get its mail.
 */
export function implicitExchangeQuestions({ name, type }: DnsRecord, seen: SeenAnswers): Question[] {
  if (type !== 'MX' || seen.data({ name, type })?.records.length !== 0) return []
  return ADDRESS_TYPES.map((address) => ({ name, type: address }))
}
