import type { HeldZone } from '../../../../src/main/domains/publishing/held/held'
import { ZoneReadings } from '../../../../src/main/domains/publishing/held/zone-readings'
import {
  dataOf,
  type Rrset,
  type RrsetChange,
  type WritableRrset,
  type WritableType,
} from '../../../../src/main/zones/rrset'
import { diagnose } from '../../../../src/main/dns/diagnose'
import type { CheckedBasis } from '../../../../src/main/domains/checks/check-domain'
import { APEX, expectedRecords, observe, type Row, type World } from '../../dns/diagnosis/observed'

const WRITABLE = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'SPF']

/** What a DNS host answers with when nothing is said: an hour, of a range that takes nearly all. */
export const CAPABILITIES = { newTtl: 3600, ttl: { least: 60, most: 86_400 } }

/** The zone as a DNS host holds it. */
export function heldOf(rows: readonly Row[], apex = APEX): HeldZone {
  return heldZone(rrsetsOf(rows, apex), null, apex)
}

/** @param owners the names that were asked for; null when the whole zone was read */
export function heldZone(
  rrsets: readonly Rrset[],
  owners: readonly string[] | null = null,
  apex = APEX,
): HeldZone {
  const readings = new ZoneReadings(apex)
  readings.take({ rrsets, extent: owners === null ? 'whole' : 'owners' }, owners ?? [])
  return readings.held()
}

export function rrsetsOf(rows: readonly Row[], apex = APEX): Rrset[] {
  const inZone = rows.filter(([name]) => name === apex || name.endsWith(`.${apex}`))
  const own: Rrset[] = [
    { name: apex, type: 'SOA', ttl: 3600, values: ['ns1.example.net. host.example.net. 7 1 1 1 1'] },
    { name: apex, type: 'NS', ttl: 3600, values: ['ns1.example.net.', 'ns2.example.net.'] },
  ]
  const sets = new Map<string, Rrset>()
  for (const [name, type, value, ttl = 300] of inZone) {
    const key = `${name} ${type}`
    const known = sets.get(key)
    if (!WRITABLE.includes(type)) {
      sets.set(key, { name, type, ttl, values: [value] })
      continue
    }
    const data = dataOfRow(type as WritableType, value)
    const before = known !== undefined && 'data' in known ? known.data : []
    sets.set(key, { name, type: type as WritableType, ttl, data: [...before, data] })
  }
  return [...own, ...sets.values()]
}

function dataOfRow(type: WritableType, value: string): WritableRrset['data'][number] {
  if (type !== 'MX') return dataOf({ type, value, priority: null })
  const [, preference, exchange] = /^(\d+) (.*)$/.exec(value) ?? []
  return dataOf({ type, value: exchange === '.' ? '' : (exchange ?? ''), priority: Number(preference) })
}

/** RRsets after changes were written. */
export function written(rrsets: readonly Rrset[], changes: readonly RrsetChange[]): Rrset[] {
  const changed = new Set(changes.map(({ name, type }) => `${name} ${type}`))
  return [
    ...rrsets.filter(({ name, type }) => !changed.has(`${name} ${type}`)),
    ...changes.flatMap(({ after }) => after ?? []),
  ]
}

export function basisOf(world: World): CheckedBasis {
  const observation = observe(world)
  const { expected = expectedRecords(), neighbours = [] } = world
  return { observation, expected, neighbours, check: diagnose(observation, expected, neighbours) }
}
