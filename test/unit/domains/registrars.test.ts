import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { ParsedRequestOf } from '../../../src/preload/contract/channel'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { registrars } from '../../../src/preload/contract/registrars'
import { createRegistrarHandlers } from '../../../src/main/domains/registrars'
import { parsePreset } from '../../../src/main/registrars/preset-schema'
import { presetById } from '../../../src/main/registrars/presets'
import { usualRecords } from '../registrars/arbitrary-records'
import { sampleRecord } from './sample-domains'

const KEY = { accountId: 'one', name: 'mg.example.com' }
const OF_ANOTHER_ZONE = sampleRecord({ name: 'k1._domainkey.example.org', value: 'k=rsa; p=A' })

const RECORDS = new Map<string, readonly DnsRecord[]>([
  ['mg.example.com', usualRecords()],
  ['news.example.com', [...usualRecords('news.example.com'), OF_ANOTHER_ZONE]],
  ['bare.example.com', []],
])

const own = parsePreset({ ...presetById('generic'), id: 'in-house', name: 'In-house DNS' }, 'Your preset')

const handlers = createRegistrarHandlers({
  recordsOf({ name }) {
    const records = RECORDS.get(name)
    if (records === undefined) throw new ZonedeskError('not-found', 'Not there.')
    return records
  },
  ownPresets: () => [own],
})

const ROWS = {
  ...KEY,
  presetId: 'cloudflare',
  which: 'all',
  observedApex: null,
  zone: null,
  ttl: 3600,
} as const
const EXPORT: ParsedRequestOf<(typeof registrars)['export']> = {
  domains: [{ ...KEY, observedApex: null, zone: null }],
  which: 'all',
  format: 'bind',
  presetId: null,
  ttl: 3600,
}

describe('the handlers of registrars', () => {
  it('answer what the contract lets cross', () => {
    expect(v.is(registrars.presets.response, handlers.presets({}))).toBe(true)
    expect(v.is(registrars.rows.response, handlers.rows(ROWS))).toBe(true)
    expect(v.is(registrars.formats.response, handlers.formats({ presetId: 'hetzner' }))).toBe(true)
    expect(v.is(registrars.export.response, handlers.export(EXPORT))).toBe(true)
  })

  it('list own presets first and marked', () => {
    expect(
      handlers
        .presets({})
        .slice(0, 2)
        .map(({ id, own: isOwn }) => [id, isOwn]),
    ).toEqual([
      ['in-house', true],
      ['route53', false],
    ])
  })

  it('detect the host of name servers', () => {
    expect(handlers.detect({ nameServers: ['kim.ns.cloudflare.com'] })).toEqual({ presetId: 'cloudflare' })
    expect(handlers.detect({ nameServers: ['ns.example.net'] })).toEqual({ presetId: null })
  })

  it('say what to type for each record, in the zone by the Public Suffix List', () => {
    const { zone, preset, rows } = handlers.rows(ROWS)
    expect(zone).toMatchObject({ name: 'example.com', reason: 'public-suffix' })
    expect(preset.id).toBe('cloudflare')
    expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4])
    expect(rows[1]?.fields.find(({ kind }) => kind === 'host')?.text).toBe('k1._domainkey.mg')
  })

  it('follow the zone that DNS shows, or that the user says', () => {
    expect(handlers.rows({ ...ROWS, observedApex: 'mg.example.com' }).zone.reason).toBe('observed')
    const { zone, rows } = handlers.rows({ ...ROWS, zone: 'mg.example.com' })
    expect(zone.reason).toBe('override')
    expect(rows[0]?.fields.find(({ kind }) => kind === 'host')?.text).toBe('@')
    expect(() => handlers.rows({ ...ROWS, zone: 'example.org' })).toThrow(ZonedeskError)
  })

  it('keep to the records that are not valid, by their position in the domain', () => {
    expect(handlers.rows({ ...ROWS, which: 'failing' }).rows.map(({ index }) => index)).toEqual([1])
    const { files } = handlers.export({ ...EXPORT, which: 'failing' })
    expect(files.map(({ records }) => records)).toEqual([1])
    expect(files[0]?.text).toContain('k1._domainkey.mg.example.com. IN TXT')
  })

  it('bring domains of one zone together, and a record of another zone to its own', () => {
    const domains = ['mg.example.com', 'news.example.com'].map((name) => ({
      accountId: 'one',
      name,
      observedApex: null,
      zone: null,
    }))
    const { files, leftOut } = handlers.export({ ...EXPORT, domains })
    expect(files.map(({ zone, records }) => [zone, records])).toEqual([
      ['example.com', 10],
      ['example.org', 1],
    ])
    expect(leftOut).toEqual([])
  })

  it('refuse a zone file for a host that would replace its zone', () => {
    expect(() => handlers.export({ ...EXPORT, presetId: 'ovhcloud' })).toThrow(
      /OVHcloud replaces the whole zone/,
    )
    expect(handlers.export({ ...EXPORT, presetId: 'ovhcloud', format: 'csv' }).files).toHaveLength(1)
  })

  it('refuse what there is not: a domain, a host, records', () => {
    expect(() => handlers.rows({ ...ROWS, name: 'gone.example.com' })).toThrow(ZonedeskError)
    expect(() => handlers.rows({ ...ROWS, presetId: 'nowhere' })).toThrow(ZonedeskError)
    const bare = [{ accountId: 'one', name: 'bare.example.com', observedApex: null, zone: null }]
    expect(() => handlers.export({ ...EXPORT, domains: bare })).toThrow(/no records/)
  })
})
