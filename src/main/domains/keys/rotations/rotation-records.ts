import type { DnsRecord } from '../../../../preload/contract/domain'
import type { DnsStanding } from '../../../../preload/contract/findings'
import { ZonedeskError } from '../../../../preload/contract/failure'
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
 * The records that can go from the zone by now and were not seen gone yet, and that of the key that signs in their place.
 *
 * @param now milliseconds since the epoch
 */
export function recordsToRemove(
  rotation: StoredRotation,
  now: number,
): { readonly gone: KeyRecord[]; readonly stays: KeyRecord } | null {
  const { state, newKey, oldKeys } = rotation
  const gone = leftRecords(rotation).filter(({ from, seen }) => from <= now && seen?.standing !== 'gone')
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

/** A key's record as the provider asks for it; what it says of its state is not known here. */
export function asTxt({ name, value }: KeyRecord): DnsRecord {
  return {
    ...{ purpose: 'sending', type: 'TXT', name, value, priority: null },
    ...{ valid: 'unknown', cached: [], isActive: null },
  }
}

/** The error of a call for records of rotations where none has such a record. */
export function noRecords(kind: 'publish' | 'remove'): ZonedeskError {
  return kind === 'publish'
    ? new ZonedeskError('refused', 'No key rotation waits for a record to be published.', {
        fix: 'The list of rotations says what each of them waits for.',
      })
    : new ZonedeskError('refused', 'There is no record of a rotated key that can go from its zone yet.', {
        fix: 'Each rotation that has ended names the day from which its record can go.',
      })
}
