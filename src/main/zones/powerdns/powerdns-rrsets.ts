import { plainName } from '../../dns/diagnosis/records/presentation'
import { ZonedeskError } from '../../../preload/contract/failure'
import { editRecords } from '../kept-records'
import { dataFromPresentation, presentationOf } from '../presentation'
import {
  dataKey,
  WRITABLE_TYPES,
  type Rrset,
  type RrsetChange,
  type WritableData,
  type WritableType,
} from '../rrset'
import type { PowerDnsRrset } from './powerdns-answers'

/** One RRset of a PATCH. Without `comments`, PowerDNS keeps those that are there. */
export type RrsetPatch =
  | {
      readonly name: string
      readonly type: string
      readonly changetype: 'REPLACE'
      readonly ttl: number
      readonly records: readonly { readonly content: string; readonly disabled: boolean }[]
    }
  | { readonly name: string; readonly type: string; readonly changetype: 'DELETE' }

/**
 * RRsets as the app has them. Records that are disabled are not in the zone that DNS sees, so they are left out here; a
 * write keeps them.
 */
export function rrsetsOf(sets: readonly PowerDnsRrset[]): Rrset[] {
  const locks = locksOf(sets)
  return sets.flatMap((set): Rrset[] => {
    const contents = enabled(set).map(({ content }) => content)
    if (contents.length === 0) return []
    const name = plainName(set.name)
    if (!isWritableType(set.type)) return [{ name, type: set.type, ttl: set.ttl, values: contents }]
    const { type } = set
    const read = contents.map((content) => dataFromPresentation(type, content))
    const data = read.filter((one) => one !== null)
    const locked =
      data.length < read.length
        ? `Zonedesk cannot read a value of ${type} at ${name}.`
        : locks.get(`${name} ${type}`)
    return [{ name, type, ttl: set.ttl, data, ...(locked !== undefined && { locked }) }]
  })
}

/**
 * ALIAS and LUA records make PowerDNS answer with addresses, or with other data, of their own: what they answer for is
 * left alone. Source: PowerDNS documentation, "ALIAS records" and "Lua Records".
 */
function locksOf(sets: readonly PowerDnsRrset[]): Map<string, string> {
  const locks = new Map<string, string>()
  for (const set of sets) {
    const name = plainName(set.name)
    for (const type of answeredBy(set)) {
      locks.set(`${name} ${type}`, `${article(set.type)} ${set.type} record answers at ${name}.`)
    }
  }
  return locks
}

/** The types that an RRset of PowerDNS's own answers for. */
export function answeredBy(set: PowerDnsRrset): string[] {
  if (enabled(set).length === 0) return []
  if (set.type === 'ALIAS') return ['A', 'AAAA', 'CNAME']
  if (set.type !== 'LUA') return []
  return [...enabled(set).map(({ content }) => content.trim().split(/\s/)[0]?.toUpperCase() ?? ''), 'CNAME']
}

function article(type: string): 'An' | 'A' {
  return type === 'ALIAS' ? 'An' : 'A'
}

/**
 * The PATCH of changes: what goes stands first, because PowerDNS refuses a CNAME while other data is there. Records that
 * stay are sent as PowerDNS has them, and disabled ones with them.
 *
 * @param sets what is there now
 * @throws ZonedeskError `refused` where a comment would go with the last record, or where a disabled record holds what is
 *   to be added
 */
export function patchOf(changes: readonly RrsetChange[], sets: readonly PowerDnsRrset[]): RrsetPatch[] {
  const patches = changes.map((change) => {
    const set = sets.find((one) => plainName(one.name) === plainName(change.name) && one.type === change.type)
    return patchOfOne(change, set)
  })
  const order = (patch: RrsetPatch): number => (patch.changetype === 'DELETE' ? 0 : 1)
  return patches.toSorted((one, other) => order(one) - order(other))
}

function patchOfOne({ name, type, after, before }: RrsetChange, set: PowerDnsRrset | undefined): RrsetPatch {
  const owner = set?.name ?? `${plainName(name)}.`
  const off = (set?.records ?? []).filter(({ disabled }) => disabled === true)
  const held = (set === undefined ? [] : enabled(set)).flatMap(({ content }) => {
    const data = dataFromPresentation(type, content)
    return data === null ? [] : [{ content, data }]
  })
  const { kept, added } = editRecords(held, after?.data ?? [])
  refuseDisabled(name, type, off, added)
  const records = [
    ...kept.map(({ content }) => ({ content, disabled: false })),
    ...added.map((data) => ({ content: presentationOf(data), disabled: false })),
    ...off.map(({ content }) => ({ content, disabled: true })),
  ]
  const ttl = after?.ttl ?? before?.ttl ?? set?.ttl
  if (records.length > 0 && ttl !== undefined) {
    return { name: owner, type, changetype: 'REPLACE', ttl, records }
  }
  if ((set?.comments ?? []).length > 0) {
    throw new ZonedeskError(
      'refused',
      `PowerDNS keeps a comment with ${type} at ${name}. The comment would be lost with the records.`,
      {
        fix: 'Remove the records in PowerDNS, or remove the comment there first.',
      },
    )
  }
  return { name: owner, type, changetype: 'DELETE' }
}

function refuseDisabled(
  name: string,
  type: WritableType,
  off: readonly { readonly content: string }[],
  added: readonly WritableData[],
): void {
  const keys = new Set(added.map(dataKey))
  const same = off.some(({ content }) => {
    const data = dataFromPresentation(type, content)
    return data !== null && keys.has(dataKey(data))
  })
  if (!same) return
  throw new ZonedeskError(
    'refused',
    `PowerDNS already holds this ${type} record at ${name}, but it is disabled there.`,
    {
      fix: 'Enable the record in PowerDNS.',
    },
  )
}

function enabled({ records }: PowerDnsRrset): readonly { readonly content: string }[] {
  return records.filter(({ disabled }) => disabled !== true)
}

function isWritableType(type: string): type is WritableType {
  return (WRITABLE_TYPES as readonly string[]).includes(type)
}
