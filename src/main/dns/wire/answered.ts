import type { Answered, ResourceRecord } from '../../../preload/contract/dns-answer'
import type { DnsMessage } from './read-message'
import { RCODE, rcodeName } from './record-types'

/** Longest chain of CNAMEs that is followed inside one answer. */
const MAX_CHAIN = 32

/**
 * A message as an observation keeps it. Records of the answer section that neither belong to the name asked for nor
 * to its chain of aliases are left out (RFC 2181 5.4.1), so that they cannot be taken for the answer.
 *
 * @param name the owner name asked for, lower case
 * @param asked.truncated whether this came over TCP because of a truncated answer
 */
export function answered(
  message: DnsMessage,
  name: string,
  asked: { readonly truncated: boolean; readonly checkingDisabled: boolean },
): Answered {
  const { aa, ra, ad, authority, additional, edns } = message
  const answers = inChain(message.answers, name)
  const rcode = ((edns?.upperRcode ?? 0) << 4) | message.rcode
  return {
    kind: 'answered',
    rcode,
    rcodeName: rcodeName(rcode),
    flags: { aa, tc: asked.truncated, ra, ad, cd: asked.checkingDisabled },
    answers,
    authority,
    additional,
    negativeTtl: negativeTtl(rcode, answers, authority),
    denialProof: authority.some(isDenial),
    signed: answers.some(isSignature) || authority.some(isSignature),
    edns: edns !== null,
    extendedErrors: edns?.extendedErrors ?? [],
  }
}

function isDenial(record: ResourceRecord): boolean {
  return record.type === 'other' && (record.typeName === 'NSEC' || record.typeName === 'NSEC3')
}

function isSignature(record: ResourceRecord): boolean {
  return record.type === 'other' && record.typeName === 'RRSIG'
}

function inChain(records: ResourceRecord[], name: string): ResourceRecord[] {
  if (records.every((record) => record.name === name)) return records
  const names = new Set([name])
  for (let length = 0; length < MAX_CHAIN; length++) {
    const before = names.size
    for (const record of records) {
      if (record.type === 'CNAME' && names.has(record.name)) names.add(record.target)
    }
    if (names.size === before) break
  }
  return records.filter(
    (record) =>
      names.has(record.name) ||
      (record.type === 'DNAME' && [...names].some((link) => link.endsWith(`.${record.name}`))),
  )
}

/** RFC 2308 5: the smaller of the SOA's TTL and its minimum; only with NXDOMAIN and NODATA, also behind a CNAME. */
function negativeTtl(rcode: number, answers: ResourceRecord[], authority: ResourceRecord[]): number | null {
  const absent =
    rcode === RCODE.NXDOMAIN || (rcode === RCODE.NOERROR && answers.every((r) => r.type === 'CNAME'))
  const soa = authority.find((record) => record.type === 'SOA')
  return absent && soa?.type === 'SOA' ? Math.min(soa.ttl, soa.minimum) : null
}
