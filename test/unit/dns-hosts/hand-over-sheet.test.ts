import { describe, expect, it } from 'vitest'
import { handOverHtml, purposeOf, type Sheet } from '../../../src/main/dns-hosts/hand-over-sheet'
import { panelRows } from '../../../src/main/dns-hosts/panel-rows'
import { dnsPageOf } from '../../../src/main/dns-hosts/dns-page'
import { presetById, presetSummary } from '../../../src/main/dns-hosts/presets'
import type { RecordAdvice } from '../../../src/preload/contract/advice'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import { sampleRecord } from '../domains/sample-domains'
import { usualRecords } from './arbitrary-records'

function sheet(records: readonly DnsRecord[], presetId = 'cloudflare', known: Partial<Sheet> = {}): Sheet {
  const preset = presetById(presetId)
  const rows = panelRows(records, 'example.com', preset, 3600)
  return {
    domain: 'mg.example.com',
    unicodeName: 'mg.example.com',
    zone: 'example.com',
    host: presetSummary(preset),
    dnsPage: dnsPageOf(preset, 'example.com'),
    steps: rows.map((row, index) => ({
      row: { ...row, advice: unknown(records[index]!), beside: [], notes: [] },
      record: records[index]!,
    })),
    ...{ there: [], undecided: [], checkedAt: null, notes: [] },
    ...known,
  }
}

/** What is said of a record that was never checked. */
function unknown({ type, name, value, priority }: DnsRecord): RecordAdvice {
  return {
    ...{ index: 0, action: 'unknown', beside: [], goes: [], sentence: '', drops: [], after: null },
    record: { type, name, value, priority, blank: null },
    ...{ finding: null, checkedAt: null, isOld: false, seen: [] },
  }
}

const HOSTILE = '</code><script>alert(1)</script><img src="https://example.net/x" onerror=\'x\'>&amp;'

describe('the hand-over sheet', () => {
  it('numbers a step for each record, with its host in the form and whole, its value and why', () => {
    const html = handOverHtml([sheet(usualRecords())], Date.UTC(2026, 10, 23))
    expect(html.match(/Step \d+: add an? \w+ record/g)).toEqual([
      'Step 1: add a TXT record',
      'Step 2: add a TXT record',
      'Step 3: add a CNAME record',
      'Step 4: add an MX record',
      'Step 5: add an MX record',
    ])
    expect(html).toContain('<code>email.mg</code>')
    expect(html).toContain('Full name: <code>email.mg.example.com</code>')
    expect(html).toContain('<dd>Cloudflare</dd>')
    expect(html).toContain('<dd>with Zonedesk on 2026-11-23</dd>')
    expect(html).toContain('Turn the proxy off for this record')
    for (const record of usualRecords()) expect(html).toContain(purposeOf(record))
  })

  it('takes nothing that it is given for markup', () => {
    const record = sampleRecord({ name: `${HOSTILE}.example.com`, value: HOSTILE })
    const html = handOverHtml(
      [
        sheet([record], 'generic', {
          ...{ domain: HOSTILE, unicodeName: HOSTILE, zone: HOSTILE, dnsPage: HOSTILE },
          host: {
            ...presetSummary(presetById('generic')),
            name: HOSTILE,
            notes: [HOSTILE],
          },
        }),
      ],
      0,
    )
    expect(html).not.toMatch(/<script|<img|<\/code><s|onerror='/)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('&amp;amp;')
  })

  it('allows itself neither scripts nor anything to load', () => {
    const html = handOverHtml([sheet(usualRecords())], 0)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html).not.toMatch(/\b(?:src|href)=|url\(|@import/)
  })

  it('begins a page for each domain', () => {
    const html = handOverHtml([sheet(usualRecords()), sheet(usualRecords())], 0)
    expect(html.match(/<main>/g)).toHaveLength(2)
    expect(html).toContain('main + main { break-before: page; }')
    expect(html).toContain('<title>DNS records for 2 domains</title>')
  })

  it('says that the host is not known, and what else its form may want', () => {
    const html = handOverHtml([sheet(usualRecords(), 'generic', { host: null })], 0)
    expect(html).toContain('Not known: ask who keeps this zone')
    expect(html).toContain('<code>mg</code> <span class="other">or <code>mg.example.com</code></span>')
    expect(html.match(/Leave the TTL at its default/g)).toHaveLength(1)
    expect(html).not.toContain('The form may append the zone')
    expect(html).toContain('when mg.example.com already has a text that starts with v=spf1')
  })

  it('says of a record that its zone is another one', () => {
    const html = handOverHtml([sheet([sampleRecord({ name: 'k1._domainkey.example.org' })])], 0)
    expect(html).toContain('Some names below are not in this zone')
    expect(html).toContain('is not inside the zone example.com')
  })
})

describe('why a record is needed', () => {
  it.each([
    [{ type: 'MX', value: 'mxa.mailgun.org' }, /^Brings mail/],
    [{ value: 'v=spf1 include:mailgun.org ~all' }, /^SPF/],
    [{ name: 'k1._domainkey.mg.example.com', value: 'k=rsa; p=A' }, /^DKIM/],
    [{ type: 'CNAME', name: 's1._domainkey.mg.example.com', value: 'x.example.net' }, /^DKIM/],
    [{ value: 'v=DMARC1; p=none' }, /^DMARC/],
    [{ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' }, /^Tracking/],
    [{ type: 'A', value: '192.0.2.1' }, /send mail/],
    [{ type: 'A', value: '192.0.2.1', purpose: 'receiving' }, /receive mail/],
  ] as const)('is said of %j', (known, expected) => {
    expect(purposeOf(sampleRecord(known))).toMatch(expected)
  })
})
