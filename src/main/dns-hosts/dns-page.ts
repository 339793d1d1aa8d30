import type { Preset } from './preset-schema'

/** What stands for the zone in the address of a DNS page. */
const ZONE_PLACEHOLDER = '{zone}'

/**
 * The page where the records of a zone are edited: the zone's own where the host has an address for it, else the
 * page where people sign in.
 *
 * @param zone the zone's apex, A-labels, without trailing dot
 * @returns an https address; null when the preset knows none, or none that is safe to open
 */
export function dnsPageOf(preset: Preset, zone: string): string | null {
  const { dnsPage } = preset
  if (dnsPage === null) return null
  const address = dnsPage.url.replaceAll(ZONE_PLACEHOLDER, encodeURIComponent(zone))
  if (!URL.canParse(address)) return null
  const { protocol, username, password } = new URL(address)
  return protocol === 'https:' && username === '' && password === '' ? address : null
}
