import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from '../../generated/cases'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import { sampleRecord } from '../../unit/domains/sample-domains'
import { anyText, LONG_DKIM, usualRecords } from '../../unit/dns-hosts/arbitrary-records'
import { onlyText, setOf, sorted, told, written, type Told } from '../../unit/dns-hosts/exports/reading'
import { readZoneLine } from '../../unit/dns-hosts/zone-reader'

const run = promisify(execFile)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-zone-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** What BIND reads of a fragment put into a zone, SOA and NS left off. Fails when BIND refuses the zone. */
async function bind(fragment: string, zone: string): Promise<Told[]> {
  const path = join(folder, 'zone')
  const head = `$ORIGIN ${zone}.\n$TTL 60\n@ IN SOA ns.invalid. root.invalid. 1 2 3 4 5\n@ IN NS ns.invalid.\n`
  writeFileSync(path, `${head}${fragment}`)
  const { stdout } = await run(
    'named-checkzone',
    ['-D', '-o', '-', '-i', 'none', '-k', 'ignore', '-s', 'full', zone, path],
    {
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  return stdout
    .split('\n')
    .map((line) => /^(\S+)\s+(\d+)\s+IN\s+(TXT|MX|CNAME|A|AAAA)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, owner, ttl, type, rdata]) => {
      expect(ttl).toBe('3600')
      const read = readZoneLine(`${owner!} IN ${type!} ${rdata!}`)
      const name = read.owner.replace(/\.$/, '')
      const texts = read.rdata.map((part) => part.toString())
      if (type === 'TXT') {
        return { name, type, value: Buffer.concat([...read.rdata]).toString(), priority: null }
      }
      const target = texts.at(-1)!.replace(/\.$/, '')
      return { name, type: type!, value: target, priority: type === 'MX' ? Number(texts[0]) : null }
    })
}

describe.each(['bind', 'cloudflare'] as const)('a %s file', (format) => {
  it('is a zone to BIND, with the same records', async () => {
    const records = [
      ...usualRecords(),
      sampleRecord({ name: 'example.com', value: 'v=spf1 include:mailgun.org ~all' }),
      sampleRecord({ name: 'example.com', value: 'a second text' }),
      sampleRecord({ name: 'a.example.com', type: 'A', value: '192.0.2.1' }),
      sampleRecord({ name: 'a.example.com', type: 'AAAA', value: '2001:db8::1' }),
      sampleRecord({ name: '*.example.com', type: 'CNAME', value: 'mailgun.org.' }),
    ]
    const read = await bind(onlyText(written(format, [setOf(records)])), 'example.com')
    const expected = records.map((record) => told({ ...record, value: record.value.replace(/\.$/, '') }))
    expect(sorted(read)).toEqual(sorted(expected))
  })

  it('is one for an internationalized name, and one for each of several zones', async () => {
    const zones = ['xn--bcher-kva.example', 'example.org']
    const sets = zones.map((zone) => setOf(usualRecords(`mg.${zone}`), zone))
    const { files } = written(format, sets)
    expect(files.map(({ zone }) => zone)).toEqual(zones)
    for (const [index, { text }] of files.entries()) {
      expect(sorted(await bind(text, zones[index]!))).toEqual(sorted(sets[index]!.records.map(told)))
    }
  })

  it('reads back to any texts, with quotes, backslashes, semicolons and every length', async () => {
    const texts = fc.sample(anyText, { numRuns: 300, seed: 1035 })
    const records: DnsRecord[] = [...texts, LONG_DKIM, ';', '"', '\\', '(', '$INCLUDE x', '@'].map(
      (value, index) => sampleRecord({ name: `t${index}.example.com`, value }),
    )
    const read = await bind(onlyText(written(format, [setOf(records)])), 'example.com')
    const expected = records.map((record) => told({ ...record, value: Buffer.from(record.value).toString() }))
    expect(sorted(read)).toEqual(sorted(expected))
  })
})

describe('a Cloudflare import', () => {
  it('says of what can be proxied that it is not', () => {
    const lines = onlyText(written('cloudflare', [setOf(usualRecords())])).split('\n')
    for (const line of lines.filter((text) => text.includes(' IN '))) {
      expect([line, line.endsWith('; cf_tags=cf-proxied:false')]).toEqual([line, line.includes(' CNAME ')])
    }
  })

  it('warns of a file larger than Cloudflare takes', () => {
    const records = Array.from({ length: 700 }, (_, index) =>
      sampleRecord({ name: `d${index}.example.com`, value: LONG_DKIM }),
    )
    expect(written('cloudflare', [setOf(records)]).notes.join()).toContain('256 KiB')
    expect(written('cloudflare', [setOf(usualRecords())]).notes.join()).not.toContain('256 KiB')
  })
})
