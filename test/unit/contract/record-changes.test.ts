import { describe, expect, it } from 'vitest'
import { predictedChanges, type RecordBasis } from '../../../src/preload/contract/record-changes'
import { sampleRecord } from '../domains/sample-domains'

const spf = sampleRecord()
const key = sampleRecord({ name: 'mx._domainkey.mg.example.com', value: 'k=rsa; p=A' })
const tracking = sampleRecord({ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' })
const mx = sampleRecord({ purpose: 'receiving', type: 'MX', value: 'mxa.mailgun.org', priority: 10 })
const basis: RecordBasis = {
  domain: 'mg.example.com',
  webPrefix: 'email',
  mailfromHost: null,
  records: [spf, key, tracking, mx],
}
const line = (type: string, name: string | null, value: string | null): object => ({
  ...{ type, name, value },
  priority: null,
})

describe('the records that will change', () => {
  it('are none for a setting that touches none, or is as it was', () => {
    expect(predictedChanges({}, basis)).toEqual([])
    expect(predictedChanges({ requireTls: true, smtpPassword: 'abcde', webPrefix: 'email' }, basis)).toEqual(
      [],
    )
  })

  it('are the tracking CNAME under its new name, with its old target', () => {
    expect(predictedChanges({ webPrefix: 'links' }, basis)).toMatchObject([
      {
        field: 'webPrefix',
        before: [line('CNAME', 'email.mg.example.com', 'mailgun.org')],
        after: [line('CNAME', 'links.mg.example.com', 'mailgun.org')],
      },
    ])
  })

  it('find the tracking CNAME without the old prefix, and leave the target open without the record', () => {
    const [found] = predictedChanges({ webPrefix: 'links' }, { ...basis, webPrefix: null })
    expect(found?.before).toEqual([line('CNAME', 'email.mg.example.com', 'mailgun.org')])
    const [unknown] = predictedChanges({ webPrefix: 'links' }, { ...basis, records: [] })
    expect(unknown).toMatchObject({ before: [], after: [line('CNAME', 'links.mg.example.com', null)] })
  })

  it('are two CNAMEs in place of the DKIM TXT record, their target left to the provider', () => {
    expect(predictedChanges({ useAutomaticSenderSecurity: true }, basis)).toMatchObject([
      {
        before: [line('TXT', 'mx._domainkey.mg.example.com', 'k=rsa; p=A')],
        after: [
          line('CNAME', 'pdk1._domainkey.mg.example.com', null),
          line('CNAME', 'pdk2._domainkey.mg.example.com', null),
        ],
      },
    ])
  })

  it('stay under the DKIM authority when that is a parent', () => {
    const inherited = { ...key, name: 'mx._domainkey.example.com' }
    const [change] = predictedChanges(
      { useAutomaticSenderSecurity: true },
      { ...basis, records: [inherited] },
    )
    expect(change?.after.map(({ name }) => name)).toEqual([
      'pdk1._domainkey.example.com',
      'pdk2._domainkey.example.com',
    ])
  })

  it('are one TXT record in place of the CNAMEs, its name left to the provider', () => {
    const aliases = ['pdk1', 'pdk2'].map((selector) =>
      sampleRecord({ type: 'CNAME', name: `${selector}._domainkey.mg.example.com`, value: 'a.example' }),
    )
    const [change] = predictedChanges(
      { useAutomaticSenderSecurity: false },
      { ...basis, records: [spf, ...aliases, tracking] },
    )
    expect(change?.before).toHaveLength(2)
    expect(change?.after).toEqual([line('TXT', null, null)])
  })

  it('say what is known of a MAILFROM host', () => {
    const [set] = predictedChanges({ mailfromHost: 'bounce.example.com' }, basis)
    expect(set).toMatchObject({ field: 'mailfromHost', before: [], after: [] })
    expect(set?.sentence).toContain('Bounces go to bounce.example.com.')
    const bounce = sampleRecord({ type: 'MX', name: 'bounce.example.com', value: 'mxa.mailgun.org' })
    const had = { ...basis, mailfromHost: 'bounce.example.com', records: [...basis.records, bounce] }
    expect(predictedChanges({ mailfromHost: '' }, had)).toMatchObject([
      { before: [line('MX', 'bounce.example.com', 'mxa.mailgun.org')] },
    ])
    expect(predictedChanges({ mailfromHost: 'bounce.example.com' }, had)).toEqual([])
  })

  it('are told setting by setting', () => {
    const all = { webPrefix: 'links', useAutomaticSenderSecurity: true, mailfromHost: 'b.example.com' }
    expect(predictedChanges(all, basis).map(({ field }) => field)).toEqual([
      'webPrefix',
      'useAutomaticSenderSecurity',
      'mailfromHost',
    ])
  })
})
