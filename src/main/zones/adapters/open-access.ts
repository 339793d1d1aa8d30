import { ZonedeskError } from '../../../preload/contract/failure'
import type { ConnectionKind, SettingsOf } from '../../../preload/contract/zone-connections'
import type { OpenAccess, ZoneAccess, ZoneAccessParts } from '../zone-access'

/** Opens a DNS host of one kind. */
type OpenAdapter<Kind extends ConnectionKind> = (
  settings: SettingsOf<Kind>,
  secret: string,
  parts: ZoneAccessParts,
) => ZoneAccess | Promise<ZoneAccess>

/** Reads the adapter of a kind when it is needed for the first time. */
type Adapters = { readonly [Kind in ConnectionKind]?: () => Promise<OpenAdapter<Kind>> }

const ADAPTERS: Adapters = {
  rfc2136: async () => (await import('../rfc2136/open-rfc2136')).openRfc2136,
  powerdns: async () => (await import('../powerdns/open-powerdns')).openPowerDns,
  desec: async () => (await import('../desec/open-desec')).openDesec,
  route53: async () => (await import('../route53/open-route53')).openRoute53,
  digitalocean: async () => (await import('../digitalocean/open-digitalocean')).openDigitalOcean,
  cloudflare: async () => (await import('../cloudflare/open-cloudflare')).openCloudflare,
}

/** The kinds of DNS hosts that can be opened. */
export const OPENABLE_KINDS = Object.keys(ADAPTERS) as readonly ConnectionKind[]

/** Opens a DNS host. The adapters import the room's shared files, so none of those may import this one. */
export const openAccess: OpenAccess = async (settings, secret, parts) => {
  const read = ADAPTERS[settings.kind] as unknown as (() => Promise<OpenAdapter<never>>) | undefined
  if (read === undefined) {
    throw new ZonedeskError('refused', 'This version of Zonedesk cannot write at this kind of DNS host.', {
      fix: 'Look for a newer version of Zonedesk.',
    })
  }
  const open = await read()
  // The kind chose the adapter, which takes the settings of that kind.
  return open(settings as never, secret, parts)
}
