import { MOST_GOING, type PlannedWrite } from '../../../../preload/contract/publishing'
import type { StoredChange } from '../../../profile/publish-store'
import { stateOf } from './shown-changes'
import type { PlanWrites } from './plan-writes'

type Going = PlannedWrite['going'][number]

/** What a plan writes, as the window shows it before a person agrees to it. */
export function plannedWrite({ zones, sets, adds, removes, cautions }: PlanWrites): PlannedWrite {
  const keys = new Set(zones.flatMap(({ domains }) => domains.map((key) => JSON.stringify(key))))
  const going = zones.flatMap(({ zone, changes }) => changes.flatMap((change) => goingOf(zone, change)))
  return {
    ...{ domains: keys.size, zones: zones.length, sets, adds, removes },
    connections: new Set(zones.map(({ connection }) => connection.id)).size,
    going: going.slice(0, MOST_GOING),
    cautions: [...cautions],
  }
}

/** One for each that `removes` counts. */
function goingOf(zone: string, { name, type, before, after }: StoredChange): Going[] {
  const was = stateOf(before)
  const is = stateOf(after)
  const stays = new Set(is?.values ?? [])
  const gone = (was?.values ?? []).filter((value) => !stays.has(value))
  const going = (value: string, stopsProxying: boolean): Going => ({ zone, name, type, value, stopsProxying })
  return [
    ...gone.map((value) => going(value, false)),
    ...(was?.isProxied === true && is?.isProxied !== true
      ? [going(was.values.filter((value) => stays.has(value)).join(', '), true)]
      : []),
  ]
}
