import { describe, expect, it } from 'vitest'
import { formHtml, formText } from '../../../src/main/dns-hosts/form-text'
import { panelRows } from '../../../src/main/dns-hosts/panel-rows'
import { presetById } from '../../../src/main/dns-hosts/presets'
import { sampleRecord } from '../domains/sample-domains'
import { usualRecords } from './arbitrary-records'

describe('records as a form wants them', () => {
  it('are labelled lines in the host’s own words', () => {
    const rows = panelRows([sampleRecord()], 'example.com', presetById('cloudflare'), 3600)
    expect(formText(rows)).toBe(
      'Type: TXT\nName: mg\nContent: v=spf1 include:mailgun.org ~all\nTTL: 1 hour\n',
    )
  })

  it('say of a blank field that it is one', () => {
    const rows = panelRows(
      [sampleRecord({ name: 'example.com' })],
      'example.com',
      presetById('route53'),
      3600,
    )
    expect(formText(rows)).toContain('Record name: (Leave this field blank)')
  })

  it('stand apart by an empty line, and a line break of a value looks like no line', () => {
    const records = [sampleRecord({ value: 'x\nTTL: 0' }), sampleRecord()]
    const text = formText(panelRows(records, 'example.com', presetById('cloudflare'), 3600))
    expect(text.split('\n\n')).toHaveLength(2)
    expect(text).toContain('Content: x TTL: 0\n')
  })

  it('say of a record that the host cannot hold why it is not there to type', () => {
    const rows = panelRows(usualRecords(), 'example.com', presetById('wix'), 3600)
    const [, , , first, second] = formText(rows).split('\n\n')
    expect(first).toMatch(/^Not possible: MX mg\.example\.com\. Wix cannot hold this record: [^\n]+$/)
    expect(second?.trim()).toBe(first)
    const html = formHtml(rows)
    expect(html.match(/Wix cannot hold this record/g)).toHaveLength(2)
    expect(html).not.toContain('mxa.mailgun.org')
  })

  it('are a table for each set of fields, with nothing of a value taken for markup', () => {
    const records = [...usualRecords(), sampleRecord({ value: '<b>"&\'' })]
    const html = formHtml(panelRows(records, 'example.com', presetById('cloudflare'), 3600))
    expect(html.match(/<table>/g)).toHaveLength(3)
    expect(html.match(/<tbody>|<tr>/g)).toHaveLength(3 + 3 + 6)
    expect(html).toContain('<td>&lt;b&gt;&quot;&amp;&#39;</td>')
  })
})
