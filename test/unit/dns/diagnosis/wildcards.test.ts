import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../../src/preload/contract/findings'
import {
  APEX,
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  healthyBut,
  SURROUNDINGS,
  type Row,
  type World,
} from './observed'

const DKIM = `mx._domainkey.${DOMAIN}`
const LINK = `email.${DOMAIN}`
const expected = expectedRecords({ valid: 'invalid' })
/** The zone without anything at the sending domain or below it. */
const BARE = SURROUNDINGS.filter(([name]) => !name.endsWith(DOMAIN))
const WEB: Row = [`*.${APEX}`, 'A', '203.0.113.80']

function found(rows: readonly Row[], more: Partial<World> = {}): Finding[] {
  return findingsOf(check({ expected, rows, ...more })).filter(({ subject }) => subject?.index !== null)
}
const at = (all: readonly Finding[], name: string, type: string): Finding =>
  all.find(({ subject }) => subject?.name === name && subject.type === type)!
const rowsOf = ({ fix }: Finding): string[] =>
  fix.records.map(({ type, name, value }) => `${name} ${type} ${value.slice(0, 24)}`)

describe('a wildcard of another type', () => {
  it('stops answering at a name that gets a record, so its records are added beside', () => {
    const all = found([...BARE, WEB])
    for (const [name, type] of [
      [DOMAIN, 'TXT'],
      [DOMAIN, 'MX'],
      [DKIM, 'TXT'],
      [LINK, 'CNAME'],
    ] as const) {
      const told = at(all, name, type)
      expect(told.fix.action).toBe('add')
      expect(rowsOf(told).slice(1)).toEqual([`${DOMAIN} A 203.0.113.80`])
      expect(told.fix.sentence).toContain(
        `Once ${DOMAIN} or a name below it has a record of its own, the wildcard *.${APEX} no longer answers`,
      )
    }
  })

  it('is told once for a name, however many records of a cure are there', () => {
    const { sentence } = at(found([...BARE, WEB]), LINK, 'CNAME').fix
    expect(sentence.split('no longer answers').length - 1).toBe(1)
    // The tracking name itself cannot have the address beside the CNAME.
    expect(sentence).toContain(`${LINK} then no longer has A 203.0.113.80 from the wildcard`)
  })

  it.each<readonly [string, readonly Row[], readonly string[]]>([
    ['AAAA', [[`*.${APEX}`, 'AAAA', '2001:db8::80']], [`${DOMAIN} AAAA 2001:db8::80`]],
    [
      'both addresses',
      [WEB, [`*.${APEX}`, 'AAAA', '2001:db8::80']],
      [`${DOMAIN} A 203.0.113.80`, `${DOMAIN} AAAA 2001:db8::80`],
    ],
    ['MX', [[`*.${APEX}`, 'MX', '10 mx.other.test']], [`${DOMAIN} MX mx.other.test`]],
  ])('of %s is kept', (_, wild, kept) => {
    expect(rowsOf(at(found([...BARE, ...wild]), DOMAIN, 'TXT')).slice(1)).toEqual(kept)
  })

  it('as an alias is kept by the addresses it leads to, or as an alias where only names below get records', () => {
    const all = found([
      ...BARE,
      [`*.${APEX}`, 'CNAME', 'web.host.test'],
      ['web.host.test', 'A', '203.0.113.80'],
    ])
    expect(rowsOf(at(all, DOMAIN, 'TXT')).slice(1)).toEqual([`${DOMAIN} A 203.0.113.80`])
    expect(rowsOf(at(all, DKIM, 'TXT')).slice(1)).toEqual([`${DOMAIN} CNAME web.host.test`])
    expect(rowsOf(at(all, LINK, 'CNAME')).slice(1)).toEqual([`${DOMAIN} CNAME web.host.test`])
  })

  it('of policies is merged, so that who passes goes on passing', () => {
    const all = found([
      ...BARE,
      [`*.${APEX}`, 'TXT', 'v=spf1 ip4:203.0.113.0/24 -all'],
      [`*.${APEX}`, 'TXT', 'token'],
    ])
    const { records } = at(all, DOMAIN, 'TXT').fix
    expect(records.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'TXT v=spf1 ip4:203.0.113.0/24 include:mail.provider.test -all',
      'TXT token',
    ])
  })

  it('of another system’s mail servers leaves it to a person who receives', () => {
    const all = found([
      ...BARE,
      [`*.${APEX}`, 'MX', '10 mx.other.test'],
      ['mx.other.test', 'A', '203.0.113.81'],
    ])
    expect(at(all, DOMAIN, 'MX').fix).toMatchObject({ action: 'none', records: [] })
    expect(at(all, DOMAIN, 'MX').fix.sentence).toMatch(/^Decide/)
  })

  it('of a null MX is kept with the policy, and is told as the wildcard’s', () => {
    const all = found([...BARE, [`*.${APEX}`, 'MX', '0 .'], [`*.${APEX}`, 'TXT', 'v=spf1 -all']])
    expect(rowsOf(at(all, DOMAIN, 'TXT'))).toEqual([
      `${DOMAIN} TXT v=spf1 include:mail.prov`,
      `${DOMAIN} MX .`,
    ])
    const told = all.find(({ code }) => code === 'mx-null')!
    expect(told.fix).toMatchObject({ action: 'none', records: [] })
    expect(told.fix.sentence).toContain('wildcard')
  })

  it('covers the names between too', () => {
    const deep = 'a.b.example.com'
    const told = at(
      found([...BARE, WEB], { domain: deep, expected: expectedRecords({ valid: 'invalid' }, deep) }),
      deep,
      'TXT',
    )
    expect(rowsOf(told).slice(1).toSorted()).toEqual([
      `${deep} A 203.0.113.80`,
      'b.example.com A 203.0.113.80',
    ])
  })

  it('below the sending domain covers the tracking name alone', () => {
    const all = found([...healthyBut([[LINK], [DKIM]]), [`*.${DOMAIN}`, 'A', '203.0.113.80']])
    expect(rowsOf(at(all, DKIM, 'TXT'))).toHaveLength(1)
    expect(rowsOf(at(all, LINK, 'CNAME'))).toHaveLength(1)
    expect(at(all, LINK, 'CNAME').fix.sentence).toContain('then no longer has A 203.0.113.80')
  })

  it('is not spoken of where the name exists by itself, or does not exist', () => {
    const own = found([...BARE, WEB, [DOMAIN, 'A', '203.0.113.9']])
    expect(rowsOf(at(own, DOMAIN, 'TXT'))).toHaveLength(1)
    for (const finding of found(BARE)) expect(finding.fix.sentence).not.toContain('wildcard')
  })

  it('is kept with any records it has, whatever is added first', () => {
    const value = fc.constantFrom<Row>(
      [`*.${APEX}`, 'A', '203.0.113.80'],
      [`*.${APEX}`, 'AAAA', '2001:db8::80'],
      [`*.${APEX}`, 'MX', '10 mx.other.test'],
      [`*.${APEX}`, 'TXT', 'v=spf1 ip4:203.0.113.0/24 -all'],
      [`*.${APEX}`, 'TXT', 'token'],
    )
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 1 }), (wild) => {
        for (const { fix, subject } of found([...BARE, ...wild, ['mx.other.test', 'A', '203.0.113.81']])) {
          if (fix.action !== 'add' || subject === null) continue
          const kept = fix.records.filter(({ name }) => name === DOMAIN)
          for (const [, type, text] of wild) {
            const has = kept.some(
              (record) =>
                record.type === type &&
                // A policy is kept by its senders, in the one that comes.
                (text.startsWith('v=spf1')
                  ? record.value.includes('ip4:203.0.113.0/24')
                  : text.endsWith(record.value)),
            )
            expect([fix.records.map(({ type: t, value: v }) => `${t} ${v}`), type, text, has]).toContain(true)
          }
        }
      }),
      { numRuns: 40, seed: 13 },
    )
  })
})
