import { describe, expect, it } from 'vitest'
import { advise } from '../../../../src/main/domains/advice/advise'
import { adviceInScope } from '../../../../src/main/domains/advice/in-scope'
import { entered, toldOnce } from '../../../../src/main/domains/advice/told-once'
import type { RecordAdvice } from '../../../../src/preload/contract/advice'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import { LONG_DKIM } from '../../dns-hosts/arbitrary-records'
import {
  BARE_SPF,
  checkOf,
  CHECKED,
  DKIM,
  DOMAIN,
  evidence,
  findingOf,
  fixOf,
  fixRecord,
  MXA,
  MXB,
  seenAs,
  SPF,
  TRACKING,
  TTL,
  txt,
} from './checked-domains'
import { CURES } from './cures'

const now = CHECKED + 1000
const advised = (records: readonly DnsRecord[], check: DomainCheck | null, at = now): RecordAdvice[] =>
  advise({ records: [...records] }, check, at)

describe('what to do for a record', () => {
  it.each(Object.entries(CURES))(
    '%s',
    (_, { records, check, actions, comes, goes, leftOut = [], ...one }) => {
      const all = advise({ records: [...records] }, check, one.now)
      expect(all.map(({ action }) => action)).toEqual(actions)
      const scope = adviceInScope({ records: [...records] }, 'failing', check, one.now)
      const told = scope?.told ?? []
      const plain = ({ type, name, value, priority }: RecordAdvice['record']) => ({
        type,
        name,
        value,
        priority,
      })
      const published = told.flatMap((advice) =>
        advice.action === 'unknown' ? [plain(advice.record)] : entered(advice).map(plain),
      )
      expect(published).toHaveLength(comes.length)
      expect(published).toEqual(expect.arrayContaining([...comes]))
      expect(told.flatMap((advice) => advice.goes)).toEqual(goes)
      expect(scope?.leftOut.map(({ advice }) => advice.index)).toEqual(leftOut)
      expect(scope?.leftOut.every(({ reason }) => reason !== '')).toBe(true)
    },
  )

  it('is the provider’s own value with the finding’s words where a person has to decide', () => {
    const sentence = 'Another system receives the mail.'
    const check = checkOf([
      seenAs(MXA, 'different', ['1 smtp.google.com'], [findingOf('mx-missing', fixOf('none', []), sentence)]),
    ])
    expect(advised([MXA], check)[0]).toMatchObject({
      action: 'decide',
      record: { value: 'mxa.mailgun.org' },
      sentence: expect.stringContaining(sentence) as string,
      finding: 'mx-missing',
    })
  })

  it('is left to a person where the zone itself is the matter, with the domain’s finding', () => {
    const check = checkOf(
      [seenAs(SPF, 'missing', [])],
      [findingOf('not-registered', fixOf('none', []), 'No zone.')],
    )
    expect(advised([SPF], check)[0]).toMatchObject({
      action: 'decide',
      sentence: expect.stringContaining('No zone.') as string,
    })
  })

  it('passes by a fix that is about another system’s record', () => {
    const foreign = findingOf(
      'mx-to-cname',
      fixOf('edit', [
        fixRecord({ ...MXA, value: 'real.example.net' }, [
          { type: 'MX', name: DOMAIN, value: 'alias.example.net', priority: 20 },
        ]),
      ]),
    )
    const there = ['10 mxa.mailgun.org', '20 alias.example.net']
    expect(advised([MXA], checkOf([seenAs(MXA, 'published', there, [foreign])]))[0]).toMatchObject({
      ...{ action: 'leave', goes: [], record: { value: 'mxa.mailgun.org', priority: 10 } },
    })
    const missing = checkOf([seenAs(MXA, 'different', ['20 alias.example.net'], [foreign])])
    expect(advised([MXA], missing)[0]).toMatchObject({ action: 'decide', goes: [] })
  })

  it('changes nothing by mild advice where DNS has the record', () => {
    const testing = findingOf(
      'dkim-testing',
      fixOf('edit', [fixRecord(DKIM, [txt(DKIM.name, `${LONG_DKIM}; t=y`)])]),
    )
    const [advice] = advised([DKIM], checkOf([seenAs(DKIM, 'published', [`${LONG_DKIM}; t=y`], [testing])]))
    expect(advice).toMatchObject({ action: 'leave', goes: [] })
  })

  it('waits where some servers have it and the others will', () => {
    const wait = findingOf('servers-disagree', fixOf('wait', []))
    expect(advised([SPF], checkOf([seenAs(SPF, 'partly', [BARE_SPF], [wait])]))[0]).toMatchObject({
      action: 'leave',
      sentence: expect.stringContaining(wait.sentence) as string,
    })
  })

  it('never deletes what another record of the provider is', () => {
    const remove = findingOf('dkim-several', fixOf('remove', [fixRecord(MXB)]))
    const check = checkOf([
      seenAs(MXA, 'published', ['10 mxa.mailgun.org', '10 mxb.mailgun.org'], [remove]),
      seenAs(MXB, 'published', ['10 mxa.mailgun.org', '10 mxb.mailgun.org']),
    ])
    expect(advised([MXA, MXB], check).map(({ action, goes }) => [action, goes])).toEqual([
      ['decide', []],
      ['leave', []],
    ])
    const own = findingOf('dkim-several', fixOf('remove', [fixRecord(MXA)]))
    expect(
      advised([MXA], checkOf([seenAs(MXA, 'published', ['10 mxa.mailgun.org'], [own])])).map(
        ({ action }) => action,
      ),
    ).toEqual(['leave'])
  })

  it('publishes no second SPF record and nothing beside a CNAME, whatever the fixes say', () => {
    const other = { ...SPF, value: 'v=spf1 include:eu.mailgun.org ~all' }
    const add = (record: DnsRecord) =>
      seenAs(record, 'missing', [], [findingOf('spf-missing', fixOf('add', [fixRecord(record)]))])
    expect(advised([SPF, other], checkOf([add(SPF), add(other)])).map(({ action }) => action)).toEqual([
      ...['add', 'decide'],
    ])
    const alias = { ...TRACKING, name: DOMAIN }
    const found = advised([SPF, alias], checkOf([seenAs(SPF, 'published', [BARE_SPF]), add(alias)]))
    expect(found.map(({ action }) => action)).toEqual(['leave', 'decide'])
    expect(found[1]).toMatchObject({ record: { type: 'CNAME' }, goes: [], beside: [] })
  })

  it('knows what else the RRsets have that it touches, where the zone’s servers agree', () => {
    const [advice] = advised(
      CURES['SPF merged with what is there']!.records,
      CURES['SPF merged with what is there']!.check,
    )
    expect(advice?.seen).toEqual([
      {
        ...{ type: 'TXT', name: DOMAIN, ttl: TTL },
        records: [
          txt(DOMAIN, 'v=spf1 include:_spf.google.com ~all'),
          txt(DOMAIN, 'google-site-verification=abc'),
        ],
      },
    ])
    const misplaced = CURES['a record under a name that the form doubled']!
    const [moved] = advised(misplaced.records, misplaced.check)
    expect(moved?.seen.map(({ name, ttl, records }) => [name, ttl, records.length])).toEqual([
      [DKIM.name, null, 0],
      [`${DKIM.name}.example.com`, 600, 1],
    ])
    const wildcard = CURES['a wildcard that stops answering, with the address beside']!
    expect(advised(wildcard.records, wildcard.check).map(({ seen }) => seen[0]?.records)).toEqual([[], []])
  })

  it('takes no RRset for known on which the servers disagree', () => {
    const spf = seenAs(SPF, 'different', ['a', 'b'], CURES['two SPF records']!.check!.records[0]!.findings)
    const [first] = spf.where
    const apart = { ...spf, where: [first!, { ...first!, values: ['a'] }] }
    expect(advised([SPF], checkOf([apart]))[0]?.seen).toEqual([])
  })

  it('takes evidence of a resolver for no knowledge of the zone', () => {
    const base = CURES['a record under a name that the form doubled']!
    const found = evidence('TXT', `${DKIM.name}.example.com`, [LONG_DKIM])
    const resolver = { ...found, server: { ...found.server, kind: 'public' as const } }
    const record = base.check!.records[0]!
    const [finding] = record.findings
    const check = checkOf([{ ...record, findings: [{ ...finding!, evidence: [resolver] }] }])
    expect(advised(base.records, check)[0]?.seen.map(({ name }) => name)).toEqual([DKIM.name])
  })
})

describe('the age of advice', () => {
  const spf = (where: Partial<ReturnType<typeof seenAs>['where'][number]>[]) => {
    const record = seenAs(SPF, 'published', [BARE_SPF])
    return checkOf([{ ...record, where: where.map((one) => ({ ...record.where[0]!, ...one })) }])
  }
  const isOldAt = (check: DomainCheck, seconds: number): boolean | undefined =>
    advised([SPF], check, CHECKED + seconds * 1000)[0]?.isOld

  it('is old once the answers may no longer be remembered', () => {
    expect([isOldAt(spf([{}]), TTL), isOldAt(spf([{}]), TTL + 1)]).toEqual([false, true])
  })

  it('goes by the zone’s own servers, not by what a resolver still remembers', () => {
    const resolver = { server: { id: 'r', kind: 'public' as const, name: 'r', address: '192.0.2.1' }, ttl: 2 }
    expect(isOldAt(spf([{}, resolver]), 60)).toBe(false)
    expect(isOldAt(spf([resolver]), 61)).toBe(true)
    expect(isOldAt(spf([resolver]), 60)).toBe(false)
  })

  it('is an hour where no answer says so', () => {
    expect([isOldAt(spf([{ ttl: null }]), 3600), isOldAt(spf([{ ttl: null }]), 3601)]).toEqual([false, true])
    expect(advised([SPF], null)[0]).toMatchObject({ checkedAt: null, isOld: false })
  })

  it('leaves a record that DNS had too long ago out of what is copied, and says so', () => {
    const scope = adviceInScope({ records: [SPF] }, 'failing', spf([{}]), CHECKED + 7200_000)
    expect(scope).toMatchObject({
      told: [],
      leftOut: [{ reason: expect.stringContaining('check again first') as string }],
    })
    expect(adviceInScope({ records: [SPF] }, 'failing', spf([{}]), CHECKED)).toMatchObject({
      told: [],
      leftOut: [],
    })
  })
})

describe('advice for several records', () => {
  it('tells what goes and what comes beside once, at the first', () => {
    const { records, check } = CURES['an alias in the way, with the addresses in its place']!
    const told = toldOnce(advised(records, check))
    expect(told.map(({ action, goes, beside }) => [action, goes.length, beside.length])).toEqual([
      ['replace', 1, 1],
      ['add', 0, 0],
      ['add', 0, 0],
    ])
  })
})

describe('a spare key', () => {
  const spare = { ...DKIM, isActive: false }
  const signing = { ...DKIM, name: `k2._domainkey.${DOMAIN}`, isActive: true, valid: 'valid' as const }
  const check = checkOf([
    {
      ...seenAs(
        spare,
        'missing',
        [],
        [findingOf('spare-key', fixOf('none', []), 'The provider does not sign with it.')],
      ),
      isSpare: true,
    },
    seenAs(signing, 'published', [LONG_DKIM]),
  ])

  it('is in no set, and copied alone with what it is', () => {
    const records = [spare, signing]
    expect(adviceInScope({ records }, 'all', check, now)?.told.map(({ index }) => index)).toEqual([1])
    expect(adviceInScope({ records }, 'failing', check, now)).toMatchObject({ told: [], leftOut: [] })
    const [advice] = advised(records, check)
    expect(advice?.record.value).toBe(LONG_DKIM)
    // Never that DNS has it: it has not.
    expect(advice).toMatchObject({ action: 'decide', goes: [], finding: 'spare-key' })
    expect(advice?.sentence).toContain('does not sign with it')
  })
})
