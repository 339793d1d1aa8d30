import { join } from 'node:path'
import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ExportResult } from '../../../src/preload/contract/export-format'
import { readQuoted } from '../../unit/dns-hosts/quoted-reader'
import { sorted, written, type Told } from '../../unit/dns-hosts/exports/reading'
import { answerOf, isLacking } from '../programs'
import { expected, SETS } from './sets'

const Answer = v.object({
  refused: v.array(v.object({ zone: v.string(), reason: v.string() })),
  sets: v.array(
    v.object({
      zone: v.string(),
      name: v.string(),
      type: v.string(),
      ttl: v.number(),
      values: v.array(v.string()),
    }),
  ),
})
type Answer = v.InferOutput<typeof Answer>

describe.skipIf(isLacking('python'))("Route 53, as moto keeps it and AWS's own client asks it", () => {
  let result: ExportResult
  let answer: Answer

  beforeAll(async () => {
    result = written('route53', SETS)
    answer = await sent(result.files.map(({ zone, text }) => ({ zone, batch: JSON.parse(text) as unknown })))
  })

  async function sent(batches: readonly { zone: string | null; batch: unknown }[]): Promise<Answer> {
    const output = await answerOf('python', [join(import.meta.dirname, 'send-batches.py')], {
      input: JSON.stringify(batches),
    })
    return v.parse(Answer, JSON.parse(output))
  }

  function listed(zone: string): Told[] {
    const own = answer.sets.filter((set) => set.zone === zone && set.type !== 'SOA' && set.type !== 'NS')
    return sorted(own.flatMap(({ name, type, values }) => values.map((value) => read(name, type, value))))
  }

  it('takes every batch', () => {
    expect(answer.refused).toEqual([])
    expect(result.files.length).toBeGreaterThan(SETS.length)
  })

  it.each(SETS.map(({ zone }) => zone))('lists the records of %s', (zone) => {
    expect(listed(zone)).toEqual(expected(result)[zone])
  })

  it('keeps the TTL', () => {
    const own = answer.sets.filter(({ type }) => type !== 'SOA' && type !== 'NS')
    expect([...new Set(own.map(({ ttl }) => ttl))]).toEqual([3600])
  })

  it('would refuse a name outside the zone, so that taking is a test', async () => {
    const batch = JSON.parse(result.files[0]!.text) as unknown
    const { refused } = await sent([{ zone: 'elsewhere.example', batch }])
    expect(refused).toHaveLength(1)
  })
})

function read(owner: string, type: string, value: string): Told {
  const name = owner.replace(/\.$/, '').replace(/^\\052/, '*')
  if (type === 'TXT') {
    return { name, type, value: Buffer.concat(readQuoted(value, 8)).toString(), priority: null }
  }
  const [first = '', second] = value.split(' ')
  return second === undefined
    ? { name, type, value: first.replace(/\.$/, ''), priority: null }
    : { name, type, value: second.replace(/\.$/, ''), priority: Number(first) }
}
