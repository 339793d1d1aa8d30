import type { KeyRecord, LeftRecord, RotationWait } from '../../../../preload/contract/rotation-facts'
import type { Rotation, RotationCounts } from '../../../../preload/contract/rotations'
import { toUnicode } from '../../../names/unicode-name'
import { hasEnded, type StoredRotation } from '../../../profile/rotation-store'
import { keepMsOf } from './keep-time'

/** A rotation as the window is shown it. */
export function shown({
  looks: _,
  avoid: __,
  readAt: ___,
  countedAt: ____,
  ...rest
}: StoredRotation): Rotation {
  const { leftSeen: _____, ...rotation } = rest
  return {
    ...rotation,
    unicodeName: toUnicode(rotation.signingDomain),
    waitsFor: waitOf(rotation),
    keepMs: keepMsOf(rotation),
    left: leftRecords(rest),
  }
}

type Facts = Pick<StoredRotation, 'state' | 'step' | 'seen'>

/** What a rotation waits for. */
export function waitOf({ state, step, seen }: Facts): RotationWait {
  if (state === 'needs-person') return 'person'
  if (state === 'stopped') return 'stopped'
  if (state === 'done' || state === 'taken-back') return 'ended'
  switch (step) {
    case 'planned':
      return 'turn'
    case 'publishing':
      return 'dns'
    case 'keeping':
      return 'time'
    case 'deactivating':
    case 'reactivating':
    case 'withdrawing':
      return seen?.everywhere === false ? 'dns' : 'provider'
    case 'creating':
    case 'activating':
    case 'deleting':
    case 'discarding':
      return 'provider'
  }
}

/** How many wait for each thing. */
export function countsOf(rotations: Iterable<Facts>): RotationCounts {
  const counts: RotationCounts = { turn: 0, dns: 0, provider: 0, time: 0, person: 0, stopped: 0, ended: 0 }
  for (const rotation of rotations) counts[waitOf(rotation)] += 1
  return counts
}

/** Records of keys that are gone. Mail signed with one is on the way for as long as an old key would be kept. */
export function leftRecords(
  rotation: Omit<StoredRotation, 'looks' | 'avoid' | 'readAt' | 'countedAt'>,
): LeftRecord[] {
  if (!hasEnded(rotation)) return []
  const keepMs = keepMsOf(rotation)
  const looks = new Map(rotation.leftSeen.map(({ name, at, standing }) => [name, { at, standing }]))
  const left = (record: KeyRecord, from: number): LeftRecord => ({
    ...record,
    ...{ from, seen: looks.get(record.name) ?? null },
  })
  if (rotation.state === 'done') {
    return rotation.oldKeys.map(({ record, signedAt }) =>
      left(record, (signedAt ?? rotation.stepSince) + keepMs),
    )
  }
  const { newKey, stepSince } = rotation
  const record = newKey?.record ?? null
  // Nobody knows here whether the new key ever signed: it may have.
  return record === null ? [] : [left(record, stepSince + (rotation.keptMs === null ? 0 : keepMs))]
}
