import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { domainFromWire } from '../../../src/main/provider/domain-from-wire'
import { WireDomain, WirePage } from '../../../src/main/provider/wire'
import { Domain } from '../../../src/preload/contract/domain'

function read(wire: Record<string, unknown>): Domain {
  return v.parse(Domain, domainFromWire(v.parse(WireDomain, { name: 'mg.example.com', ...wire })))
}

describe('a domain of the API', () => {
  it('needs nothing but a name', () => {
    expect(read({})).toMatchObject({ name: 'mg.example.com', id: null, state: 'unverified', type: 'custom' })
  })

  it('is refused without one', () => {
    expect(v.safeParse(WireDomain, { state: 'active' }).success).toBe(false)
    expect(v.safeParse(WireDomain, { name: ' ' }).success).toBe(false)
  })

  it('takes null as missing, in every field', () => {
    const nulls = Object.fromEntries(
      ['id', 'state', 'type', 'created_at', 'disabled', 'wildcard', 'message_ttl', 'spam_action'].map(
        (field) => [field, null],
      ),
    )
    expect(read(nulls)).toEqual(read({}))
  })

  it('writes the name in A-labels and lower case, without a trailing dot', () => {
    expect(read({ name: 'MG.Bücher.Example.' }).name).toBe('mg.xn--bcher-kva.example')
  })

  it.each([
    [true, true],
    ['true', true],
    ['Yes', true],
    ['no', false],
    [false, false],
  ])('reads the boolean %j', (written, meant) => {
    expect(read({ wildcard: written }).settings.wildcard).toBe(meant)
  })

  it('reads numbers that are written as text, and ids that are written as numbers', () => {
    const domain = read({ message_ttl: '259200', id: 17 })
    expect(domain.settings.messageTtl).toBe(259_200)
    expect(domain.id).toBe('17')
  })

  it('keeps unknown fields and unreadable values as they were written', () => {
    const domain = read({ spam_action: 'quarantine', tags: ['a', { b: 1 }], note: 'x' })
    expect(domain.settings.spamAction).toBeNull()
    expect(domain.other).toEqual({ spam_action: '"quarantine"', tags: '["a",{"b":1}]', note: '"x"' })
  })

  it('drops a password or key wherever it is', () => {
    const domain = read({
      smtp_password: 'hunter2',
      api_key: 'hunter2',
      sub: { deep: [{ smtpPassword: 'hunter2', kept: 1 }] },
      dkim_key_size: 2048,
    })
    expect(JSON.stringify(domain)).not.toContain('hunter2')
    expect(domain.other).toEqual({ sub: '{"deep":[{"kept":1}]}', dkim_key_size: '2048' })
  })

  it('takes a disabled domain as disabled when no state is said', () => {
    expect(read({ is_disabled: true }).state).toBe('disabled')
    expect(read({ is_disabled: true, state: 'active' }).state).toBe('active')
  })

  it('reads why and until when a domain is disabled, with parts missing', () => {
    expect(
      read({ disabled: { reason: 'unpaid', until: 'Thu, 13 Oct 2011 18:02:00 +0200' } }).disabled,
    ).toEqual({
      code: '',
      reason: 'unpaid',
      note: '',
      permanently: false,
      until: Date.UTC(2011, 9, 13, 16, 2),
    })
  })
})

describe('a page of the API', () => {
  it('passes over nulls, and takes null in place of the array', () => {
    expect(v.parse(WirePage, { total_count: 2, items: [null, { name: 'a.example' }] }).items).toHaveLength(1)
    expect(v.parse(WirePage, { total_count: 0, items: null }).items).toEqual([])
  })
})
