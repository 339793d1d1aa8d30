import { describe, expect, it } from 'vitest'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import { usualRecords } from '../../dns-hosts/arbitrary-records'
import { sampleRecord } from '../sample-domains'
import { ACCOUNT, cacheWith, failureOf, dnsHostsOver } from './dns-hosts-under-test'

const KEY = { accountId: ACCOUNT, name: 'mg.example.com' }
const RECORDS = [
  sampleRecord({ valid: 'invalid' }),
  sampleRecord({ type: 'MX', value: 'mxa.mailgun.org', priority: 10, purpose: 'receiving' }),
]

/** A check at which DNS had the first record and lacked the second. */
function check(): DomainCheck {
  const seen = { host: 'mg', expected: '', seen: [], where: [], findings: [], name: KEY.name }
  return {
    ...{ domain: KEY.name, zone: 'example.com', at: 1, complete: true, findings: [], spf: null },
    records: [
      { ...seen, index: 0, type: 'TXT', standing: 'published' },
      { ...seen, index: 1, type: 'MX', standing: 'missing' },
    ],
    summary: {
      ...{ worst: null, sentence: '' },
      standings: { published: 1, missing: 1, different: 0, partly: 0, unknown: 0 },
      severities: { bad: 0, warn: 0, info: 0 },
    },
  }
}

async function over(records = RECORDS) {
  const cache = await cacheWith({ [KEY.name]: records })
  const under = dnsHostsOver(cache)
  await under.dnsHosts.handlers.dnsHosts.setChoice({ ...KEY, presetId: 'cloudflare' })
  return { ...under, cache }
}

describe('copying', () => {
  it('leaves spare keys out of every set, and copies one alone all the same', async () => {
    const key = (selector: string, isActive: boolean) =>
      sampleRecord({
        name: `${selector}._domainkey.${KEY.name}`,
        value: selector,
        valid: 'invalid',
        isActive,
      })
    const { records, dnsHosts, clipboard } = await over([key('spare', false), key('mx', true)])
    for (const which of ['all', 'failing'] as const) {
      expect((await records.copyAll({ ...KEY, which, format: 'bind' })).records).toBe(1)
      expect(clipboard.at(-1)?.text).toContain('mx._domainkey')
      expect(clipboard.at(-1)?.text).not.toContain('spare')
      const { rows } = await dnsHosts.handlers.dnsHosts.rows({ ...KEY, which, presetId: null })
      expect(rows.map(({ index }) => index)).toEqual([1])
    }
    expect((await records.copyRecord({ ...KEY, index: 0, format: 'bind' })).text).toContain('spare')
  })

  it('copies every key while none signs: any may be the one that is about to', async () => {
    const key = (selector: string) =>
      sampleRecord({ name: `${selector}._domainkey.${KEY.name}`, value: selector, isActive: false })
    const { records } = await over([key('k1'), key('string')])
    expect((await records.copyAll({ ...KEY, which: 'all', format: 'bind' })).records).toBe(2)
  })

  it('writes a field as the form of the zone’s host wants it, and answers what it copied', async () => {
    const { records, clipboard } = await over()
    const fields = ['host', 'value', 'priority', 'ttl', 'type', 'name'] as const
    for (const field of fields) {
      const { text } = await records.copyField({ ...KEY, index: 1, field, alternative: null })
      expect(text).toBe(clipboard.at(-1)?.text)
    }
    expect(clipboard.map(({ text }) => text)).toEqual([
      ...['mg', 'mxa.mailgun.org', '10', '1 hour', 'MX', 'mg.example.com'],
    ])
  })

  it('writes another form of a field where the host’s is not certain', async () => {
    const { records, dnsHosts, clipboard } = await over()
    await dnsHosts.handlers.dnsHosts.setChoice({ ...KEY, presetId: 'generic' })
    await records.copyField({ ...KEY, index: 0, field: 'host', alternative: 0 })
    expect(clipboard.at(-1)?.text).toBe('mg.example.com')
    expect(
      (await failureOf(() => records.copyField({ ...KEY, index: 0, field: 'host', alternative: 7 }))).code,
    ).toBe('not-found')
  })

  it('writes records for the form with a table beside the text, and in a format as its export has them', async () => {
    const { records, clipboard } = await over()
    expect(await records.copyRecord({ ...KEY, index: 1, format: 'form' })).toMatchObject({ records: 1 })
    expect(clipboard[0]?.text).toBe(
      'Type: MX\nName: mg\nMail server: mxa.mailgun.org\nPriority: 10\nTTL: 1 hour\n',
    )
    expect(clipboard[0]?.html).toContain('<td>mxa.mailgun.org</td>')
    const bind = await records.copyAll({ ...KEY, which: 'failing', format: 'bind' })
    expect(bind.text).toBe(
      '$ORIGIN example.com.\n$TTL 3600\nmg.example.com. IN TXT "v=spf1 include:mailgun.org ~all"\n',
    )
    expect(bind.records).toBe(1)
    expect(bind.notes).not.toEqual([])
    expect(clipboard[1]).toEqual({ text: bind.text })
  })

  it('keeps to what DNS lacked at the last check', async () => {
    const { cache, records } = await over()
    expect(
      await failureOf(() => records.copyAll({ ...KEY, which: 'missing', format: 'form' })),
    ).toMatchObject({
      ...{ code: 'refused', fix: 'Check the domain against DNS first.' },
    })
    await cache.putCheck(KEY, check())
    const { text } = await records.copyAll({ ...KEY, which: 'missing', format: 'form' })
    expect(text).toMatch(/^Type: MX\n/)
    expect(text).not.toContain('TXT')
  })

  it('refuses a zone file for a host that would replace its zone', async () => {
    const { records, dnsHosts, clipboard } = await over()
    await dnsHosts.handlers.dnsHosts.setChoice({ ...KEY, presetId: 'ovhcloud' })
    expect(await failureOf(() => records.copyAll({ ...KEY, which: 'all', format: 'bind' }))).toMatchObject({
      ...{ code: 'refused', field: 'format' },
    })
    expect(clipboard).toEqual([])
  })

  it('leaves the clipboard alone when there is nothing to copy', async () => {
    const { records, clipboard } = await over(
      usualRecords().map((each) => ({ ...each, valid: 'valid' as const })),
    )
    const calls = [
      () => records.copyField({ ...KEY, index: 0, field: 'priority', alternative: null }),
      () => records.copyRecord({ ...KEY, index: 99, format: 'form' }),
      () => records.copyAll({ ...KEY, which: 'failing', format: 'form' }),
    ]
    const codes = await Promise.all(calls.map(async (call) => (await failureOf(call)).code))
    expect(codes).toEqual(['refused', 'not-found', 'refused'])
    expect(clipboard).toEqual([])
  })

  it('does not answer a text that may be a password', async () => {
    const { records, clipboard } = await over()
    expect((await records.copyText({ text: 'a-secret-word', secret: false })).text).toBe('')
    expect(clipboard).toEqual([{ text: 'a-secret-word' }])
  })

  it('takes a secret off the clipboard when the app ends, and leaves what was copied over it', async () => {
    const first = await over()
    await first.records.copyText({ text: 'a-secret-word', secret: true })
    await first.dnsHosts.close()
    expect(first.clipboard.map(({ text }) => text)).toEqual(['a-secret-word', ''])
    const second = await over()
    await second.records.copyText({ text: 'a-secret-word', secret: true })
    await second.records.copyText({ text: 'mg.example.com', secret: false })
    await second.dnsHosts.close()
    expect(second.clipboard.map(({ text }) => text)).toEqual(['a-secret-word', 'mg.example.com'])
  })
})
