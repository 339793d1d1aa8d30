import type { DomainPlan } from '../../../../../src/preload/contract/publishing'
import { shownData, type DugSet, type DugZone } from './dig-zone'

/** Zones by apex, as `dig` shows them. */
export type DugZones = ReadonlyMap<string, DugZone>

/** Where two zones differ, RRset by RRset; empty where they are the same to the last octet. */
export function differences(before: DugZones, after: DugZones): string[] {
  return pairs(before, after).flatMap(({ was, is }) =>
    isSame(was, is) ? [] : [`${shown(was)} -> ${shown(is)}`],
  )
}

/** Where zones changed otherwise than a plan says; empty where they are as planned, and all else as it was. */
export function beyondPlan(lines: readonly DomainPlan[], before: DugZones, after: DugZones): string[] {
  const planned = new Map<string, DomainPlan['changes'][number]>(
    lines.flatMap(({ changes }) => changes.map((change) => [`${change.name} ${change.type}`, change])),
  )
  return pairs(before, after).flatMap(({ at, was, is }) => {
    const change = planned.get(at)
    if (change === undefined) return isSame(was, is) ? [] : [`not planned: ${shown(was)} -> ${shown(is)}`]
    const found = (is?.data ?? []).map((octets) => shownData(change.type, octets))
    const wanted = (change.after?.values ?? []).map((value) =>
      change.type === 'AAAA' ? octetsOf(value) : value,
    )
    const isAsPlanned =
      JSON.stringify(found.toSorted()) === JSON.stringify(wanted.toSorted()) &&
      (is?.ttl ?? null) === (change.after?.ttl ?? null) &&
      (was === undefined || is === undefined || was.ttl === is.ttl)
    const kept = new Set(found)
    const isTouched = was?.data.some(
      (octets) => kept.has(shownData(was.type, octets)) && !is?.data.includes(octets),
    )
    return isAsPlanned && isTouched !== true
      ? []
      : [`planned ${JSON.stringify(change.after)}: ${shown(was)} -> ${shown(is)}`]
  })
}

function pairs(
  before: DugZones,
  after: DugZones,
): { at: string; was: DugSet | undefined; is: DugSet | undefined }[] {
  return [...before].flatMap(([apex, one]) => {
    const other = after.get(apex)!
    const all = [...new Set([...one.keys(), ...other.keys()])]
    return all.map((at) => ({ at, was: one.get(at), is: other.get(at) }))
  })
}

function isSame(one: DugSet | undefined, other: DugSet | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function shown(set: DugSet | undefined): string {
  if (set === undefined) return 'nothing'
  const { name, ttl, type, data } = set
  return `${name} ${ttl} ${type} ${data.map((octets) => shownData(type, octets)).join(' | ')}`
}

/** The octets of an IPv6 address in hexadecimal. */
function octetsOf(address: string): string {
  const groups = (part: string): string[] =>
    part.split(':').flatMap((one) => (one === '' ? [] : one.padStart(4, '0')))
  const [head = '', tail = ''] = address.split('::')
  const [before, after] = [groups(head), groups(tail)]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0000')
  return [...before, ...zeros, ...after].join('')
}
