import { setImmediate } from 'node:timers/promises'
import type { RotationScope } from '../../../preload/contract/export-run'
import { toUnicode } from '../../names/unicode-name'
import type { StoredRotation } from '../../profile/rotation-store'
import { goneKeyAdvice, keyAdvice } from '../advice/key-advice'
import type { AdvisedScope } from '../advice/in-scope'
import {
  asTxt,
  noRecords,
  recordsToPublish,
  recordsToRemove,
  standingOf,
} from '../keys/rotations/rotation-records'
import type { DomainInScope, ScopeRead, ScopeSource } from './read-scope'
import type { Run } from './single-run'

/** Rotations read before other work gets its turn. */
const READ_AT_ONCE = 200

/** From where rotations and the zones of their domains are read. */
export interface RotationSource extends Pick<ScopeSource, 'placeOf' | 'now'> {
  /** Those of an account; by null those of all accounts. */
  readonly rotationsOf: (accountId: string | null) => readonly StoredRotation[]
}

/**
 * Reads the records of rotations: those to publish, or those that can go from their zones.
 *
 * @throws ZonedeskError `refused` when there are none
 * @throws the signal's reason when it is stopped
 */
export async function readRotations(
  { rotationsOf, placeOf, now }: RotationSource,
  { accountId, records }: RotationScope,
  run: Run,
): Promise<ScopeRead> {
  const rotations = rotationsOf(accountId)
  const domains: DomainInScope[] = []
  for (const [done, rotation] of rotations.entries()) {
    if (done % READ_AT_ONCE === READ_AT_ONCE - 1) {
      run.told(done, rotations.length)
      await setImmediate()
      run.signal.throwIfAborted()
    }
    const told = records === 'publish' ? toPublish(rotation, now()) : toRemove(rotation, now())
    if (told === null) continue
    const key = { accountId: rotation.accountId, name: rotation.signingDomain }
    domains.push({ key, unicodeName: toUnicode(key.name), place: placeOf(key), ...told })
  }
  run.told(rotations.length, rotations.length)
  if (domains.length > 0) return { domains, passedOver: 0, unchecked: 0, there: 0 }
  throw noRecords(records)
}

type Told = Pick<DomainInScope, 'records' | 'advised'>

function toPublish(rotation: StoredRotation, now: number): Told | null {
  const wanted = recordsToPublish(rotation).map(asTxt)
  if (wanted.length === 0) return null
  const { seen } = rotation
  const all = wanted.map((record, index) =>
    keyAdvice(
      record,
      seen?.name === record.name ? { standing: standingOf(seen), at: seen.at, zone: seen.zone } : null,
      index,
      now,
    ),
  )
  const told = all.filter(({ action }) => action !== 'decide')
  const leftOut = all
    .filter(({ action }) => action === 'decide')
    .map((advice) => ({ advice, reason: advice.sentence }))
  return { records: wanted, advised: { told, leftOut, named: all.length } satisfies AdvisedScope }
}

function toRemove(rotation: StoredRotation, now: number): Told | null {
  const found = recordsToRemove(rotation, now)
  if (found === null) return null
  const records = found.gone.map(asTxt)
  const zone = rotation.seen?.zone ?? null
  const told = records.map((record, index) => goneKeyAdvice(record, asTxt(found.stays), zone, index))
  return { records, advised: { told, leftOut: [], named: told.length } }
}
