import type { DnsStanding } from '../../../../preload/contract/findings'
import type { KeyRecord, KeySighting } from '../../../../preload/contract/rotation-facts'
import type { StoredRotation } from '../../../profile/rotation-store'
import { leftRecords, waitOf } from './shown'

/** The records for which a rotation waits: that of the new key, or of an old one that is to sign again. */
export function recordsToPublish(rotation: StoredRotation): KeyRecord[] {
  const { newKey, seen } = rotation
  if (waitOf(rotation) !== 'dns') return []
  const wanted = seen === null ? newKey?.record : recordsOf(rotation).find(({ name }) => name === seen.name)
  return wanted === undefined || wanted === null ? [] : [wanted]
}

/**
 * The records that can go from the zone by now, and that of the key that signs in their place.
 *
 * @param now milliseconds since the epoch
 */
export function recordsToRemove(
  rotation: StoredRotation,
  now: number,
): { readonly gone: KeyRecord[]; readonly stays: KeyRecord } | null {
  const { state, newKey, oldKeys } = rotation
  const gone = leftRecords(rotation).filter(({ from }) => from <= now)
  const signing = state === 'done' ? newKey?.record : oldKeys.find((key) => key.state === 'signs')?.record
  return gone.length === 0 || !signing ? null : { gone, stays: signing }
}

/** The records of all keys of a rotation, as the provider last said them. */
export function recordsOf({ newKey, oldKeys }: Pick<StoredRotation, 'newKey' | 'oldKeys'>): KeyRecord[] {
  const own = newKey?.record ?? null
  return [...(own === null ? [] : [own]), ...oldKeys.map(({ record }) => record)]
}

/** How a record stood when every name server of its zone was asked. */
export function standingOf({ servers, everywhere }: KeySighting): DnsStanding {
  const has = (standing: (typeof servers)[number]['standing']): boolean =>
    servers.some((one) => one.standing === standing)
  if (everywhere) return 'published'
  if (has('different')) return 'different'
  if (has('published')) return 'partly'
  return has('missing') ? 'missing' : 'unknown'
}
