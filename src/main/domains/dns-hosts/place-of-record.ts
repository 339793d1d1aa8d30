import type { RecordAdvice } from '../../../preload/contract/advice'
import { GENERIC_PRESET_ID, presetById } from '../../dns-hosts/presets'
import type { HostedZone } from './hosts'

/**
 * Where a record is kept: the place itself, unless its part of the zone is delegated to other servers. The DNS host of
 * such a part is not known.
 */
export function placeOfRecord({ zone }: Pick<RecordAdvice, 'zone'>, place: HostedZone): HostedZone {
  if (zone === undefined || zone === place.zone.name) return place
  return {
    zone: { name: zone, reason: 'observed', explanation: `DNS shows a zone that starts at ${zone}.` },
    preset: presetById(GENERIC_PRESET_ID),
    isKnown: false,
  }
}
