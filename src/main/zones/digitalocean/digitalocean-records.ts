import { characterStrings, plainName } from '../../dns/diagnosis/records/presentation'
import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import { editRecords } from '../kept-records'
import { dataFromPresentation, quoted } from '../presentation'
import {
  shownValue,
  WRITABLE_TYPES,
  type Rrset,
  type RrsetChange,
  type WritableData,
  type WritableType,
} from '../rrset'

/**
 * A record as DigitalOcean's API v2 has it. Source:
 * github.com/digitalocean/openapi/tree/main/specification/resources/domains, read in November 2026.
 */
export const DigitalOceanRecord = v.object({
  id: v.number(),
  type: v.string(),
  /** Relative to the domain; `@` at its apex. */
  name: v.string(),
  data: v.string(),
  priority: v.optional(v.nullable(v.number())),
  ttl: v.number(),
})
export type DigitalOceanRecord = v.InferOutput<typeof DigitalOceanRecord>

/** One request that changes one record. */
export interface RecordStep {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  /** The record that is changed or removed. */
  readonly id?: number
  readonly json?: object
}

/**
 * The longest text in quotes that DigitalOcean takes; its documentation does not say. Source: dnscontrol,
 * providers/digitalocean/auditrecords.go, last verified there on 1 March 2021.
 */
const MOST_CHARACTERS = 509

/** RRsets as the app has them, made of single records. */
export function rrsetsOf(records: readonly DigitalOceanRecord[], apex: string): Rrset[] {
  const bySet = Map.groupBy(records, (record) => `${ownerOf(record, apex)} ${record.type}`)
  return [...bySet.values()].map((held): Rrset => {
    const [first] = held
    const name = ownerOf(first!, apex)
    const { type, ttl } = first!
    if (!isWritableType(type)) return { name, type, ttl, values: held.map(({ data }) => data) }
    const data = held.map((record) => dataOfRecord(type, record, apex)).filter((one) => one !== null)
    const locked =
      data.length < held.length
        ? `Zonedesk cannot read a value of ${type} at ${name}.`
        : held.some((record) => record.ttl !== ttl)
          ? `The ${type} records at ${name} have several TTLs.`
          : null
    return { name, type, ttl, data, ...(locked !== null && { locked }) }
  })
}

/**
 * The requests of changes, one record each: RRsets that go come first, because a CNAME stands alone; then records that get
 * another value, so that an RRset never lacks it; then new ones; then those that only go.
 *
 * @throws ZonedeskError `refused` for a value that DigitalOcean does not keep as it is
 */
export function stepsOf(
  changes: readonly RrsetChange[],
  records: readonly DigitalOceanRecord[],
  apex: string,
): RecordStep[] {
  const going: RecordStep[] = []
  const edited: RecordStep[] = []
  const added: RecordStep[] = []
  const removed: RecordStep[] = []
  for (const { name, type, before, after } of changes) {
    const held = records
      .filter((record) => ownerOf(record, apex) === plainName(name) && record.type === type)
      .flatMap((record) => {
        const data = dataOfRecord(type, record, apex)
        return data === null ? [] : [{ record, data }]
      })
    if (after === null) {
      going.push(...held.map(({ record }): RecordStep => ({ method: 'DELETE', id: record.id })))
      continue
    }
    const edit = editRecords(held, after.data)
    const ttl = after.ttl ?? before?.ttl ?? 1800
    if (before !== null && before.ttl !== after.ttl) {
      edited.push(
        ...edit.kept.map(({ record }): RecordStep => ({
          method: 'PATCH',
          id: record.id,
          json: { type, ttl },
        })),
      )
    }
    edit.added.forEach((data, at) => {
      const old = edit.removed[at]
      const fields = { type, ...fieldsOf(data, name), ttl }
      if (old === undefined) added.push({ method: 'POST', json: { ...fields, name: labelOf(name, apex) } })
      else edited.push({ method: 'PATCH', id: old.record.id, json: fields })
    })
    removed.push(
      ...edit.removed
        .slice(edit.added.length)
        .map(({ record }): RecordStep => ({ method: 'DELETE', id: record.id })),
    )
  }
  return [...going, ...edited, ...added, ...removed]
}

function ownerOf({ name }: DigitalOceanRecord, apex: string): string {
  return name === '@' ? apex : plainName(`${name}.${apex}`)
}

function labelOf(name: string, apex: string): string {
  const owner = plainName(name)
  return owner === apex ? '@' : owner.slice(0, -apex.length - 1)
}

/** A text has no quotes, and a target no trailing dot; `@` is the apex. */
function dataOfRecord(
  type: WritableType,
  { data, priority }: DigitalOceanRecord,
  apex: string,
): WritableData | null {
  if (type === 'TXT' || type === 'SPF') return { type, strings: characterStrings(data) }
  const target = data === '@' ? apex : data
  return dataFromPresentation(type, type === 'MX' ? `${priority ?? ''} ${target}` : target)
}

/** @throws ZonedeskError `refused` */
function fieldsOf(data: WritableData, name: string): object {
  switch (data.type) {
    case 'CNAME':
      return { data: `${data.target}.` }
    case 'MX':
      if (data.exchange === '') throw unkept(name, 'an MX record for "no mail"')
      return { data: `${data.exchange}.`, priority: data.preference }
    case 'TXT':
    case 'SPF': {
      const text = shownValue(data)
      if (text === '' || text.includes('\\')) throw unkept(name, 'an empty text, or one with a backslash')
      if (data.strings.map((string) => quoted(string)).join(' ').length > MOST_CHARACTERS) {
        throw unkept(name, `a text of more than ${MOST_CHARACTERS} characters`)
      }
      return { data: text }
    }
    default:
      return { data: data.address }
  }
}

function unkept(name: string, what: string): ZonedeskError {
  return new ZonedeskError(
    'refused',
    `DigitalOcean does not keep ${what} as it is, so ${name} was not changed.`,
    {
      fix: 'Use another value, or another DNS host for this domain.',
    },
  )
}

function isWritableType(type: string): type is WritableType {
  return (WRITABLE_TYPES as readonly string[]).includes(type)
}
