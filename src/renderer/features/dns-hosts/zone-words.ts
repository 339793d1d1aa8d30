import type { ZoneChoice } from '../../../preload/contract/dns-host'

/** How a zone is known, in a few words. */
export const zoneReason: Record<ZoneChoice['reason'], string> = {
  override: 'as you said',
  observed: 'as DNS says',
  'public-suffix': 'by the Public Suffix List',
  'whole-name': 'the whole name',
}
