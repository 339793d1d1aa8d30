import { plainName } from '../../../../src/main/dns/diagnosis/records/presentation'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import {
  dataKey,
  hasSameData,
  type Rrset,
  type RrsetChange,
  type WritableData,
} from '../../../../src/main/zones/rrset'
import { isWritable } from '../../../../src/main/zones/rrset'
import type {
  HostedZone,
  WriteOutcome,
  ZoneAccess,
  ZoneCapabilities,
} from '../../../../src/main/zones/zone-access'

/** What goes wrong with a write, by its number from 1. */
export type Fault =
  /** Nothing is written, and no answer comes. */
  | 'lost-before'
  /** All is written, and no answer comes. */
  | 'lost-after'
  /** Half of the changes are made, and no answer comes. */
  | 'half'
  /** The host says that something else stands there. */
  | 'stands-there'
  /** The host says that something else of its own keeps the RRset. */
  | 'locks'
  /** The host asks to wait. */
  | 'throttles'
  /** The host declines. */
  | 'declines'
  /** All is written, and the host tells that somebody else changed the zone meanwhile. */
  | 'meanwhile'
  /** Half is made, no answer comes, and the zone cannot be read for a while. */
  | 'half-and-silent'
  /** Of the first change, the first record that comes or goes is made, and no answer comes. */
  | 'torn'

/**
 * A DNS host in memory, as strict as the interface asks: it compares each RRset before it writes. Its faults are those
 * of hosts whose answers are lost, or that change RRsets one by one.
 */
export class MemoryHost {
  readonly zones = new Map<string, { readonly zone: HostedZone; rrsets: Rrset[] }>()
  readonly faults = new Map<number, Fault>()
  /** Told of each write before anything of it is done, with its number from 1. */
  onWrite: (count: number, apex: string) => void = () => undefined
  writes = 0
  silent = 0
  mostChanges = 1000
  atomic: ZoneCapabilities['atomic'] = 'rrset'
  /** How often each RRset was changed, by zone, name and type. */
  readonly changed = new Map<string, number>()

  add(apex: string, rrsets: readonly Rrset[], notWritable: string | null = null): void {
    const zone = { id: `id-${apex}`, apex, nameServers: null, notWritable }
    this.zones.set(apex, { zone, rrsets: [...rrsets] })
  }

  access(): ZoneAccess {
    return {
      capabilities: {
        atomic: this.atomic,
        precondition: 'read-before',
        ttl: { least: 60, most: 86_400 },
        newTtl: 3600,
        mostChanges: this.mostChanges,
        atOnce: 3,
        listsZones: true,
        saysWhenDone: false,
      },
      zones: () => Promise.resolve([...this.zones.values()].map(({ zone }) => zone)),
      find: (apex) => Promise.resolve([this.zones.get(apex)?.zone].filter((zone) => zone !== undefined)),
      read: (zone) => {
        if (this.silent > 0) {
          this.silent -= 1
          return Promise.reject(
            new ZonedeskError('timeout', 'The host does not answer.', { fix: 'Try later.' }),
          )
        }
        const rrsets = this.zones.get(zone.apex)?.rrsets ?? []
        return Promise.resolve({ zone, rrsets: [...rrsets], extent: 'whole', serial: null, at: 0 })
      },
      write: (zone, changes) => Promise.resolve(this.#write(zone, changes)),
      close: () => undefined,
    }
  }

  set(apex: string, name: string, type: string): Rrset | undefined {
    return this.zones.get(apex)?.rrsets.find((set) => set.name === name && set.type === type)
  }

  /** Another editor at work. */
  edit(apex: string, change: (rrsets: readonly Rrset[]) => Rrset[]): void {
    const entry = this.zones.get(apex)
    if (entry !== undefined) entry.rrsets = change(entry.rrsets)
  }

  #write(zone: HostedZone, changes: readonly RrsetChange[]): WriteOutcome {
    this.writes += 1
    this.onWrite(this.writes, zone.apex)
    const fault = this.faults.get(this.writes)
    const noAnswer = new ZonedeskError('timeout', 'No answer came.', { fix: 'Try again.' })
    if (fault === 'lost-before') return { state: 'unknown', error: noAnswer }
    if (fault === 'throttles') {
      const error = new ZonedeskError('rate-limited', 'Too many requests.', { fix: 'Try later.' })
      return { state: 'unchanged', error }
    }
    if (fault === 'declines') {
      return {
        state: 'unchanged',
        error: new ZonedeskError('forbidden', 'The token may not.', { fix: 'Make another.' }),
      }
    }
    if (fault === 'stands-there') {
      const [change] = changes
      return {
        state: 'conflict',
        differs: change === undefined ? [] : [{ change, inTheWay: 'a CNAME record' }],
      }
    }
    if (fault === 'locks') {
      const [change] = changes
      const set = change?.after ?? change?.before ?? null
      const found = set === null ? null : { ...set, locked: 'Another product keeps these records.' }
      return { state: 'conflict', differs: change === undefined ? [] : [{ change, found }] }
    }
    const differs = changes.filter(({ name, type, before }) => {
      const set = this.set(zone.apex, name, type)
      return !hasSameData(set !== undefined && isWritable(set) ? set : null, before)
    })
    if (differs.length > 0) return { state: 'conflict', differs: differs.map((change) => ({ change })) }
    if (fault === 'torn') {
      const [first] = changes
      const steps = first === undefined ? [] : stepsOf(first)
      this.edit(zone.apex, (rrsets) => [
        ...rrsets.filter((set) => plainName(set.name) !== first?.name || set.type !== first.type),
        ...(steps[0] ?? []),
      ])
      return { state: 'unknown', error: noAnswer }
    }
    const made =
      fault === 'half' || fault === 'half-and-silent'
        ? changes.slice(0, Math.ceil(changes.length / 2))
        : changes
    this.edit(zone.apex, (rrsets) => {
      const keys = new Set(made.map(({ name, type }) => `${name} ${type}`))
      return [
        ...rrsets.filter((set) => !keys.has(`${plainName(set.name)} ${set.type}`)),
        ...made.flatMap(({ after }) => after ?? []),
      ]
    })
    for (const { name, type } of made) {
      const key = `${zone.apex} ${name} ${type}`
      this.changed.set(key, (this.changed.get(key) ?? 0) + 1)
    }
    if (fault === 'half-and-silent') this.silent = 1
    if (fault === 'meanwhile') return { state: 'written', serial: null, caution: 'Somebody else was there.' }
    if (fault !== undefined) return { state: 'unknown', error: noAnswer }
    return { state: 'written', serial: null }
  }
}

/** The states of an RRset while its records go and come one by one. */
function stepsOf({ name, type, before, after }: RrsetChange): Rrset[][] {
  const [was, is] = [before?.data ?? [], after?.data ?? []]
  const isIn = (data: readonly WritableData[], one: WritableData): boolean =>
    data.some((other) => dataKey(other) === dataKey(one))
  const steps: (readonly WritableData[])[] = []
  let now: readonly WritableData[] = was
  for (const one of was.filter((data) => !isIn(is, data))) {
    now = now.filter((data) => data !== one)
    steps.push(now)
  }
  for (const one of is.filter((data) => !isIn(was, data))) {
    now = [...now, one]
    steps.push(now)
  }
  const ttl = before?.ttl ?? after?.ttl ?? null
  return steps.map((data) => (data.length === 0 ? [] : [{ name, type, ttl, data }]))
}
