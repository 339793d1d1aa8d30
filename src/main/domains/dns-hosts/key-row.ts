import type { RecordAdvice } from '../../../preload/contract/advice'
import type { KeyPlace } from '../../../preload/contract/dkim-keys'
import type { DnsRecord, DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import { spareKeys } from '../../../preload/contract/needed-records'
import type { ReadableCache } from '../../cache/cache'
import { hasEnded, type StoredRotation } from '../../profile/rotation-store'
import { advise } from '../advice/advise'
import { keyAdvice, type KeyStanding } from '../advice/key-advice'
import { asTxt, recordsOf, standingOf } from '../keys/rotations/rotation-records'
import { keyOwnerName } from '../keys/rotations/selector'

export interface KeyRowSource {
  readonly cache: Pick<ReadableCache, 'get' | 'keysOf' | 'lastCheck'>
  /** Those of an account. */
  readonly rotationsOf: (accountId: string) => readonly StoredRotation[]
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** The record of a key, and what to do for it. Its index is 0. */
export interface AdvisedKey {
  readonly record: DnsRecord
  readonly advice: RecordAdvice
}

/**
 * What to do for the record of a DKIM key. A key that the domain needs is told as its records tell it. A spare key is told
 * as one to publish: whoever copies it is about to sign with it.
 *
 * @throws ZonedeskError `not-found` when neither the cache nor a rotation knows the key, or its record
 */
export function adviseKey({ cache, rotationsOf, now }: KeyRowSource, place: KeyPlace): AdvisedKey {
  const { accountId, name } = place
  const selector = place.selector.trim().toLowerCase()
  const owner = keyOwnerName(selector, name)
  const rotation = rotationsOf(accountId).find((one) => one.signingDomain === name && !hasEnded(one))
  const rotated = rotation === undefined ? undefined : recordsOf(rotation).find((one) => one.name === owner)
  const known = cache.keysOf(accountId, name).find((key) => key.selector === selector)
  // A rotation read the key from the provider last.
  const record = rotated === undefined ? known?.record : asTxt(rotated)
  if (record === undefined || record.value === '') {
    throw new ZonedeskError('not-found', `The record of the key ${selector} of ${name} is not known.`, {
      fix: 'Refresh the keys of the domain.',
    })
  }
  const domain = { accountId, name }
  const check = cache.lastCheck(domain)
  const asked = neededAdvice(cache, domain, record, check, now())
  if (asked !== null) return { record, advice: { ...asked, index: 0 } }
  const seen = rotation?.seen?.name === owner ? rotation.seen : null
  const standing: KeyStanding | null =
    seen === null
      ? checkedStanding(record, check)
      : { standing: standingOf(seen), at: seen.at, zone: seen.zone }
  return { record, advice: keyAdvice(record, standing, 0, now()) }
}

/** The advice of the domain's own records; null where the key is not among those it needs. */
function neededAdvice(
  cache: Pick<ReadableCache, 'get'>,
  domain: DomainKey,
  { type, name, value }: DnsRecord,
  check: DomainCheck | null,
  now: number,
): RecordAdvice | null {
  const detail = cache.get(domain)
  if (detail === undefined) return null
  const index = detail.records.findIndex(
    (one) => one.type === type && one.name === name && one.value === value,
  )
  if (index < 0 || spareKeys(detail.records).has(index)) return null
  return advise(detail, check, now)[index] ?? null
}

function checkedStanding({ type, name, value }: DnsRecord, check: DomainCheck | null): KeyStanding | null {
  const found = check?.records.find((one) => one.type === type && one.name === name && one.expected === value)
  return found === undefined || check === null
    ? null
    : { standing: found.standing, at: check.at, zone: found.zone ?? null }
}
