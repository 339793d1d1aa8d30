import { createContext, runInContext } from 'node:vm'
import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { sampleRecord } from '../../domains/sample-domains'
import { anyText, usualRecords } from '../arbitrary-records'
import { onlyText, setOf, sorted, told, written, type Told } from './reading'

/** Runs a file with stand-ins for DNSControl's functions that note what they are called with. */
function read(script: string): { zones: string[]; records: Told[]; ttls: number[] } {
  const zones: string[] = []
  const records: Told[] = []
  const ttls: number[] = []
  const record =
    (type: string, argument: (values: unknown[]) => Omit<Told, 'name' | 'type'>) =>
    (label: string, ...values: unknown[]) =>
    (zone: string): void => {
      const name = label === '@' ? zone : `${label}.${zone}`
      records.push({ name, type, ...argument(values) })
      ttls.push((values.at(-1) as { ttl: number }).ttl)
    }
  const plain = (values: unknown[]): Omit<Told, 'name' | 'type'> => ({
    value: String(values[0]),
    priority: null,
  })
  const target = (text: unknown): string => {
    // DNSControl takes a target without a final dot for a name in the zone.
    if (typeof text !== 'string' || !text.endsWith('.')) throw new Error(`Relative: ${String(text)}`)
    return text.slice(0, -1)
  }
  const context = createContext({
    D_EXTEND(zone: string, ...modifiers: ((zone: string) => void)[]) {
      zones.push(zone)
      for (const modify of modifiers) modify(zone)
    },
    TTL: (ttl: number) => ({ ttl }),
    A: record('A', plain),
    AAAA: record('AAAA', plain),
    TXT: record('TXT', plain),
    CNAME: record('CNAME', ([value]) => ({ value: target(value), priority: null })),
    MX: record('MX', ([priority, value]) => ({ value: target(value), priority: priority as number })),
  })
  runInContext(script, context)
  return { zones, records, ttls }
}

describe('DNSControl', () => {
  it('gets the records of each zone, with their TTL', () => {
    const sets = [
      setOf(usualRecords()),
      setOf(
        [
          sampleRecord({ name: 'example.org' }),
          sampleRecord({ type: 'A', name: 'a.example.org', value: '192.0.2.1' }),
          sampleRecord({ type: 'AAAA', name: 'a.example.org', value: '2001:db8::1' }),
        ],
        'example.org',
      ),
    ]
    const { zones, records, ttls } = read(onlyText(written('dnscontrol', sets)))
    expect(zones).toEqual(['example.com', 'example.org'])
    expect(sorted(records)).toEqual(sorted(sets.flatMap((set) => set.records.map(told))))
    expect(new Set(ttls)).toEqual(new Set([3600]))
  })

  it('gets any text without control characters as it is, and none with one', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const beside = sampleRecord({ name: 'beside.example.com' })
        const result = written('dnscontrol', [setOf([sampleRecord({ value }), beside])])
        const hasControl = Array.from(value).some((sign) => sign < ' ' || sign === '\x7f')
        expect(result.leftOut.map(({ reason }) => reason)).toEqual(
          hasControl ? [expect.stringContaining('control character')] : [],
        )
        const values = read(onlyText(result)).records.map((record) => record.value)
        expect(values).toEqual(hasControl ? [beside.value] : [value, beside.value])
      }),
    )
  })

  it('is not given code by a hostile name or value', () => {
    const hostile = '");process.exit();//\u2028'
    const { records } = read(
      onlyText(
        written('dnscontrol', [setOf([sampleRecord({ value: hostile, name: `${hostile}.example.com` })])]),
      ),
    )
    expect(records).toHaveLength(1)
    expect(records[0]?.value).toBe(hostile)
  })
})
