import type { DnsRecord, DomainKey } from '../../../../preload/contract/domain'
import type { KeyRecord } from '../../../../preload/contract/rotation-facts'
import { compareRecord } from '../../../dns/diagnosis/comparison/compare-record'
import { parseDkimKey } from '../../../dns/diagnosis/records/dkim-key'
import { characterStrings, plainName, sameName, textOf } from '../../../dns/diagnosis/records/presentation'
import { hasEnded, type StoredRotation } from '../../../profile/rotation-store'
import { dataKey } from '../../../zones/rrset'
import { asTxt, recordsOf, recordsToPublish, recordsToRemove } from '../../keys/rotations/rotation-records'
import { leftRecords } from '../../keys/rotations/shown'
import { keyText } from '../../key-text'
import type { Held } from '../held/held'
import { deltaOf, type SetDelta, type WantedChange } from './set-delta'

/** A record of a DKIM key that a rotation waits for. */
export interface AwaitedKey {
  readonly record: KeyRecord
  /** Apex of the record's zone when its name servers were last asked; null where that is not known. */
  readonly zone: string | null
}

/** What rotations say of the records of DKIM keys. */
export interface RotationKeys {
  /** Those that a rotation of a domain waits for. */
  awaited(key: DomainKey): readonly AwaitedKey[]
  readonly whyKept: WhyKept
}

/**
 * Why a rotation needs a record that a change would remove, one sentence; null when none does: it is under way and has
 * that key, or mail that was signed with the key may still be on its way.
 */
export type WhyKept = (delta: Pick<SetDelta, 'name' | 'type' | 'removes'>) => string | null

/**
 * @param rotations those of all accounts
 * @param now milliseconds since the epoch
 */
export function rotationKeys(rotations: readonly StoredRotation[], now: number): RotationKeys {
  const byDomain = new Map<string, AwaitedKey[]>()
  const kept = new Map<string, StoredRotation>()
  for (const rotation of rotations) {
    const records = awaitedBy(rotation)
    const id = keyText({ accountId: rotation.accountId, name: rotation.signingDomain })
    if (records.length > 0) byDomain.set(id, records)
    for (const record of keptBy(rotation, now)) kept.set(recordText(record.name, keyData(record)), rotation)
  }
  return {
    awaited: (key) => byDomain.get(keyText(key)) ?? [],
    whyKept({ name, type, removes }) {
      if (type !== 'TXT') return null
      for (const data of removes) {
        const rotation = kept.get(recordText(name, dataKey(data)))
        if (rotation !== undefined) return keptWords(name, rotation)
      }
      return null
    },
  }
}

/** The records that a rotation waits for, with what is known of their zone. */
function awaitedBy(rotation: StoredRotation): AwaitedKey[] {
  const { seen } = rotation
  return recordsToPublish(rotation).map((record) => ({
    record,
    zone: seen?.name === record.name ? seen.zone : null,
  }))
}

function keptBy(rotation: StoredRotation, now: number): readonly KeyRecord[] {
  return hasEnded(rotation) ? leftRecords(rotation).filter(({ from }) => from > now) : recordsOf(rotation)
}

function keptWords(name: string, rotation: StoredRotation): string {
  return hasEnded(rotation)
    ? `Mail that was signed with the key of ${name} may still be on its way, so its record stays.`
    : `The rotation of the DKIM keys of ${rotation.signingDomain} needs the record at ${name}, so it stays.`
}

/** Changes that leave in their zone what a rotation needs there. */
export function stays(wanted: readonly WantedChange[], whyKept: WhyKept): WantedChange[] {
  return wanted.map((change) => {
    const { objection, deltas } = change
    const reason = deltas.map(whyKept).find((one) => one !== null) ?? null
    return reason === null ? change : { ...change, objection: (held) => objection?.(held) ?? reason }
  })
}

/** Whether a zone has the record of a key, however it is written: by the same rule as when its name servers are asked. */
export function holdsKey(held: Held, record: KeyRecord): boolean {
  const texts = textsAt(held, record.name).map((text) => ({
    ...{ name: plainName(record.name), type: 'TXT' as const, ttl: 0 },
    ...{ strings: [text], text: textOf(text) },
  }))
  return compareRecord(asTxt(record), texts, []) === 'published'
}

/** Whether a zone has exactly the record of a key. */
function holdsRecord(held: Held, record: KeyRecord): boolean {
  return textsAt(held, record.name).includes(keyData(record))
}

/** The record of a key comes. What somebody else has at its name stays, and nothing comes beside it. */
export function comingKey({ name, value }: KeyRecord): WantedChange {
  const delta = deltaOf({ type: 'TXT', name, value, priority: null }, 'adds')
  return {
    record: { name, type: 'TXT' },
    reason: 'DKIM key of the rotation under way: the provider signs with it once every name server has it.',
    deltas: [delta],
    objection(held) {
      if ((parseDkimKey(value).key?.publicKey ?? '') === '')
        return 'The provider names no key for this record.'
      // Of several texts at the name of a key, nobody knows which one receivers take (RFC 6376 section 3.6.2.2).
      return textsAt(held, name).length === 0
        ? null
        : `The zone has something else at ${name}. Find out whose it is before you replace it.`
    },
  }
}

/**
 * The record of a key that is gone at the provider goes too. A record that differs from it in anything is somebody else's,
 * and stays.
 *
 * @param isListed whether the provider still had a key of this name when the domain was last fetched
 */
function goingKey(record: KeyRecord, isListed: boolean): WantedChange {
  const { name, value } = record
  return {
    record: { name, type: 'TXT' },
    reason: 'The key is deleted at the provider, and mail that was signed with it has arrived.',
    deltas: [deltaOf({ type: 'TXT', name, value, priority: null }, 'removes')],
    objection(held) {
      const cut = held.cutAbove(name)
      if (cut !== null)
        return `${cut} is delegated to other name servers, so the record at ${name} is in that zone.`
      if (isListed) {
        return `When the domain was last fetched, the provider still had the key of ${name}. Refresh the domain first.`
      }
      return holdsRecord(held, record)
        ? null
        : `The record at ${name} is not that of the deleted key, so it stays.`
    },
  }
}

/** Records of the DKIM keys of one rotation that are to come into their zone, or to go from it. */
export interface KeysOfRotation {
  readonly records: readonly KeyRecord[]
  readonly kind: 'publish' | 'remove'
  /** Apex of their zone when its name servers were last asked; null where that is not known. */
  readonly zone: string | null
}

/**
 * The records of a rotation that are to come, or to go; null when there are none.
 *
 * @param now milliseconds since the epoch
 */
export function keysOfRotation(
  rotation: StoredRotation,
  kind: KeysOfRotation['kind'],
  now: number,
): KeysOfRotation | null {
  const records =
    kind === 'publish' ? recordsToPublish(rotation) : (recordsToRemove(rotation, now)?.gone ?? [])
  const { seen } = rotation
  // All keys of a domain stand below one name, so their zone is one.
  return records.length === 0 ? null : { records, kind, zone: seen?.zone ?? null }
}

/**
 * What a zone lacks of the records that are to come, or has of those that are to go.
 *
 * @param listed the records that the provider had when the domain was last fetched
 */
export function changesFor(
  { records, kind }: KeysOfRotation,
  held: Held,
  listed: readonly Pick<DnsRecord, 'type' | 'name'>[],
): WantedChange[] {
  if (kind === 'publish') return records.filter((record) => !holdsKey(held, record)).map(comingKey)
  return records
    .filter(({ name }) => textsAt(held, name).length > 0 || held.cutAbove(name) !== null)
    .map((record) =>
      goingKey(
        record,
        listed.some(({ type, name }) => type === 'TXT' && sameName(name, record.name)),
      ),
    )
}

/** The TXT records of a zone at a name, their character-strings joined. */
function textsAt(held: Held, name: string): string[] {
  return (held.writable(name, 'TXT')?.data ?? []).map(dataKey)
}

function keyData({ value }: KeyRecord): string {
  return characterStrings(value).join('')
}

function recordText(name: string, data: string): string {
  return `${plainName(name)} ${data}`
}
