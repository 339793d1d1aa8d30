import fc from '../../../generated/cases'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { sampleRecord } from '../../domains/sample-domains'
import { anyLine, anyText, usualRecords } from '../arbitrary-records'
import { onlyText, setOf, sorted, told, written, type Told } from './reading'

const FORMULA = /^[=+\-@\t\r\n]/

function readCsv(text: string): { rows: Record<string, string>[]; records: Told[] } {
  const { data, errors } = papaparse.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
  })
  expect(errors).toEqual([])
  const rows = data.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, cell]) => [key, cell.startsWith("'") ? cell.slice(1) : cell]),
    ),
  )
  const records = rows.map(({ name, type, value, priority }) => ({
    name: name!,
    type: type!,
    value: value!,
    priority: priority === '' ? null : Number(priority),
  }))
  return { rows, records }
}

/** A table's cells as GitHub takes them: split at pipes that no backslash escapes, code spans unwrapped. */
function readMarkdown(text: string): Told[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| Type') && !line.startsWith('| ---'))
    .map((line) => {
      const cells = line
        .slice(2, -2)
        .split(/ \| /)
        .map((cell) => unwrapped(cell.replaceAll('\\|', '|')))
      if (cells.length !== 6) throw new Error(`${cells.length} cells: ${line}`)
      const [type, , name, priority, value] = cells
      return { name: name!, type: type!, value: value!, priority: priority === '' ? null : Number(priority) }
    })
}

function unwrapped(cell: string): string {
  const fence = /^`+/.exec(cell)?.[0]
  if (fence === undefined) return cell
  if (!cell.endsWith(fence) || cell.slice(fence.length, -fence.length).includes(fence))
    throw new Error(`Broken code: ${cell}`)
  const inside = cell.slice(fence.length, -fence.length)
  return /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside
}

describe('CSV', () => {
  it('reads back to the records, with their domain, zone and state', () => {
    const { rows, records } = readCsv(
      onlyText(written('csv', [setOf(usualRecords(), 'example.com', 'mg.example.com')])),
    )
    expect(sorted(records)).toEqual(sorted(usualRecords().map(told)))
    expect(rows[1]).toMatchObject({
      domain: 'mg.example.com',
      zone: 'example.com',
      host: 'k1._domainkey.mg',
      ttl: '3600',
      state: 'invalid',
    })
  })

  it('reads back to any text', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(readCsv(onlyText(written('csv', [setOf([sampleRecord({ value })])]))).records[0]?.value).toBe(
          value,
        )
      }),
    )
  })

  it('has no cell that a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', "'="), anyText, (start, rest) => {
        const text = onlyText(
          written('csv', [setOf([sampleRecord({ name: 'example.com', value: `${start}${rest}` })])]),
        )
        const { data } = papaparse.parse<string[]>(text, { skipEmptyLines: true })
        expect(data.flat().filter((cell) => FORMULA.test(cell))).toEqual([])
        expect(readCsv(text).records[0]?.value).toBe(`${start}${rest}`)
      }),
    )
  })
})

describe('Markdown', () => {
  it('reads back to the records', () => {
    const text = onlyText(written('markdown', [setOf(usualRecords())]))
    expect(sorted(readMarkdown(text))).toEqual(sorted(usualRecords().map(told)))
  })

  it.each(['a|b', 'a\\|b', '`', 'a `` b', ' x ', '| --- |', '<script>', '*b* _c_', '\\'])(
    'keeps %j as it is',
    (value) => {
      expect(readMarkdown(onlyText(written('markdown', [setOf([sampleRecord({ value })])])))[0]?.value).toBe(
        value,
      )
    },
  )

  it('has one row a record for any text, and no row by a line break in it', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const text = onlyText(written('markdown', [setOf([sampleRecord({ value })])]))
        expect(text.split('\n').filter((line) => line.startsWith('| TXT'))).toHaveLength(1)
      }),
    )
  })

  it('gives the apex its sign', () => {
    expect(onlyText(written('markdown', [setOf([sampleRecord({ name: 'example.com' })])]))).toContain(
      '| TXT | `@` | `example.com` |',
    )
  })
})

describe('JSON', () => {
  it('reads back to any record, also without a value', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constant('')), (value) => {
        const record = sampleRecord({ value })
        const parsed = JSON.parse(onlyText(written('json', [setOf([record])]))) as {
          domains: { records: unknown[] }[]
        }
        expect(parsed.domains[0]?.records).toEqual([
          {
            type: 'TXT',
            name: record.name,
            host: 'mg',
            value,
            priority: null,
            ttl: 3600,
            action: 'unknown',
            replaces: [],
            state: 'valid',
            purpose: 'sending',
          },
        ])
      }),
    )
  })
})

describe('plain text', () => {
  it('has labelled lines by domain', () => {
    const text = onlyText(
      written('text', [setOf(usualRecords().slice(2, 4), 'example.com', 'mg.example.com')]),
    )
    expect(text).toBe(
      'Domain: mg.example.com\nZone: example.com\n\nType: CNAME\nName: email.mg.example.com\nValue: mailgun.org\n\n' +
        'Type: MX\nName: mg.example.com\nValue: mxa.mailgun.org\nPriority: 10\n',
    )
  })

  it('reads back to any value of one line', () => {
    fc.assert(
      fc.property(anyLine, (value) => {
        const text = onlyText(written('text', [setOf([sampleRecord({ value })])]))
        expect(/^Value: (.*)$/m.exec(text)?.[1] ?? '').toBe(value.trimEnd())
      }),
    )
  })
})
