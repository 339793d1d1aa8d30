import { describe, expect, it } from 'vitest'
import { requireNotTheProviders, requireOwnKeys } from '../../../../src/main/domains/keys/key-rules'
import type { KnownKey } from '../../../../src/preload/contract/keys'

function key(type: 'TXT' | 'CNAME'): KnownKey {
  return {
    ...{ signingDomain: 'mg.example.com', selector: 'pdk1', bits: null, isNeeded: true },
    ...{ firstSeenAt: 1, activeSince: null, fetchedAt: 1 },
    record: {
      ...{ purpose: 'sending', type, name: 'pdk1._domainkey.mg.example.com', value: 'v' },
      ...{ priority: null, valid: 'valid', cached: [], isActive: true },
    },
  }
}

describe('the keys of automatic sender security', () => {
  it('are not for a person to change', () => {
    expect(() => requireNotTheProviders(key('CNAME'))).toThrow('makes and rotates the key pdk1 itself')
    expect(() => requireNotTheProviders(key('TXT'))).not.toThrow()
    expect(() => requireOwnKeys({ isAutomatic: true }, 'mg.example.com')).toThrow(
      'makes and rotates the keys of mg.example.com itself',
    )
    expect(() => requireOwnKeys({ isAutomatic: false }, 'mg.example.com')).not.toThrow()
  })
})
