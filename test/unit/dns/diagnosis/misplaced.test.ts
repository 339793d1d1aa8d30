import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../../src/preload/contract/findings'
import { KEY } from './keys'
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
const RIGHT_DKIM = `k=rsa; p=${KEY}`
const POLICY = 'v=spf1 include:mail.provider.test ~all'

function one(world: World, name: string, type: string): Finding {
  const found = findingsOf(check(world)).filter(
    ({ subject }) => subject?.name === name && subject.type === type,
  )
  expect(found).toHaveLength(1)
  return found[0]!
}
const expected = expectedRecords({ valid: 'invalid' })

describe('a record like the missing one under another name', () => {
  it.each<readonly [string, string, readonly Row[]]>([
    ['the zone doubled', DKIM, [[`${DKIM}.${APEX}`, 'TXT', RIGHT_DKIM]]],
    ['the domain doubled', DKIM, [[`${DKIM}.${DOMAIN}`, 'TXT', RIGHT_DKIM]]],
    ['the underscore lost', DKIM, [[`mx.domainkey.${DOMAIN}`, 'TXT', RIGHT_DKIM]]],
    ['a key one level up, where nothing sends mail', DKIM, [[`mx._domainkey.${APEX}`, 'TXT', RIGHT_DKIM]]],
    ['a policy with the zone doubled', DOMAIN, [[`${DOMAIN}.${APEX}`, 'TXT', POLICY]]],
  ])('is renamed where it can serve nobody: %s', (_, name, rows) => {
    const { fix, code } = one({ expected, rows: healthyBut([[name, 'TXT']], rows) }, name, 'TXT')
    expect(code).toMatch(/^owner-/)
    expect(fix).toMatchObject({ action: 'edit', records: [{ name, replaces: [{ name: rows[0]![0] }] }] })
  })

  it('takes the terms that the user has added with it', () => {
    const own = 'v=spf1 ip4:203.0.113.0/24 include:mail.provider.test -all'
    const rows = healthyBut([[DOMAIN, 'TXT']], [[`${DOMAIN}.${APEX}`, 'TXT', own]])
    expect(one({ expected, rows }, DOMAIN, 'TXT').fix.records[0]?.value).toBe(own)
  })

  const above = (name: string): Row[] => [
    [name, 'TXT', POLICY],
    [name, 'MX', '10 mxa.provider.test'],
    [`email.${name}`, 'CNAME', 'track.provider.test'],
  ]

  it.each<readonly [string, string, string, readonly Row[], World['neighbours']]>([
    [
      'a key at a domain that has a policy',
      DKIM,
      'TXT',
      [[`mx._domainkey.${APEX}`, 'TXT', RIGHT_DKIM], ...above(APEX)],
      [],
    ],
    [
      'a key at a known sending domain',
      DKIM,
      'TXT',
      [[`mx._domainkey.${APEX}`, 'TXT', RIGHT_DKIM]],
      [{ domain: APEX, records: [] }],
    ],
    ['the tracking name of the domain above', LINK, 'CNAME', above(APEX), []],
    [
      'a record that a neighbour wants just there',
      DKIM,
      'TXT',
      [[`mx.${DOMAIN}`, 'TXT', RIGHT_DKIM]],
      [
        {
          domain: `mx.${DOMAIN}`,
          records: [{ type: 'TXT', name: `mx.${DOMAIN}`, value: RIGHT_DKIM, priority: null }],
        },
      ],
    ],
  ])('stays where it may serve: %s', (_, name, type, rows, neighbours = []) => {
    const { fix, code } = one({ expected, neighbours, rows: healthyBut([[name]], rows) }, name, type)
    expect(code).not.toMatch(/^owner-/)
    expect(fix).toMatchObject({ action: 'add', records: [{ name, replaces: [] }] })
    expect(fix.sentence).toContain(
      `A record like this one is at ${rows[0]![0] === APEX ? `email.${APEX}` : rows[0]![0]}`,
    )
  })

  describe('at www.', () => {
    const apex = expectedRecords({ valid: 'invalid' }, APEX)
    const world = (rows: readonly Row[], more: Partial<World> = {}): World => ({
      ...{ domain: APEX, expected: apex, rows: [...SURROUNDINGS, ...rows] },
      ...more,
    })

    it('stays where www. has mail of its own', () => {
      for (const type of ['TXT', 'MX']) {
        const found = findingsOf(check(world(above(`www.${APEX}`)))).filter(
          ({ subject }) => subject?.name === APEX && subject.type === type,
        )
        for (const { code, fix } of found) {
          expect(code).not.toMatch(/^owner-/)
          expect(fix.action).toBe('add')
          expect(fix.records.flatMap(({ replaces }) => replaces)).toEqual([])
        }
      }
    })

    it('stays where it is all there is, for every domain of the provider has the same', () => {
      const { code, fix } = one(world([[`www.${APEX}`, 'TXT', POLICY]]), APEX, 'TXT')
      expect(code).toBe('owner-www-added')
      expect(fix).toMatchObject({ action: 'add', records: [{ name: APEX, replaces: [] }] })
      expect(fix.sentence).toContain(`Leave the record at www.${APEX}`)
    })

    it('stays where www. is a known sending domain', () => {
      const neighbours = [{ domain: `www.${APEX}`, records: [] }]
      const { code } = one(world([[`www.${APEX}`, 'TXT', POLICY]], { neighbours }), APEX, 'TXT')
      expect(code).toBe('type-missing')
    })
  })
})
