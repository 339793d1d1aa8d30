import type { NamedConnection } from '../../../../preload/contract/publish-facts'
import type { ZoneCandidate } from '../../../../preload/contract/publishing'
import type { SeeConnection } from './see-connection'
import type { HostedZone, ZoneAccess } from '../../../zones/zone-access'

/** Where the zone of a name can be written. `candidates`: what the user can choose instead, or has to choose from. */
export type PlaceOfZone = { readonly candidates?: readonly ZoneCandidate[] } & SeeConnection &
  (
    | {
        readonly state: 'ready'
        readonly connection: NamedConnection
        readonly zone: HostedZone
      }
    | {
        readonly state: 'read-only'
        readonly connection: NamedConnection
        readonly zone: HostedZone
        readonly message: string
        readonly fix: string
      }
    | {
        readonly state: 'several' | 'not-live' | 'none' | 'failed'
        /** The apex, as far as it is known. */
        readonly apex: string | null
        readonly message: string
        readonly fix: string
      }
  )

/** The connections to DNS hosts, as publishing needs them. */
export interface ZoneSource {
  /**
   * Where the zone of a name can be written.
   *
   * @param delegation the name servers that DNS asks for the zone; null where that is not known
   * @throws what the signal says
   */
  placeOf(
    name: string,
    known: { readonly apex: string | null; readonly delegation: readonly string[] | null },
    signal: AbortSignal,
  ): Promise<PlaceOfZone>
  /** @throws ZonedeskError `not-found` where the connection is gone; `keychain` */
  accessFor(connectionId: string): Promise<ZoneAccess>
}
