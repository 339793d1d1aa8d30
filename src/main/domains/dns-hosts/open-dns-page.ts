import { ZonedeskError } from '../../../preload/contract/failure'
import { dnsPageOf } from '../../dns-hosts/dns-page'
import type { HostedZone } from './hosts'

/**
 * Opens the page where the records of a zone are edited, in the user's browser.
 *
 * @param openExternal opens an address; fails when the system opened nothing
 * @throws ZonedeskError `not-found` when no address is known, `refused` when the system opened none
 */
export async function openDnsPage(
  { preset, zone }: Pick<HostedZone, 'preset' | 'zone'>,
  openExternal: (url: string) => Promise<void>,
): Promise<{ url: string }> {
  const url = dnsPageOf(preset, zone.name)
  if (url === null) {
    throw new ZonedeskError(
      'not-found',
      `Zonedesk does not know where on the web the records of ${zone.name} are edited.`,
      {
        fix: 'Sign in at the DNS host that keeps the zone, and open its list of records.',
      },
    )
  }
  return openInBrowser(url, openExternal)
}

/** @throws ZonedeskError `refused` when the system opened none */
export async function openInBrowser(
  url: string,
  openExternal: (url: string) => Promise<void>,
): Promise<{ url: string }> {
  try {
    await openExternal(url)
  } catch (cause) {
    throw new ZonedeskError('refused', 'The system did not open a browser.', {
      fix: `Copy the address and open it yourself: ${url}`,
      cause,
    })
  }
  return { url }
}
