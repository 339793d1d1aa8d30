import { ZoneRunState } from '../../../../preload/contract/publish-facts'
import type { JournalEntry, PublishRun, SetState, WrittenSet } from '../../../../preload/contract/publishing'
import { toUnicode } from '../../../names/unicode-name'
import type { StoredChange, StoredRun, StoredZoneWrite } from '../../../profile/publish-store'
import { stateOf } from '../plan/shown-changes'
import { seeConnection } from '../zones/see-connection'

/**
 * A run as the window shows it.
 *
 * @param firstDomain A-labels
 * @param isStopping whether it was stopped, and finishes what was begun
 */
export function shownRun(
  run: StoredRun,
  counts: ReadonlyMap<ZoneRunState, number>,
  firstDomain: string | null,
  isStopping: boolean,
): PublishRun {
  const zones = Object.fromEntries(ZoneRunState.options.map((state) => [state, counts.get(state) ?? 0]))
  return {
    ...run,
    firstDomain: firstDomain === null ? null : toUnicode(firstDomain),
    isStopping,
    zones: zones as PublishRun['zones'],
  }
}

/** An entry of the journal as the window shows it. */
export function shownEntry({ id, undoes }: StoredRun, write: StoredZoneWrite): JournalEntry {
  const { position, zone, connection, state, at, domains, changes, message, fix, code, undoneBy } = write
  return {
    ...{ runId: id, position, zone, connection, state, at, domains, message, fix, undoneBy, undoes },
    ...seeConnection(code, connection.id),
    sets: changes.map(shownChange),
  }
}

function shownChange({ name, type, before, after, reasons, is, found }: StoredChange): WrittenSet {
  const shown = (set: StoredChange['before']): SetState | null => stateOf(set)
  return { name, type, before: shown(before), after: shown(after), reasons, is, found: shown(found) }
}
