import type { PublishOffer } from '../../../preload/contract/publishing'
import type { LeftRecord } from '../../../preload/contract/rotation-facts'
import type { Rotation } from '../../../preload/contract/rotations'
import { api } from '../../state/api'
import { everything, Query } from '../../state/query.svelte'

/** A walk through the list asks about none of those that it passes. */
const PAUSE_MS = 300

/** What the app may do in the zone for a rotation now. */
export interface RotationTask {
  readonly id: number
  readonly records: 'publish' | 'remove'
}

/** The records of a rotation that are to come into their zone, or that can go from it by now; null when there are none. */
export function taskOf({ id, waitsFor, left }: Rotation, now: number): RotationTask | null {
  if (waitsFor === 'dns') return { id, records: 'publish' }
  return left.some((record) => canGo(record, now)) ? { id, records: 'remove' } : null
}

/** Whether the day of a record has come and nobody has seen it gone. */
export function canGo({ from, seen }: LeftRecord, now: number): boolean {
  return from <= now && seen?.standing !== 'gone'
}

/** Whether the records of a rotation can be written, and where. Without a network nobody is asked. */
export function rotationOffer(task: () => RotationTask | null): Query<RotationTask, PublishOffer | null> {
  return new Query({
    key: task,
    ask: async (asked) => (navigator.onLine ? api.publishing.offerRotation(asked) : null),
    pauseMs: PAUSE_MS,
    staleOn: { connectionsChanged: () => 'at once' },
  })
}

/** Whether there is a connection to any DNS host. */
export function anyConnection(): Query<Record<string, never>, boolean> {
  return new Query({
    key: everything,
    ask: async () => (await api.connections.list({})).length > 0,
    staleOn: { connectionsChanged: () => 'at once' },
  })
}
