import { describe, expect, it } from 'vitest'
import { rehearseRequest } from '../../../../src/main/domains/checks/rehearse-request'
import { SeenLately } from '../../../../src/main/domains/checks/seen-lately'
import { DOMAIN, expectedRecords, healthyBut, observe } from '../../dns/diagnosis/observed'

const rows = healthyBut([], [[DOMAIN, 'TXT', 'v=spf1 ip4:192.0.2.77 -all']])
const seen = { observation: observe({ rows }), expected: expectedRecords(), neighbours: [] }
const subject = { index: 0, name: DOMAIN, type: 'TXT' as const }

describe('a request to rehearse', () => {
  it('is answered with what the edited cure leads to', () => {
    const edit = { code: 'spf-several' as const, subject, at: 0 }
    const right = 'v=spf1 ip4:192.0.2.77 include:mail.provider.test -all'
    expect(rehearseRequest(seen, { ...edit, value: right })).toMatchObject({ published: 5, comes: [] })
    expect(
      rehearseRequest(seen, { ...edit, value: 'v=spf1 include:mail.provider.test -all' })?.comes,
    ).toEqual(['It would leave out ip4:192.0.2.77, which lets mail pass.'])
  })

  it('is not answered for a finding that is not there, or a record that its fix does not have', () => {
    expect(rehearseRequest(seen, { code: 'spf-glued', subject, at: 0, value: 'x' })).toBeNull()
    expect(rehearseRequest(seen, { code: 'spf-several', subject, at: 9, value: 'x' })).toBeNull()
  })
})

describe('what was seen lately', () => {
  it('is kept for the domains looked at last', () => {
    const lately = new SeenLately()
    const key = (at: number) => ({ accountId: 'a', name: `d${at}.example` })
    for (let at = 0; at < 20; at++) lately.keep(key(at), seen)
    lately.keep(key(5), seen)
    lately.keep(key(20), seen)
    expect(lately.get(key(0))).toBeNull()
    expect(lately.get(key(5))).toBe(seen)
    expect(lately.get(key(20))).toBe(seen)
  })
})
