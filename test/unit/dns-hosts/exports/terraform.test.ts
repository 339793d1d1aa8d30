import { parse } from '@cdktf/hcl2json'
import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { ExportFormat } from '../../../../src/preload/contract/export-format'
import type { ExportSet } from '../../../../src/main/dns-hosts/exports/export-set'
import { hclString } from '../../../../src/main/dns-hosts/exports/hcl'
import { sampleRecord } from '../../domains/sample-domains'
import { anyText, usualRecords } from '../arbitrary-records'
import { readInside, readQuoted } from '../quoted-reader'
import { onlyText, setOf, sorted, told, written, type Told } from './reading'

type Block = Record<string, unknown>

async function resources(format: ExportFormat, sets: readonly ExportSet[]): Promise<Block[]> {
  const parsed = (await parse('main.tf', onlyText(written(format, sets)))) as {
    variable: Record<string, unknown>
    resource: Record<string, Record<string, Block[]>>
  }
  const kind = format === 'terraform-cloudflare' ? 'cloudflare_dns_record' : 'aws_route53_record'
  const blocks = Object.values(parsed.resource[kind] ?? {}).flat()
  for (const { zone_id } of blocks) {
    const variable = /^\$\{var\.([a-z0-9_]+)\}$/.exec(String(zone_id))?.[1] ?? ''
    expect(Object.keys(parsed.variable)).toContain(variable)
  }
  return blocks
}

/** hcl2json leaves the escapes of templates as they are written. */
function literal(text: unknown): string {
  return String(text).replaceAll('$${', '${').replaceAll('%%{', '%{')
}

async function cloudflare(sets: readonly ExportSet[]): Promise<Told[]> {
  return (await resources('terraform-cloudflare', sets)).map(({ name, type, content, priority }) => ({
    name: literal(name),
    type: String(type),
    value: type === 'TXT' ? Buffer.concat(readQuoted(literal(content), 10)).toString() : literal(content),
    priority: priority === undefined ? null : Number(priority),
  }))
}

async function route53(sets: readonly ExportSet[]): Promise<Told[]> {
  return (await resources('terraform-route53', sets)).flatMap(({ name, type, records }) =>
    (records as string[]).map((written): Told => {
      const text = literal(written)
      const base = { name: literal(name), type: String(type) }
      if (type === 'TXT') {
        // The provider puts quotes around the whole.
        return { ...base, value: Buffer.concat(readQuoted(`"${text}"`, 8)).toString(), priority: null }
      }
      const [first, second] = text.split(' ')
      return second === undefined
        ? { ...base, value: text.replace(/\.$/, ''), priority: null }
        : { ...base, value: second.replace(/\.$/, ''), priority: Number(first) }
    }),
  )
}

describe('Terraform for Cloudflare', () => {
  it('reads back to the records, none proxied', async () => {
    const sets = [setOf(usualRecords())]
    expect(sorted(await cloudflare(sets))).toEqual(sorted(usualRecords().map(told)))
    expect((await resources('terraform-cloudflare', sets)).map(({ proxied }) => proxied)).toEqual(
      usualRecords().map(() => false),
    )
  })

  it('keeps several zones and equal names apart', async () => {
    const records = [sampleRecord({ name: 'a-b.example.com' }), sampleRecord({ name: 'a.b.example.com' })]
    const other = sampleRecord({ name: '9.example.org' })
    const sets = [setOf(records), setOf([other], 'example.org')]
    expect(sorted(await cloudflare(sets))).toEqual(sorted([...records, other].map(told)))
  })

  it('reads back to hard texts', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (value) => {
        expect((await cloudflare([setOf([sampleRecord({ value })])]))[0]?.value).toBe(
          Buffer.from(value).toString(),
        )
      }),
      { numRuns: 25 },
    )
  })
})

describe('Terraform for Route 53', () => {
  it('reads back to the records, with both MX in one resource', async () => {
    const sets = [setOf(usualRecords())]
    expect(sorted(await route53(sets))).toEqual(sorted(usualRecords().map(told)))
    expect(await resources('terraform-route53', sets)).toHaveLength(4)
  })

  it('reads back to hard texts', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (value) => {
        expect((await route53([setOf([sampleRecord({ value })])]))[0]?.value).toBe(
          Buffer.from(value).toString(),
        )
      }),
      { numRuns: 25 },
    )
  })

  it('splits a long text with quotes between its parts only', async () => {
    const [resource] = await resources('terraform-route53', [
      setOf([sampleRecord({ value: 'k'.repeat(256) })]),
    ])
    expect(resource?.records).toEqual([`${'k'.repeat(255)}""k`])
    expect(readInside('k', 8).toString()).toBe('k')
  })
})

describe('a string of HCL', () => {
  it('stands for any text itself', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const read = (await parse('main.tf', `a = ${hclString(text)}\n`)) as { a: unknown }
        expect(literal(read.a).normalize('NFC')).toBe(Buffer.from(text).toString().normalize('NFC'))
      }),
      { numRuns: 40 },
    )
  })

  it('has no interpolation', async () => {
    for (const text of ['${var.a}', '%{ if true }', '$${x}', '$']) {
      const read = (await parse('main.tf', `a = ${hclString(text)}\n`)) as { a: unknown }
      expect(String(read.a)).not.toMatch(/(?<![$%])[$%]\{/)
      expect(literal(read.a)).toBe(text)
    }
  })
})
