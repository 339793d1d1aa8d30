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
    throw new ZonedeskError('not-found', `No address of a DNS page is known for ${zone.name}.`, {
      fix: 'Sign in where the zone is kept, and open its list of records.',
    })
  }
  try {
    await openExternal(url)
  } catch (cause) {
    throw new ZonedeskError('refused', 'The system opened no browser.', {
      fix: `Copy the address and open it yourself: ${url}`,
      cause,
    })
  }
  return { url }
}
