import type { ZoneRunState } from '../../../../preload/contract/publish-facts'
import type { PublishStore, StoredZoneWrite } from '../../../profile/publish-store'

/** Zones read from the journal at a time. */
const PAGE = 500

/**
 * The zones of a run as the journal has them. Whoever changes their states meanwhile reads all of them first: the pages
 * are of those that have the state.
 *
 * @param state null for every state
 */
export function* zonesOfRun(
  store: Pick<PublishStore, 'zones'>,
  runId: number,
  state: ZoneRunState | null,
): Generator<StoredZoneWrite> {
  for (let skip = 0; ; skip += PAGE) {
    const page = store.zones(runId, state, skip, PAGE)
    yield* page
    if (page.length < PAGE) return
  }
}
