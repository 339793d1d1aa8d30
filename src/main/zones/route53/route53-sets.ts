import { plainName } from '../../dns/diagnosis/records/presentation'
import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53'
import { ZonedeskError } from '../../../preload/contract/failure'
import { editRecords } from '../kept-records'
import { dataFromPresentation, presentationOf } from '../presentation'
import { WRITABLE_TYPES, type Rrset, type RrsetChange, type WritableType } from '../rrset'

/** Route 53 writes odd octets as a backslash and three octal digits. Source: developer guide, "TXT record type". */
const OCTAL = 8
/** Source: Route 53 quotas, "Quotas on API requests", ChangeResourceRecordSets. */
const MOST_RECORDS = 1000
const MOST_CHARACTERS = 32_000

/** RRsets as the app has them. Alias records and routing policies are Route 53's own, and are left alone. */
export function rrsetsOf(sets: readonly ResourceRecordSet[]): Rrset[] {
  const bySet = Map.groupBy(sets, (set) => `${ownerOf(set)} ${set.Type}`)
  return [...bySet.values()].map((same) => rrsetOf(same))
}

function rrsetOf(sets: readonly ResourceRecordSet[]): Rrset {
  const [first] = sets
  const name = ownerOf(first!)
  const type = first!.Type ?? ''
  const ttl = first!.TTL ?? null
  const values = sets.flatMap(valuesOf)
  if (!isWritableType(type)) return { name, type, ttl, values }
  const data = values.map((value) => dataFromPresentation(type, value, OCTAL)).filter((one) => one !== null)
  const locked =
    lockOf(name, type, sets) ??
    (data.length < values.length ? `Zonedesk cannot read a value of ${type} at ${name}.` : null)
  return { name, type, ttl, data, ...(locked !== null && { locked }) }
}

function lockOf(name: string, type: string, sets: readonly ResourceRecordSet[]): string | null {
  if (sets.some(({ SetIdentifier: id }) => id !== undefined)) {
    return `Route 53 answers for ${type} at ${name} by a routing policy.`
  }
  if (sets.some(({ AliasTarget: target }) => target !== undefined)) {
    return `${type} at ${name} is an alias record of Route 53's.`
  }
  if (sets.some(({ TrafficPolicyInstanceId: id }) => id !== undefined)) {
    return `A traffic policy of Route 53's keeps ${type} at ${name}.`
  }
  return null
}

/** A name in lower case, without trailing dot; an asterisk is plain, and other odd octets are decimal (RFC 1035). */
export function ownerOf({ Name: written = '' }: { readonly Name?: string | undefined }): string {
  return plainName(
    written.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => {
      const octet = Number.parseInt(digits, OCTAL)
      const character = String.fromCharCode(octet)
      if (/[a-z0-9*_-]/i.test(character)) return character
      return /[!-~]/.test(character) ? `\\${character}` : `\\${String(octet).padStart(3, '0')}`
    }),
  )
}

/** A name as Route 53 takes it. */
export function route53Name(name: string): string {
  const octal = (octet: number): string => `\\${octet.toString(OCTAL).padStart(3, '0')}`
  const plain = plainName(name).replace(/\\(\d{3}|[^])/g, (_, escape: string) =>
    octal(escape.length === 3 ? Number(escape) : escape.charCodeAt(0)),
  )
  return `${plain}.`
}

/**
 * The batch of changes: each RRset is deleted as it is now, value by value, and created as it is to be. Route 53 refuses the
 * whole batch where an RRset is another, so nobody else's change is lost.
 *
 * @param sets what is there now
 * @throws ZonedeskError `invalid` for more than one request takes
 */
export function batchOf(changes: readonly RrsetChange[], sets: readonly ResourceRecordSet[]): Change[] {
  const deletes: Change[] = []
  const creates: Change[] = []
  for (const { name, type, before, after } of changes) {
    const set = sets.find((one) => ownerOf(one) === plainName(name) && one.Type === type)
    if (set !== undefined) deletes.push({ Action: 'DELETE', ResourceRecordSet: set })
    if (after === null) continue
    const held = (set === undefined ? [] : valuesOf(set)).flatMap((value) => {
      const data = dataFromPresentation(type, value, OCTAL)
      return data === null ? [] : [{ value, data }]
    })
    const { kept, added } = editRecords(held, after.data)
    const values = [...kept.map(({ value }) => value), ...added.map((data) => presentationOf(data, OCTAL))]
    creates.push({
      Action: 'CREATE',
      ResourceRecordSet: {
        Name: set?.Name ?? route53Name(name),
        Type: type,
        TTL: after.ttl ?? before?.ttl ?? set?.TTL ?? 300,
        ResourceRecords: values.map((Value) => ({ Value })),
      },
    })
  }
  const batch = [...deletes, ...creates]
  const values = batch.flatMap(({ ResourceRecordSet: set }) => (set === undefined ? [] : valuesOf(set)))
  const characters = values.reduce((sum, value) => sum + value.length, 0)
  if (values.length <= MOST_RECORDS && characters <= MOST_CHARACTERS) return batch
  throw new ZonedeskError('invalid', `These changes are more than Route 53 takes at once.`, {
    fix: `Change fewer records at once: it takes ${MOST_RECORDS} records or ${MOST_CHARACTERS} characters, old and new together.`,
  })
}

function valuesOf({ ResourceRecords: records = [] }: ResourceRecordSet): string[] {
  return records.map(({ Value: value = '' }) => value)
}

function isWritableType(type: string): type is WritableType {
  return (WRITABLE_TYPES as readonly string[]).includes(type)
}
