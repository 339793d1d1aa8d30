import { ZonedeskError } from '../../preload/contract/failure'
import type { ConnectionKind, ConnectionSettings, SettingsOf } from '../../preload/contract/zone-connections'
import type { ZoneAccess, ZoneAccessParts } from './zone-access'

/** Opens a DNS host of one kind. */
export type OpenAdapter<Kind extends ConnectionKind> = (
  settings: SettingsOf<Kind>,
  secret: string,
  parts: ZoneAccessParts,
) => ZoneAccess | Promise<ZoneAccess>

/** Reads the adapter of a kind when it is needed for the first time. */
type Adapters = { readonly [Kind in ConnectionKind]?: () => Promise<OpenAdapter<Kind>> }

const ADAPTERS: Adapters = {}

/** The kinds of DNS hosts that can be opened, in the order of the contract. */
export const OPENABLE_KINDS = Object.keys(ADAPTERS) as readonly ConnectionKind[]

/** Opens a DNS host. */
export type OpenAccess = (
  settings: ConnectionSettings,
  secret: string,
  parts: ZoneAccessParts,
) => Promise<ZoneAccess>

/**
 * Opens a DNS host with a connection's settings and secret. Nothing has to be sent by opening it.
 *
 * @throws ZonedeskError `invalid` where the settings or the secret cannot be right, with the field; `refused` for a kind
 *   that this version cannot open
 */
export const openAccess: OpenAccess = async (settings, secret, parts) => {
  const read = ADAPTERS[settings.kind] as unknown as (() => Promise<OpenAdapter<never>>) | undefined
  if (read === undefined) {
    throw new ZonedeskError('refused', 'This version of Zonedesk cannot connect to this kind of DNS host.', {
      fix: 'Look for a new version of Zonedesk in the Help menu.',
    })
  }
  const open = await read()
  // The kind chose the adapter, which takes the settings of that kind.
  return open(settings as never, secret, parts)
}
