import { setTimeout as pause } from 'node:timers/promises'
import { ZonedeskError } from '../../../../preload/contract/failure'
import { doubled } from '../../../async/backoff'
import type { StoredZoneWrite } from '../../../profile/publish-store'
import type { HostedZone, ZoneAccess } from '../../../zones/zone-access'

/** How often a host that did not answer is asked again for a zone. */
const MOST_RETRIES = 2
/** Milliseconds between two tries, doubled with each. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/**
 * The zone that a write was planned for, also where the host does not answer at once. The host is asked for it anew: a
 * zone that was deleted and made again is another.
 *
 * @throws ZonedeskError `not-found` where the host no longer holds it; `refused` where it is no longer writable; as
 *   `ZoneAccess.find`
 */
export async function findPlannedZone(
  access: Pick<ZoneAccess, 'find'>,
  write: Pick<StoredZoneWrite, 'zone' | 'hostedId'>,
  signal: AbortSignal,
): Promise<HostedZone> {
  for (let failed = 0; ; failed += 1) {
    try {
      return await zoneOf(access, write, signal)
    } catch (error) {
      const mayRetry = error instanceof ZonedeskError && error.failure.retryable
      if (!mayRetry || failed === MOST_RETRIES || signal.aborted) throw error
      await pause(doubled(FIRST_PAUSE_MS, failed, LONGEST_PAUSE_MS))
    }
  }
}

async function zoneOf(
  access: Pick<ZoneAccess, 'find'>,
  { zone: apex, hostedId }: Pick<StoredZoneWrite, 'zone' | 'hostedId'>,
  signal: AbortSignal,
): Promise<HostedZone> {
  const zone = (await access.find(apex, signal)).find(({ id }) => id === hostedId)
  if (zone === undefined) {
    throw new ZonedeskError(
      'not-found',
      `The connection no longer holds the zone ${apex} that was planned.`,
      {
        fix: 'Look at the zone at the DNS host, then plan anew.',
      },
    )
  }
  if (zone.notWritable !== null) {
    throw new ZonedeskError('refused', zone.notWritable, {
      fix: 'Mend that at the DNS host and try again, or copy the records.',
    })
  }
  return zone
}
