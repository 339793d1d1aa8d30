import { describe, expect, it } from 'vitest'
import {
  dkimIdentity,
  parentNames,
  stateByRecords,
  type DkimWishes,
  type Registered,
} from '../../../src/main/embedded/records/domain-rules'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const NO_WISHES: DkimWishes = { forceAuthority: false, forceRootHost: false, hostName: null, selector: null }

function identity(name: string, registered: readonly Registered[], wishes: Partial<DkimWishes> = {}) {
  const find = (wanted: string) => registered.find((domain) => domain.name === wanted) ?? null
  return dkimIdentity(name, { ...NO_WISHES, ...wishes }, find, 'mx')
}

function own(name: string, selector = 'mx'): Registered {
  return { name, authority: name, dkim_host: name, dkim_selector: selector }
}

describe('the DKIM identity of a new domain', () => {
  it('is its own without a registered parent', () => {
    expect(identity('mg.example.com', [own('example.net'), own('other.example.com')])).toEqual({
      authority: 'mg.example.com',
      host: 'mg.example.com',
      selector: 'mx',
    })
  })

  it("is the parent's authority's, not the parent's, where the two differ", () => {
    const parent = { ...own('mg.example.com'), authority: 'example.com', dkim_host: 'example.com' }
    expect(identity('a.mg.example.com', [own('example.com', 'pic'), parent])).toEqual({
      authority: 'example.com',
      host: 'example.com',
      selector: 'pic',
    })
  })

  it('follows an authority whose key is published elsewhere', () => {
    const parent = { ...own('mg.example.com'), dkim_host: 'example.com' }
    expect(identity('a.mg.example.com', [parent])).toMatchObject({
      authority: 'mg.example.com',
      host: 'example.com',
    })
  })

  it('takes the selector it is given with an inherited authority', () => {
    expect(identity('mg.example.com', [own('example.com', 'pic')], { selector: 's1' })).toEqual({
      authority: 'example.com',
      host: 'example.com',
      selector: 's1',
    })
  })

  it('is its own authority with the key at the root when both are forced', () => {
    const wishes = { forceAuthority: true, forceRootHost: true }
    expect(identity('mg.example.com', [own('example.com', 'pic')], wishes)).toEqual({
      authority: 'mg.example.com',
      host: 'example.com',
      selector: 'mx',
    })
  })

  it('takes a host above it and refuses one below or beside it, or a public suffix', () => {
    expect(identity('a.mg.example.com', [], { hostName: 'mg.example.com' }).host).toBe('mg.example.com')
    expect(identity('a.mg.example.com', [], { hostName: 'a.mg.example.com' }).host).toBe('a.mg.example.com')
    for (const hostName of ['b.a.mg.example.com', 'b.mg.example.com', 'xmg.example.com', 'com']) {
      expect(() => identity('a.mg.example.com', [], { hostName })).toThrow(ZonedeskError)
    }
  })
})

describe('the parents of a name', () => {
  it('end at the organizational domain', () => {
    expect(parentNames('a.b.example.co.uk')).toEqual(['b.example.co.uk', 'example.co.uk'])
    expect(parentNames('example.co.uk')).toEqual([])
    expect(parentNames('a.foo.github.io')).toEqual(['foo.github.io'])
  })
})

describe('the state by the records', () => {
  const good = [
    { role: 'spf', valid: 'valid' },
    { role: 'dkim-alias', valid: 'valid' },
    { role: 'dkim-alias', valid: 'valid' },
    { role: 'tracking', valid: 'valid' },
    { role: 'mail-exchange', valid: 'valid' },
  ]
  const spoilt = (index: number, valid: string) =>
    good.map((record, at) => (at === index ? { ...record, valid } : record))

  it('is active with SPF and DKIM valid, whatever tracking and receiving are', () => {
    expect(stateByRecords(good)).toBe('active')
    expect(stateByRecords(spoilt(3, 'invalid'))).toBe('active')
    expect(stateByRecords(spoilt(4, 'unknown'))).toBe('active')
  })

  it('is unverified when SPF or any DKIM record is invalid or unknown', () => {
    for (const index of [0, 1, 2]) {
      expect(stateByRecords(spoilt(index, 'invalid'))).toBe('unverified')
      expect(stateByRecords(spoilt(index, 'unknown'))).toBe('unverified')
    }
  })
})
