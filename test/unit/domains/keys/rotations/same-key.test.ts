import { expect, it } from 'vitest'
import { isSameKey } from '../../../../../src/main/domains/keys/rotations/move'

const key = (value: string, name = 'k1._domainkey.example.com') => ({ name, value })

it.each([
  ['k=rsa; p=MIIB', 'k=rsa; p=MIIB', true],
  ['k=rsa; p=MIIB', 'v=DKIM1;k=rsa;p=MI IB', true],
  ['k=rsa; p=MIIB', '"k=rsa; p=MI" "IB"', true],
  ['k=rsa; p=MIIB', 'k=rsa; p=MIIC', false],
  ['k=rsa; p=MIIB', 'k=rsa; p=', false],
  ['k=rsa; p=MIIB', '', false],
  ['k=rsa; p=MIIB', 'k=rsa; p=miib', false],
])('takes %j and %j for the same key: %j', (a, b, same) => {
  expect(isSameKey(key(a), key(b))).toBe(same)
})

it('tells keys of different names apart', () => {
  expect(isSameKey(key('p=A'), key('p=A', 'k2._domainkey.example.com'))).toBe(false)
})
