import type { HostedZone } from '../zone-access'
import { serialOf } from './record-data'
import type { SignedServer } from './signed-server'
import { TYPE } from './write-message'

/** RFC 4034 section 3. */
const RRSIG = 46

/** The serial of a zone, and what signs it (DNSSEC). */
export interface ZoneSignature {
  /** Null where the server did not answer with the SOA record. */
  readonly serial: number | null
  /** The signatures of the SOA record, in an order that does not depend on the server's; empty where there are none. */
  readonly signatures: readonly string[]
}

/**
 * What signs the SOA record of a zone now.
 *
 * @throws ZonedeskError
 */
export async function readSignature(
  server: SignedServer,
  apex: string,
  signal: AbortSignal,
): Promise<ZoneSignature> {
  const [answer] = await server.ask([{ name: apex, type: TYPE.soa, wantsSignatures: true }], signal)
  const own = (answer?.answers ?? []).filter(({ name }) => name === apex)
  const soa = own.find(({ type }) => type === TYPE.soa)
  const signatures = own.flatMap(({ type, start, end }) => {
    const data = answer?.octets.subarray(start, end)
    // The type that it covers comes first.
    const isOfSoa = type === RRSIG && data !== undefined && data.readUInt16BE(0) === TYPE.soa
    return isOfSoa ? [data.toString('hex')] : []
  })
  const serial = answer === undefined || soa === undefined ? null : serialOf(answer.octets, soa)
  return { serial, signatures: signatures.toSorted() }
}

/**
 * What to say where a signed zone was changed and its server did not sign it anew: its SOA record has another serial, and
 * the signature of the old one. Null where it did, or nothing was changed.
 */
export function notSignedAnew(
  { apex }: HostedZone,
  before: ZoneSignature,
  after: ZoneSignature,
): string | null {
  if (after.serial === null || after.serial === before.serial) return null
  const isAnew = after.signatures.some((one) => !before.signatures.includes(one))
  return isAnew
    ? null
    : `${apex} is signed (DNSSEC), and its server did not sign what Zonedesk wrote. Resolvers that validate refuse answers of the zone until it is signed again: sign it now.`
}
