import type { DomainHost } from '../../../preload/contract/dns-host'
import { isGeneric } from './host-words'

/** Where the fixes are made, for people who never changed a DNS record. */
export function placeWords(host: Pick<DomainHost, 'preset' | 'zone' | 'nameServers'>): string {
  const { preset, zone, nameServers } = host
  const open = `Log in there and open the DNS records of ${zone.name}.`
  if (!isGeneric(host)) return `Records are changed at ${preset.name}, the DNS host of ${zone.name}. ${open}`
  const names = nameServers.names.length === 0 ? '' : ` Its name servers are ${nameServers.names.join(', ')}.`
  return `Records are changed at the DNS host: the company that keeps the DNS of ${zone.name}, often the one it was bought from. ${open}${names}`
}
