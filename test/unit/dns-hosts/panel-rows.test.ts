import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import type { PanelField, PanelFieldKind, PanelRow } from '../../../src/preload/contract/dns-hosts'
import { panelRows } from '../../../src/main/dns-hosts/panel-rows'
import { inWords } from '../../../src/main/dns-hosts/panel-ttl'
import { bundledPresets, presetById } from '../../../src/main/dns-hosts/presets'
import { sampleRecord } from '../domains/sample-domains'
import { anyNameInZone, anyText, LONG_DKIM } from './arbitrary-records'
import { readQuoted } from './quoted-reader'

const MX = sampleRecord({ type: 'MX', value: 'mxa.mailgun.org', priority: 10 })
const CNAME = sampleRecord({ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' })

function row(record: DnsRecord, presetId: string, zone = 'example.com', ttl = 3600): PanelRow {
  return panelRows([record], zone, presetById(presetId), ttl)[0]!
}

function field(
  record: DnsRecord,
  presetId: string,
  kind: PanelFieldKind,
  zone?: string,
  ttl?: number,
): PanelField {
  return row(record, presetId, zone, ttl).fields.find((candidate) => candidate.kind === kind)!
}

function codes(record: DnsRecord, presetId: string, zone?: string): string[] {
  return row(record, presetId, zone).warnings.map(({ code }) => code)
}

describe('the host field', () => {
  it.each([
    ['cloudflare', 'mg', '@'],
    ['route53', 'mg', ''],
    ['godaddy', 'mg', '@'],
    ['ovhcloud', 'mg', ''],
    ['name-com', 'mg', ''],
    ['cpanel', 'mg.example.com.', 'example.com.'],
  ])('of %s is %j below the apex and %j at it', (presetId, below, apex) => {
    expect(field(sampleRecord(), presetId, 'host').text).toBe(below)
    const atApex = field(sampleRecord({ name: 'example.com' }), presetId, 'host')
    expect(atApex.text).toBe(apex)
    expect(atApex.hint).toBe(apex === '' ? 'Leave this field blank.' : '')
    expect(atApex.certain).toBe(true)
  })

  it('may differ by record type', () => {
    const apex = { name: 'example.com' }
    expect(field(sampleRecord(apex), 'ionos', 'host').text).toBe('')
    expect(field({ ...MX, ...apex }, 'ionos', 'host').text).toBe('@')
  })

  it('is named in the words of the host', () => {
    expect(field(sampleRecord(), 'ovhcloud', 'host').label).toBe('Sub-domain')
    expect(field(MX, 'namecheap', 'priority').label).toContain('Priority')
    expect(field(CNAME, 'azure-dns', 'value').label).toBe('Alias')
  })

  it('shows both forms and a warning where the rule is not known', () => {
    const below = field(sampleRecord(), 'generic', 'host')
    expect(below).toMatchObject({ text: 'mg', certain: false })
    expect(below.alternatives.map(({ text }) => text)).toEqual(['mg.example.com'])
    expect(codes(sampleRecord(), 'generic')).toContain('zone-may-be-appended')
    const apex = field(sampleRecord({ name: 'example.com' }), 'netlify', 'host')
    expect([apex.text, ...apex.alternatives.map(({ text }) => text)]).toEqual(['@', '', 'example.com'])
    expect(apex.certain).toBe(false)
  })

  it('is not called certain where only an API is known', () => {
    const apex = sampleRecord({ name: 'example.com' })
    const host = field(apex, 'gandi', 'host')
    expect(host).toMatchObject({ text: '@', certain: false })
    expect(host.alternatives.map(({ text }) => text)).toEqual(['', 'example.com'])
    expect(codes(apex, 'gandi')).toContain('rule-from-api')
  })

  it('joins with the zone to the owner name, at every host', () => {
    fc.assert(
      fc.property(anyNameInZone, fc.constantFrom(...bundledPresets()), ({ zone, name }, preset) => {
        const host = panelRows([sampleRecord({ name })], zone, preset, 3600)[0]!.fields.find(
          ({ kind }) => kind === 'host',
        )!
        // Every host can hold a TXT record at any name that no source denies it.
        expect(host).toBeDefined()
        for (const { text } of [host, ...host.alternatives]) {
          const owner = text === '@' || text === '' ? zone : text.replace(/\.$/, '')
          expect(owner === name ? name : `${owner}.${zone}`).toBe(name)
        }
      }),
    )
  })

  it('is the full name of a record of another zone, with a warning', () => {
    const record = sampleRecord({ name: 'k1._domainkey.example.org' })
    expect(field(record, 'cloudflare', 'host').text).toBe('k1._domainkey.example.org')
    expect(codes(record, 'cloudflare')).toContain('outside-zone')
  })
})

describe('the value field', () => {
  it('takes a target with or without its dot, as the host wants it', () => {
    for (const value of ['mailgun.org', 'mailgun.org.']) {
      expect(field({ ...CNAME, value }, 'godaddy', 'value').text).toBe('mailgun.org')
      expect(field({ ...CNAME, value }, 'ovhcloud', 'value').text).toBe('mailgun.org.')
    }
    expect(codes(CNAME, 'ovhcloud')).toContain('target-dot')
    expect(codes(CNAME, 'godaddy')).not.toContain('target-dot')
  })

  it('shows both where the dot is not known', () => {
    const value = field(CNAME, 'squarespace', 'value')
    expect([value.text, ...value.alternatives.map(({ text }) => text)]).toEqual([
      'mailgun.org',
      'mailgun.org.',
    ])
    expect(codes(CNAME, 'squarespace')).toContain('target-dot-unknown')
  })

  it('shows both where the dot is known from an API only', () => {
    const value = field(CNAME, 'google-cloud-dns', 'value')
    expect(value).toMatchObject({ text: 'mailgun.org.', certain: false })
    expect(value.alternatives.map(({ text }) => text)).toEqual(['mailgun.org'])
    expect(field(MX, 'digitalocean', 'value')).toMatchObject({ text: 'mxa.mailgun.org.', certain: false })
    expect(field(MX, 'namecheap', 'value')).toMatchObject({ text: 'mxa.mailgun.org', certain: true })
  })

  it('holds the priority before the exchange where the form has no field for it', () => {
    expect(field(MX, 'route53', 'value').text).toBe('10 mxa.mailgun.org')
    expect(row(MX, 'route53').fields.map(({ kind }) => kind)).not.toContain('priority')
    expect(field(MX, 'google-cloud-dns', 'value').text).toBe('10 mxa.mailgun.org.')
    expect(field(MX, 'hetzner', 'value').text).toBe('mxa.mailgun.org.')
    expect(field(MX, 'godaddy', 'priority')).toMatchObject({ text: '10', certain: true })
    expect(codes(MX, 'generic')).toContain('priority-unknown')
    const unknown = panelRows([MX], 'example.com', { ...presetById('hetzner'), priority: null }, 3600)[0]
    expect(unknown?.warnings.find(({ code }) => code === 'priority-unknown')?.message).toContain(
      '10 mxa.mailgun.org.',
    )
  })

  it('is the bare text, or quoted parts where the host wants them', () => {
    const dkim = sampleRecord({ value: LONG_DKIM })
    expect(field(dkim, 'cloudflare', 'value').text).toBe(LONG_DKIM)
    const quoted = field(dkim, 'route53', 'value').text
    expect(quoted).toMatch(/^"[^"]{255}" "[^"]+"$/)
    expect(Buffer.concat(readQuoted(quoted, 10)).toString()).toBe(LONG_DKIM)
  })

  it('says so when a long text may have to be split', () => {
    expect(codes(sampleRecord({ value: LONG_DKIM }), 'generic')).toContain('txt-split-unknown')
    expect(codes(sampleRecord(), 'generic')).not.toContain('txt-split-unknown')
  })

  it('is the text or its quoted form for any text, at every host', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...bundledPresets()), (value, preset) => {
        const shown = panelRows([sampleRecord({ value })], 'example.com', preset, 3600)[0]!.fields.find(
          ({ kind }) => kind === 'value',
        )!
        for (const { text } of [shown, ...shown.alternatives]) {
          if (text !== value)
            expect(Buffer.concat(readQuoted(text, 10)).equals(Buffer.from(value))).toBe(true)
        }
      }),
    )
  })

  it.each([
    ['ovhcloud', 255, 256],
    ['azure-dns', 4096, 4097],
    ['godaddy', 1024, 1025],
    // Sixteen character-strings of 255 octets have a length octet each.
    ['cloudflare', 4080, 4081],
    // Two character-strings have four quotes and a space around their octets, four have eight and three.
    ['digitalocean', 504, 505],
    ['dnsimple', 989, 990],
    ['name-com', 507, 508],
  ])('warns at %s of a text longer than it takes', (presetId, most, over) => {
    expect(codes(sampleRecord({ value: 'k'.repeat(most) }), presetId)).not.toContain('txt-too-long')
    expect(codes(sampleRecord({ value: 'k'.repeat(over) }), presetId)).toContain('txt-too-long')
  })

  it.each([
    ['namecheap', 'a"b"'],
    ['cloudflare', 'a"b'],
    ['digitalocean', 'a\\b'],
    ['porkbun', 'a '],
  ])('warns at %s of a character it refuses', (presetId, value) => {
    expect(codes(sampleRecord({ value }), presetId)).toContain('txt-character')
    expect(codes(sampleRecord({ value: 'plain' }), presetId)).not.toContain('txt-character')
  })

  it('says of a long text what its host does to it, and shows the parts where that is not known', () => {
    const dkim = sampleRecord({ value: LONG_DKIM })
    const long = (is: 'split' | 'cut' | 'refused' | null) => {
      const preset = presetById('namecheap')
      const txt = { ...preset.txt, long: is === null ? null : { is, source: 'm365' } }
      return panelRows([dkim], 'example.com', { ...preset, txt }, 3600)[0]!
    }
    const told = (is: Parameters<typeof long>[0]) => long(is).warnings.map(({ code }) => code)
    expect(told('split')).toEqual([])
    expect(told('cut')).toEqual(['txt-cut'])
    expect(told('refused')).toEqual(['txt-too-long'])
    expect(told(null)).toEqual(['txt-split-unknown'])
    const value = long(null).fields.find(({ kind }) => kind === 'value')!
    expect(value).toMatchObject({ text: LONG_DKIM, certain: false })
    expect(Buffer.concat(readQuoted(value.alternatives[0]!.text, 10)).toString()).toBe(LONG_DKIM)
    expect(codes(sampleRecord(), 'namecheap')).not.toContain('txt-split-unknown')
  })

  it('is empty with a warning where the provider gave none', () => {
    const unknown = sampleRecord({ value: '' })
    expect(field(unknown, 'cloudflare', 'value').text).toBe('')
    expect(codes(unknown, 'cloudflare')).toContain('no-value')
  })
})

describe('the TTL field', () => {
  it('is in the unit of the form, and not below its minimum', () => {
    expect(field(CNAME, 'ovhcloud', 'ttl').text).toBe('3600')
    expect(field(CNAME, 'godaddy', 'ttl').text).toBe('1 hour')
    expect(field(CNAME, 'porkbun', 'ttl', 'example.com', 60)).toMatchObject({
      text: '600',
      hint: 'In seconds. Porkbun takes no fewer than 10 minutes.',
    })
    expect(field(CNAME, 'porkbun', 'ttl').hint).toBe('In seconds.')
  })

  it('is one of the choices where there are only some', () => {
    expect(field(CNAME, 'linode', 'ttl', 'example.com', 600).text).toBe('1 hour')
    expect(field(CNAME, 'linode', 'ttl', 'example.com', 9_999_999).text).toBe('4 weeks')
  })

  it('stays at its default where nothing is known', () => {
    expect(field(CNAME, 'generic', 'ttl')).toMatchObject({
      text: '',
      hint: 'Leave the default.',
      certain: false,
    })
  })

  it.each([
    [1, '1 second'],
    [90, '90 seconds'],
    [1800, '30 minutes'],
    [86_400, '1 day'],
    [0, '0 seconds'],
  ])('of %i seconds is %s in words', (seconds, words) => {
    expect(inWords(seconds)).toBe(words)
  })
})

describe('records of one name and type', () => {
  const other = { ...MX, value: 'mxb.mailgun.org', priority: 20 }
  const rows = (presetId: string) =>
    panelRows([CNAME, MX, { ...MX, name: 'example.com' }, other], 'example.com', presetById(presetId), 3600)
  const texts = (presetId: string, index: number) =>
    rows(presetId)[index]?.fields.map(({ label, text, hint }) => `${label}: ${text} ${hint}`.trim())

  it('are a record each at most hosts', () => {
    expect(rows('cloudflare').map(({ set }) => set)).toEqual([[0], [1], [2], [3]])
  })

  it('are one record with the values of all where the host keeps them so', () => {
    expect(rows('route53').map(({ set }) => set)).toEqual([[0], [1, 3], [2], [1, 3]])
    const first = texts('route53', 1)
    expect(first).toEqual([
      'Record type: MX',
      'Record name: mg',
      'Value: 10 mxa.mailgun.org',
      'Value 2: 20 mxb.mailgun.org Add it to the same record, as a further value.',
      'TTL (seconds): 3600',
    ])
    expect(texts('route53', 3)).toEqual(first)
  })

  it('have a priority each where that has a field', () => {
    expect(texts('azure-dns', 1)?.filter((text) => /^(Mail|Pref)/.test(text))).toEqual([
      'Mail exchange: mxa.mailgun.org',
      'Preference: 10',
      'Mail exchange 2: mxb.mailgun.org Add it to the same record, as a further value.',
      'Preference 2: 20 Add it to the same record, as a further value.',
    ])
  })
})

describe('warnings', () => {
  it('ask for the proxy to be off where a host has one, for what it would hide', () => {
    expect(codes(CNAME, 'cloudflare')).toContain('proxy-off')
    expect(codes(MX, 'cloudflare')).not.toContain('proxy-off')
    expect(codes(CNAME, 'godaddy')).not.toContain('proxy-off')
  })

  it('tell what a CNAME at the apex becomes', () => {
    const apex = { ...CNAME, name: 'example.com' }
    for (const presetId of ['cloudflare', 'namecheap', 'route53', 'generic']) {
      expect(codes(apex, presetId)).toContain('apex-cname')
    }
    const told = ['cloudflare', 'namecheap', 'route53'].map(
      (presetId) => row(apex, presetId).warnings.find(({ code }) => code === 'apex-cname')?.message,
    )
    expect(new Set(told).size).toBe(3)
    expect(codes(CNAME, 'cloudflare')).not.toContain('apex-cname')
  })

  it('ask for one SPF record a name', () => {
    expect(codes(sampleRecord(), 'godaddy')).toContain('one-spf')
    expect(codes(sampleRecord({ value: 'v=spf10' }), 'godaddy')).not.toContain('one-spf')
  })

  it('keep a record that the host cannot hold from being copied, and say why', () => {
    const refused = row(MX, 'wix')
    expect(refused.fields.map(({ kind }) => kind)).toEqual(['type'])
    expect(refused.warnings).toEqual([
      {
        code: 'cannot-hold',
        message:
          'Wix cannot hold this record: it has MX records at the top of a zone only, not at mg.example.com. To receive mail at mg.example.com, keep the zone at another DNS host.',
      },
    ])
    const apex = row({ ...MX, name: 'example.com' }, 'wix')
    expect(apex.fields.find(({ kind }) => kind === 'host')).toMatchObject({
      text: '',
      hint: 'The form fills this in.',
      certain: true,
    })
    expect(codes(sampleRecord(), 'wix')).not.toContain('cannot-hold')
    expect(codes(CNAME, 'wix')).not.toContain('cannot-hold')
    expect(codes(MX, 'godaddy')).not.toContain('cannot-hold')
  })

  it('heed underscores, wildcards and a second text where a host has no place for them', () => {
    const limited = {
      ...presetById('godaddy'),
      limits: {
        ...presetById('godaddy').limits,
        noUnderscore: { is: ['TXT' as const], source: 'help' },
        noWildcard: { is: true as const, source: 'help' },
        oneText: { is: true as const, source: 'help' },
      },
    }
    const told = (record: DnsRecord) =>
      panelRows([record], 'example.com', limited, 3600)[0]!.warnings.map(({ code }) => code)
    expect(told(sampleRecord({ name: 'k1._domainkey.mg.example.com' }))).toEqual(['cannot-hold'])
    expect(told({ ...CNAME, name: '_x.example.com' })).toEqual([])
    expect(told({ ...CNAME, name: '*.mg.example.com' })).toEqual(['cannot-hold'])
    expect(told(sampleRecord({ value: 'plain' }))).toEqual(['one-text'])
    expect(told(sampleRecord({ name: '_x.example.org' }))).toContain('outside-zone')
  })

  it('carry what to know at a host, for the record types it is about', () => {
    expect(row(MX, 'namecheap').warnings.find(({ code }) => code === 'host-note')?.message).toContain(
      'Custom MX',
    )
    expect(codes(sampleRecord(), 'namecheap')).not.toContain('host-note')
  })

  it('are none for a usual record at a host whose form is known', () => {
    const dkim = sampleRecord({ name: 'k1._domainkey.mg.example.com', value: LONG_DKIM })
    expect(codes(dkim, 'godaddy')).toEqual([])
  })
})
