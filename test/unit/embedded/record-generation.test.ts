import { describe, expect, it } from 'vitest'
import { US_PROVIDER_HOSTS } from '../../../src/main/embedded/records/provider-hosts'
import {
  expectedRecords,
  recordId,
  type RecordFacts,
} from '../../../src/main/embedded/records/record-generation'

const FACTS: RecordFacts = {
  name: 'mg.example.com',
  type: 'custom',
  webPrefix: 'email',
  useAutomaticSenderSecurity: false,
  dkimHost: 'mg.example.com',
  dkimKeys: [{ host: 'mg.example.com', selector: 'mx', publicKey: 'MIGf' }],
}

function written(facts: Partial<RecordFacts>, hosts = US_PROVIDER_HOSTS): string[] {
  return expectedRecords({ ...FACTS, ...facts }, hosts).map(
    ({ purpose, type, name, priority, value }) =>
      `${purpose} ${name} ${type} ${priority === null ? '' : `${priority} `}${value}`,
  )
}

describe('the records of a domain', () => {
  it('are DKIM, SPF, tracking and two mail exchanges', () => {
    expect(written({})).toEqual([
      'sending mx._domainkey.mg.example.com TXT k=rsa; p=MIGf',
      'sending mg.example.com TXT v=spf1 include:mailgun.org ~all',
      'sending email.mg.example.com CNAME mailgun.org',
      'receiving mg.example.com MX 10 mxa.mailgun.org',
      'receiving mg.example.com MX 10 mxb.mailgun.org',
    ])
  })

  it('have the DKIM key at its host', () => {
    const dkimKeys = [{ host: 'example.com', selector: 'pic', publicKey: 'MIGf' }]
    expect(written({ dkimHost: 'example.com', dkimKeys })[0]).toBe(
      'sending pic._domainkey.example.com TXT k=rsa; p=MIGf',
    )
  })

  it('have every DKIM key', () => {
    const spare = { host: 'mg.example.com', selector: 's2', publicKey: 'MIIB' }
    expect(written({ dkimKeys: [...FACTS.dkimKeys, spare] }).slice(0, 3)).toEqual([
      'sending mx._domainkey.mg.example.com TXT k=rsa; p=MIGf',
      'sending s2._domainkey.mg.example.com TXT k=rsa; p=MIIB',
      'sending mg.example.com TXT v=spf1 include:mailgun.org ~all',
    ])
  })

  it('have a CNAME pair in place of the key under automatic sender security, the same each time', () => {
    const pair = written({ useAutomaticSenderSecurity: true }).slice(0, 2)
    expect(pair).toEqual([
      expect.stringMatching(
        /^sending pdk1\._domainkey\.mg\.example\.com CNAME pdk1\._domainkey\.([0-9a-f]{10})\.dkim1\.mailgun\.com$/,
      ),
      expect.stringMatching(
        /^sending pdk2\._domainkey\.mg\.example\.com CNAME pdk2\._domainkey\.([0-9a-f]{10})\.dkim1\.mailgun\.com$/,
      ),
    ])
    expect(written({ useAutomaticSenderSecurity: true, dkimKeys: [] }).slice(0, 2)).toEqual(pair)
    const [other] = written({ useAutomaticSenderSecurity: true, dkimHost: 'example.com' }).slice(0, 1)
    expect(other?.split(' CNAME ')[1]).not.toBe(pair[0]?.split(' CNAME ')[1])
  })

  it('follow the provider hosts they are given', () => {
    const eu = {
      ...US_PROVIDER_HOSTS,
      tracking: 'eu.mailgun.org',
      mailExchanges: [{ host: 'mxa.eu.mailgun.org', priority: 5 }],
    }
    expect(written({ webPrefix: 'zed' }, eu).slice(2)).toEqual([
      'sending zed.mg.example.com CNAME eu.mailgun.org',
      'receiving mg.example.com MX 5 mxa.eu.mailgun.org',
    ])
  })

  it('are none for a sandbox', () => {
    expect(written({ type: 'sandbox' })).toEqual([])
  })

  it('have an id each, which changes with anything that must be published', () => {
    const ids = (facts: Partial<RecordFacts>) =>
      expectedRecords({ ...FACTS, ...facts }, US_PROVIDER_HOSTS).map(recordId)
    expect(new Set(ids({})).size).toBe(5)
    expect(ids({})).toEqual(ids({}))
    expect(ids({ webPrefix: 'zed' })[2]).not.toBe(ids({})[2])
    const other = { host: 'mg.example.com', selector: 'mx', publicKey: 'other' }
    expect(ids({ dkimKeys: [other] })[0]).not.toBe(ids({})[0])
  })
})
