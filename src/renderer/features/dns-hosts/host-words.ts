import type { DomainHost } from '../../../preload/contract/dns-host'
import { GENERIC } from './host-groups'

/** Where the host is known from, as one line beside its name. */
export function hostSentence({ chosen, detected, possible, nameServers }: DomainHost): string {
  if (nameServers.looking && detected === null && chosen === null) return 'Looking up its name servers'
  if (chosen !== null && detected !== null && chosen !== detected.id)
    return `Your choice for this zone; ${detected.by === 'soa' ? 'its SOA record names' : 'its name servers are those of'} ${detected.name}`
  if (chosen !== null && detected !== null)
    return `Your choice, and its ${detected.by === 'soa' ? 'SOA record agrees' : 'name servers agree'}`
  if (chosen !== null) return 'Your choice for this zone'
  if (detected !== null)
    return detected.by === 'soa' ? 'Probably, by its SOA record' : 'Detected from its name servers'
  if (possible.length > 0) return 'Several hosts share its name servers: choose one'
  if (nameServers.state === 'known') return 'Its name servers fit no host in the list'
  if (nameServers.state === 'none') return 'DNS says that nobody keeps this zone'
  return 'Its name servers are not known'
}

/** Whether nothing is known of the form, so that fields show what it may want. */
export function isGeneric({ preset }: Pick<DomainHost, 'preset'>): boolean {
  return preset.id === GENERIC
}

/**
 * The host in a sentence: its name, or `your DNS host` where it is not known.
 */
export function hostName({ preset }: Pick<DomainHost, 'preset'>): string {
  return preset.id === GENERIC ? 'your DNS host' : preset.name
}
