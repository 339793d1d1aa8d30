import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { domainFromWire } from '../../../src/main/provider/domain-from-wire'
import { pageFromWire } from '../../../src/main/provider/from-wire'
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
  const readPage = async (page: unknown) => pageFromWire(v.parse(WirePage, page))

  it('takes null in place of the array', async () => {
    expect(await readPage({ total_count: 0, items: null })).toEqual({ total: 0, items: [] })
  })

  it('keeps the rows that can be read, and says of each other one why not, without its values', async () => {
    const good = { name: 'a.example' }
    const rows = [
      null,
      good,
      'hunter2',
      ['hunter2'],
      { id: 'hunter2' },
      { name: null },
      { name: 7 },
      { name: ' ' },
    ]
    const { items, unread } = await readPage({
      total_count: 9,
      items: [...rows, { name: '."' }, { name: 'hunter2'.repeat(999) }],
    })
    expect(items.map(({ name }) => name)).toEqual(['a.example'])
    expect(unread).toEqual([
      { at: 0, why: 'it is null' },
      { at: 2, why: 'it is no object' },
      { at: 3, why: 'it is no object' },
      { at: 4, why: 'it has no name' },
      { at: 5, why: 'its name is null' },
      { at: 6, why: 'its name is a number' },
      { at: 7, why: 'its name is empty' },
      { at: 8, why: 'its name is empty' },
      { at: 9, why: 'its name is too long' },
    ])
  })

  it.each([
    [7, 7],
    ['7', 7],
    [' 12 ', 12],
    [-1, null],
    ['-1', null],
    [1.5, null],
    ['many', null],
    [true, null],
    [null, null],
    [undefined, null],
  ])('with the number of domains %j says %j', async (total_count, total) => {
    expect((await readPage({ total_count, items: [{ name: 'a.example' }] })).total).toBe(total)
  })

  it.each([{}, { items: {} }, { total_count: -1 }, { total_count: 'many' }, [], null, { domains: [] }])(
    'is not %j',
    (page) => {
      expect(v.is(WirePage, page)).toBe(false)
    },
  )
})
