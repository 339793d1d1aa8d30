import { describe, expect, it } from 'vitest'
import { isWithin, relativeName, zoneFor } from '../../../src/main/names/zone-cut'
import { ZonedeskError } from '../../../src/preload/contract/failure'

function zone(name: string, observedApex: string | null = null, override: string | null = null): unknown {
  const { name: apex, reason } = zoneFor({ name, observedApex, override })
  return [apex, reason]
}

describe('the zone of a name', () => {
  it.each([
    ['mg.example.com', 'example.com'],
    ['example.com', 'example.com'],
    ['a.b.example.co.uk', 'example.co.uk'],
    ['mg.xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['MG.Example.COM.', 'example.com'],
  ])('of %s is the organizational domain', (name, apex) => {
    expect(zone(name)).toEqual([apex, 'public-suffix'])
  })

  it('under a private suffix is the part that another party owns', () => {
    expect(zone('mg.someone.github.io')).toEqual(['someone.github.io', 'public-suffix'])
    expect(zone('github.io')).toEqual(['github.io', 'public-suffix'])
  })

  it('is the name itself where nothing shorter could be registered', () => {
    expect(zone('localhost')).toEqual(['localhost', 'whole-name'])
    expect(zone('co.uk')).toEqual(['co.uk', 'whole-name'])
  })

  it('is where DNS shows the cut, below or above the organizational domain', () => {
    expect(zone('a.mg.example.com', 'mg.example.com')).toEqual(['mg.example.com', 'observed'])
    expect(zone('mg.someone.github.io', 'github.io')).toEqual(['github.io', 'observed'])
  })

  it.each(['com', 'other.com', 'ample.com', '', 'deeper.mg.example.com'])(
    'does not follow an apex %j that cannot be its own',
    (observed) => {
      expect(zone('mg.example.com', observed)).toEqual(['example.com', 'public-suffix'])
    },
  )

  it('is what a person says, before anything else', () => {
    expect(zone('a.mg.example.com', 'example.com', 'mg.example.com.')).toEqual(['mg.example.com', 'override'])
  })

  it.each(['other.com', 'ample.com', ''])(
    'cannot be said to be %j, which does not contain the name',
    (override) => {
      expect(() => zoneFor({ name: 'mg.example.com', observedApex: null, override })).toThrow(ZonedeskError)
    },
  )

  it('comes with a sentence that says why', () => {
    const reasons = [
      zoneFor({ name: 'mg.example.com', observedApex: null, override: null }),
      zoneFor({ name: 'mg.example.com', observedApex: 'example.com', override: null }),
      zoneFor({ name: 'mg.example.com', observedApex: null, override: 'example.com' }),
      zoneFor({ name: 'localhost', observedApex: null, override: null }),
    ].map(({ explanation }) => explanation)
    expect(new Set(reasons).size).toBe(4)
  })
})

describe('a name in a zone', () => {
  it('is found on label boundaries', () => {
    expect(isWithin('example.com', 'example.com')).toBe(true)
    expect(isWithin('mg.example.com.', 'Example.com')).toBe(true)
    expect(isWithin('badexample.com', 'example.com')).toBe(false)
    expect(isWithin('example.com', '')).toBe(false)
  })

  it('is what stands before the zone, and empty at the apex', () => {
    expect(relativeName('k1._domainkey.mg.example.com', 'example.com')).toBe('k1._domainkey.mg')
    expect(relativeName('example.com.', 'example.com')).toBe('')
    expect(relativeName('example.org', 'example.com')).toBeNull()
  })
})
