import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportResult } from '../../../src/preload/contract/export-format'
import { onlyText, written } from '../../unit/dns-hosts/exports/reading'
import { answerOf, isLacking } from '../programs'
import { expected, SETS } from './sets'
import { readZoneFiles, type WrittenBack } from './zone-files'

describe.skipIf(isLacking('dnscontrol') || isLacking('python'))('DNSControl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-dnscontrol-'))
  let result: ExportResult
  let back: WrittenBack

  beforeAll(async () => {
    result = written('dnscontrol', SETS)
    const domains = SETS.map(
      ({ zone }) => `D(${JSON.stringify(zone)}, NONE, DnsProvider(BIND), NAMESERVER("ns.invalid."));`,
    )
    const head = ['var NONE = NewRegistrar("none");', 'var BIND = NewDnsProvider("bind");', ...domains]
    writeFileSync(join(folder, 'dnsconfig.js'), `${head.join('\n')}\n${onlyText(result)}`)
    const credentials = {
      none: { TYPE: 'NONE' },
      bind: { TYPE: 'BIND', directory: 'zones', filenameformat: '%D.zone' },
    }
    writeFileSync(join(folder, 'creds.json'), JSON.stringify(credentials))
    mkdirSync(join(folder, 'zones'))
    await answerOf('dnscontrol', ['push'], { cwd: folder })
    back = await readZoneFiles(join(folder, 'zones'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(SETS.map(({ zone }) => zone))('reads %s and writes the same records back', (zone) => {
    expect(back.records[zone]).toEqual(expected(result)[zone])
  })

  it('keeps the TTL', () => {
    expect(back.ttls).toEqual([3600])
  })

  it('would refuse a record that is none, so that reading is a test', async () => {
    const other = join(folder, 'other.js')
    writeFileSync(
      other,
      'D("example.com", NewRegistrar("none"), DnsProvider(NewDnsProvider("bind")), A("a", "300.0.2.1"));',
    )
    await expect(answerOf('dnscontrol', ['check', '--config', other], { cwd: folder })).rejects.toThrow()
  })
})
