import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { ExportResult } from '../../../../src/preload/contract/export-format'
import { sampleRecord } from '../../domains/sample-domains'
import { anyText, LONG_DKIM, usualRecords } from '../arbitrary-records'
import { readQuoted } from '../quoted-reader'
import { onlyText, setOf, sorted, told, written, type Told } from './reading'

interface Batch {
  Changes: {
    Action: string
    ResourceRecordSet: { Name: string; Type: string; TTL: number; ResourceRecords: { Value: string }[] }
  }[]
}

function read(result: ExportResult): Told[] {
  return result.files.flatMap(({ text }) =>
    (JSON.parse(text) as Batch).Changes.flatMap(({ ResourceRecordSet: { Name, Type, ResourceRecords } }) =>
      ResourceRecords.map(({ Value }) => {
        const name = Name.replace(/\.$/, '')
        if (Type === 'TXT') {
          return { name, type: Type, value: Buffer.concat(readQuoted(Value, 8)).toString(), priority: null }
        }
        const [first, second] = Value.split(' ')
        return second === undefined
          ? { name, type: Type, value: Value.replace(/\.$/, ''), priority: null }
          : { name, type: Type, value: second.replace(/\.$/, ''), priority: Number(first) }
      }),
    ),
  )
}

describe('a Route 53 change batch', () => {
  it('has one UPSERT for each RRset, with both MX in one', () => {
    const batch = JSON.parse(onlyText(written('route53', [setOf(usualRecords())]))) as Batch
    expect(batch.Changes).toHaveLength(4)
    const mx = batch.Changes.find(({ ResourceRecordSet }) => ResourceRecordSet.Type === 'MX')
    expect(mx).toEqual({
      Action: 'UPSERT',
      ResourceRecordSet: {
        Name: 'mg.example.com.',
        Type: 'MX',
        TTL: 3600,
        ResourceRecords: [{ Value: '10 mxa.mailgun.org.' }, { Value: '10 mxb.mailgun.org.' }],
      },
    })
  })

  it('reads back to the records', () => {
    expect(sorted(read(written('route53', [setOf(usualRecords())])))).toEqual(
      sorted(usualRecords().map(told)),
    )
  })

  it('reads back to any text', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const quoted = Buffer.byteLength(value) * 4 + 20
        fc.pre(quoted < 4000)
        expect(read(written('route53', [setOf([sampleRecord({ value })])]))[0]?.value).toBe(
          Buffer.from(value).toString(),
        )
      }),
    )
  })

  it('says that an UPSERT replaces the texts a name has', () => {
    expect(written('route53', [setOf(usualRecords())]).notes.join()).toContain('mg.example.com')
    const mx = usualRecords().filter(({ type }) => type === 'MX')
    expect(written('route53', [setOf(mx)]).notes).toEqual([])
  })

  it('leaves out a text longer than it takes', () => {
    const result = written('route53', [
      setOf([sampleRecord({ value: 'k'.repeat(4001) }), sampleRecord({ name: 'b.example.com' })]),
    ])
    expect(result.leftOut).toHaveLength(1)
    expect(read(result)).toHaveLength(1)
  })

  it('is several requests for more than one may have, and none is lost', () => {
    const records = Array.from({ length: 700 }, (_, index) =>
      sampleRecord({ name: `d${index}.example.com`, value: LONG_DKIM }),
    )
    const result = written('route53', [setOf(records)])
    expect(read(result)).toHaveLength(700)
    for (const { text } of result.files) {
      const values = (JSON.parse(text) as Batch).Changes.flatMap(
        ({ ResourceRecordSet }) => ResourceRecordSet.ResourceRecords,
      )
      expect(values.length * 2).toBeLessThanOrEqual(1000)
      expect(values.reduce((sum, { Value }) => sum + Value.length, 0) * 2).toBeLessThanOrEqual(32_000)
    }
    expect(new Set(result.files.map(({ fileName }) => fileName)).size).toBe(result.files.length)
  })
})
