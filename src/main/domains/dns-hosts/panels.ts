import type { HostPanel } from '../../../preload/contract/dns-host'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { AskHost } from '../../dns-hosts/domain-connect/ask-host'
import type { DnsAccess } from '../checks/check-domain'
import type { Hosts } from './hosts'
import { openInBrowser } from './open-dns-page'

/** Panels that are remembered until the app quits. */
const MOST_REMEMBERED = 1000

/** How a zone's host is asked for its panel. */
export interface PanelMeans {
  readonly accessOf: (accountId: string) => Promise<DnsAccess>
  readonly askHost: AskHost
  /** Only tests allow addresses that are not public. */
  readonly isAllowed?: (address: string) => boolean
}

/** The panels of the hosts that keep zones, for those who ask for them. */
export interface Panels {
  /** @throws ZonedeskError `offline`, `timeout` */
  find(key: DomainKey, hosts: Hosts): Promise<HostPanel>
  /** @throws ZonedeskError `not-found` where none was found, `refused` when the system opened none */
  open(key: DomainKey, hosts: Hosts): Promise<{ url: string }>
}

export function createPanels(means: PanelMeans, openExternal: (url: string) => Promise<void>): Panels {
  const found = new Map<string, string>()
  /** Two accounts can have DNS of their own. */
  const keyOf = ({ accountId }: DomainKey, zone: string): string => `${accountId} ${zone}`
  return {
    async find(key, hosts) {
      const known = hosts.detect(key)
      const { zone, nameServers } = known.nameServers.state === 'known' ? known : await hosts.lookUp(key)
      // Read when it is first asked for.
      const { findPanel } = await import('./find-panel')
      const panel = await findPanel(
        { apex: zone.name, nameServers: nameServers.names },
        await means.accessOf(key.accountId),
        means.askHost,
        means.isAllowed,
      )
      const place = keyOf(key, zone.name)
      found.delete(place)
      if (panel.panel !== null) {
        found.set(place, panel.panel)
        const [oldest] = found.keys()
        if (found.size > MOST_REMEMBERED && oldest !== undefined) found.delete(oldest)
      }
      return panel
    },
    async open(key, hosts) {
      const { zone } = hosts.placeOf(key)
      const url = found.get(keyOf(key, zone.name))
      if (url === undefined) {
        throw new ZonedeskError('not-found', `No panel was found for the zone ${zone.name}.`, {
          fix: 'Look for the host’s panel first.',
        })
      }
      return openInBrowser(url, openExternal)
    },
  }
}
