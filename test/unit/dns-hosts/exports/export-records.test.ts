import { describe, expect, it } from 'vitest'
import { ExportFormat } from '../../../../src/preload/contract/export-format'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { exportOffers, exportRecords } from '../../../../src/main/dns-hosts/exports/export-records'
import { byZone, wholeSets } from '../../../../src/main/dns-hosts/exports/export-set'
import { presetById } from '../../../../src/main/dns-hosts/presets'
import { sampleRecord } from '../../domains/sample-domains'
import { usualRecords } from '../arbitrary-records'
import { setOf, written } from './reading'

const CNAME = sampleRecord({ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' })
const PER_ZONE: readonly ExportFormat[] = ['bind', 'cloudflare', 'route53', 'octodns']

describe('an export', () => {
  it.each(['hetzner', 'ovhcloud'])(
    'is refused as a zone file for %s, which would replace the zone',
    (presetId) => {
      const preset = presetById(presetId)
      for (const format of ['bind', 'cloudflare'] as const) {
        expect(() => exportRecords([setOf(usualRecords())], format, preset, 3600)).toThrow(
          /replaces the whole zone/,
        )
      }
      const refused = exportOffers(preset).filter(({ refusal }) => refusal !== null)
      expect(refused.map(({ format }) => format)).toEqual(['bind', 'cloudflare'])
    },
  )

  it('is offered in every format where no host was chosen', () => {
    expect(exportOffers(null).map(({ format }) => format)).toEqual(ExportFormat.options)
    expect(exportOffers(null).every(({ refusal }) => refusal === null)).toBe(true)
  })

  it.each(ExportFormat.options)('as %s holds every record of two domains', (format) => {
    const sets = [
      setOf(usualRecords('mg.example.com'), 'example.com', 'mg.example.com'),
      setOf(usualRecords('mg.example.org'), 'example.org', 'mg.example.org'),
    ]
    const result = written(format, sets)
    expect(result.files.reduce((sum, { records }) => sum + records, 0)).toBe(10)
    expect(result.files).toHaveLength(PER_ZONE.includes(format) ? 2 : 1)
    expect(result.leftOut).toEqual([])
    for (const { text } of result.files) expect(text.endsWith('\n')).toBe(true)
  })

  it.each(ExportFormat.options)('as %s is refused without records', (format) => {
    expect(() => written(format, [setOf([])])).toThrow(ZonedeskError)
  })

  it('is refused with the reason when no record fits', () => {
    expect(() => written('bind', [setOf([sampleRecord({ value: '' })])])).toThrow(/gave no value/)
  })
})

describe('records brought together by zone', () => {
  it('are one zone for two domains in it, without what both ask for', () => {
    const shared = sampleRecord({ name: 'k1._domainkey.example.com', value: 'k=rsa; p=A' })
    const own = sampleRecord({ name: 'b.example.com' })
    const { zones } = byZone([setOf([shared]), setOf([shared, own])], { apexCname: false })
    expect(zones).toMatchObject([{ zone: 'example.com', records: [shared, own] }])
  })

  it('leave out what cannot stand there, and say why', () => {
    const records = [
      sampleRecord({ value: '' }),
      sampleRecord({ name: 'mg.example.org' }),
      { ...CNAME, name: 'example.com' },
      CNAME,
      { ...CNAME, value: 'eu.mailgun.org' },
      { ...CNAME, name: 'beside.example.com' },
      sampleRecord({ name: 'Beside.example.com' }),
    ]
    const { zones, leftOut } = byZone([setOf(records)], { apexCname: false })
    expect(zones[0]?.records).toEqual([CNAME, records[6]])
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no value'),
      expect.stringContaining('not inside'),
      expect.stringContaining('apex'),
      expect.stringContaining('only record'),
      expect.stringContaining('only record'),
    ])
  })

  it('keep a CNAME at the apex where the host takes one', () => {
    const apex = { ...CNAME, name: 'example.com' }
    expect(byZone([setOf([apex])], { apexCname: true }).zones[0]?.records).toEqual([apex])
  })

  it('are RRsets by name and type, with every record of them', () => {
    const zone = { zone: 'example.com', records: usualRecords(), removes: [], seen: [] }
    const { sets } = wholeSets(zone)
    expect(sets.map(({ relative, type, records }) => [relative, type, records.length])).toEqual([
      ['mg', 'TXT', 1],
      ['k1._domainkey.mg', 'TXT', 1],
      ['email.mg', 'CNAME', 1],
      ['mg', 'MX', 2],
    ])
  })
})
