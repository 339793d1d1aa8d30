import type { PowerDnsZone } from './powerdns-answers'

const SERIALS = 2 ** 32
/** The first serial of a day, `YYYYMMDD01`. */
const FIRST_OF_A_DAY = /^20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])01$/

/**
 * Whether the serial of a zone was raised by one change through the API alone: by one, or with DEFAULT to the first of a
 * later day. Two changes raise it twice, so that another editor's shows. What goes past the API and updates, such as into
 * the database, raises nothing and is not seen.
 *
 * Source: PowerDNS documentation, "SOA-EDIT-API", November 2026.
 *
 * @param before the zone as it was read before the change
 * @param after its serial afterwards
 * @returns null where it cannot be known: with another SOA-EDIT-API
 */
export function wasRaisedOnce(
  before: Pick<PowerDnsZone, 'serial' | 'soa_edit_api'>,
  after: number,
): boolean | null {
  const how = (before.soa_edit_api ?? '').toUpperCase()
  if (how !== 'DEFAULT' && how !== 'INCREASE') return null
  if (after === (before.serial + 1) % SERIALS) return true
  return how === 'DEFAULT' && after > before.serial && FIRST_OF_A_DAY.test(String(after))
}
