import { describe, expect, it } from 'vitest'
import type { Server, ZoneCut } from '../../../../src/preload/contract/dns-answer'
import { hasListedSuffix, registeredDomain } from '../../../../src/main/names/domain-name'
import { KEY } from './keys'
import {
  APEX,
  check,
  DOMAIN,
  findingsOf,
  healthyBut,
  NS1,
  NS2,
  PUBLIC,
  SYSTEM,
  type Row,
  type World,
} from './observed'

const DKIM = `mx._domainkey.${DOMAIN}`
const CUT = `_domainkey.${DOMAIN}`
const THIRD: Server = { ...NS1, id: 'ns.keys.test', name: 'ns.keys.test', address: '192.0.2.80:53' }
const cut: ZoneCut = {
  ...{ apex: CUT, parent: APEX, nameServers: [THIRD.name], answers: [] },
  servers: [
    {
      ...{ host: THIRD.name, address: THIRD.address, inParent: true, inChild: true },
      ...{ lame: null, serial: 1, names: [THIRD.name] },
    },
  ],
}
const delegated = (rows: readonly Row[], change: Partial<World> = {}): World => ({
  ...{ rows, cuts: [cut], servers: [NS1, NS2, THIRD, SYSTEM, PUBLIC] },
  ...change,
})

describe('a part of the zone that is delegated on', () => {
  it('has what its own servers have', () => {
    const result = check(delegated(healthyBut([])))
    expect(findingsOf(result)).toEqual([])
    expect(result.records[1]).toMatchObject({ standing: 'published', host: 'mx', zone: CUT })
    expect(result.records[1]?.where.map(({ server }) => server.name)).toEqual([
      ...[THIRD.name, SYSTEM.name, PUBLIC.name],
    ])
    expect(result.records[0]).toMatchObject({ host: 'mg' })
    expect(result.records[0]).not.toHaveProperty('zone')
  })

  it('is decided on by its own servers, whatever resolvers remember', () => {
    const without = healthyBut([[DKIM]])
    const held = new Map<Server, readonly Row[]>([[THIRD, without]])
    const result = check(delegated(healthyBut([]), { held }))
    expect(result.records[1]?.standing).toBe('missing')
  })

  it.each([
    ['nothing beside it', []],
    // Its top is always there, so that it proves no key of another selector.
    ['a key of another selector', [[`other.${CUT}`, 'TXT', `k=rsa; p=${KEY}`]]],
    ['the record one level too high, in the zone above', [[`mx.${DOMAIN}`, 'TXT', `k=rsa; p=${KEY}`]]],
  ] as readonly (readonly [string, readonly Row[]])[])('takes the record itself: %s', (_, rows) => {
    const found = findingsOf(check(delegated(healthyBut([[DKIM]], rows))))
    expect(found.map(({ code }) => code)).toEqual(['removed-since'])
    const [{ fix } = { fix: null }] = found
    expect(fix).toMatchObject({ action: 'add', records: [{ name: DKIM, host: 'mx', replaces: [] }] })
    expect(fix?.sentence).toContain(
      `The record belongs in the zone ${CUT}, which has name servers of its own (${THIRD.name}); what is entered in ${APEX} has no effect.`,
    )
  })
})

describe('the registered part of a name', () => {
  it('is that of a registry, not of a private suffix', () => {
    expect(registeredDomain('mg.someone.is-a.dev')).toBe('is-a.dev')
    expect(registeredDomain('a.b.example.co.uk')).toBe('example.co.uk')
    expect(registeredDomain('co.uk')).toBeNull()
  })

  it('is guessed where the list has no rule', () => {
    expect(registeredDomain('mg.corp.internal')).toBe('corp.internal')
    expect(hasListedSuffix('mg.corp.internal')).toBe(false)
    expect(hasListedSuffix('someone.is-a.dev')).toBe(true)
  })
})
