import { describe, expect, it } from 'vitest'
import type { SpfAnswer } from '../../../../../src/main/dns/diagnosis/spf/spf-cost'
import { droppedSenders, sendersOf } from '../../../../../src/main/dns/diagnosis/spf/spf-senders'
import type { Question } from '../../../../../src/preload/contract/dns-answer'

const ROWS: Readonly<Record<string, readonly string[]>> = {
  'own.test A': ['192.0.2.1'],
  'own.test MX': ['10 mail.own.test'],
  'mail.own.test A': ['192.0.2.10'],
  'vendor.test TXT': ['v=spf1 ip4:203.0.113.0/24 -all'],
  'nested.test TXT': ['v=spf1 include:vendor.test include:gone.test ~all'],
  'broken.test TXT': ['v=spf1 nonsense -all'],
  'macro.test TXT': ['v=spf1 ip4:198.51.100.9 exists:%{i}.list.test -all'],
  'slow.test TXT': ['failed'],
  ...Object.fromEntries(
    Array.from({ length: 11 }, (_, index) => [`f${index}.test TXT`, [`v=spf1 ip4:10.0.0.${index} -all`]]),
  ),
}

function answerTo({ name, type }: Question): SpfAnswer {
  const values = ROWS[`${name} ${type}`]
  if (values?.[0] === 'failed') return { kind: 'failed' }
  return values === undefined ? { kind: 'void' } : { kind: 'data', values }
}

describe('senders of SPF policies', () => {
  it.each([
    [['v=spf1 a mx -ip4:198.51.100.1 ip4:198.51.100.0/24 ~all'], ['a', 'mx', 'ip4:198.51.100.0/24']],
    [
      ['v=spf1 mx ?all', 'v=spf1 include:vendor.test -all'],
      ['mx', 'include:vendor.test'],
    ],
    [['v=spf1 a:gone.test include:gone.test include:broken.test ?mx -all'], []],
    [['v=spf1 include:nested.test -all'], ['include:nested.test']],
    [['v=spf1 redirect=vendor.test'], ['redirect=vendor.test']],
    [['v=spf1 redirect=vendor.test -all'], []],
    [['v=spf1 -all mx'], []],
    [['v=spf1 mx +all'], ['mx', 'every other server']],
    [['v=spf1 exists:%{i}.x.test ptr -all'], ['exists:%{i}.x.test', 'ptr']],
    [['v=spf1 ipv4:198.51.100.1 198.51.100.2 nonsense -all'], ['ipv4:198.51.100.1', '198.51.100.2']],
    [['google-site-verification=1'], []],
    [[['v=spf1', '+a', '+mx', '~all']], ['+a', '+mx']],
  ])('of %j are %j', (texts, senders) => {
    expect(sendersOf('own.test', texts, answerTo).map(({ written }) => written)).toEqual(senders)
  })

  it('have the addresses of every network they lead to', () => {
    const [sender] = sendersOf('own.test', ['v=spf1 -ip4:203.0.113.0/25 include:vendor.test -all'], answerTo)
    expect(sender).toMatchObject({ samples: ['203.0.113.128', '203.0.113.255'], isKnown: true })
  })

  it.each([
    // The same, and in other words.
    [['v=spf1 a mx -all'], 'v=spf1 mx a -all', []],
    [['v=spf1 redirect=vendor.test'], 'v=spf1 include:vendor.test ~all', []],
    [['v=spf1 include:vendor.test -all'], 'v=spf1 ip4:203.0.113.0/24 -all', []],
    [['v=spf1 include:vendor.test -all'], 'v=spf1 ip4:203.0.113.0/25 ip4:203.0.113.128/25 -all', []],
    [['v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/24 -all'], 'v=spf1 ip4:192.0.2.0/24 -all', []],
    // What nobody passed by.
    [['v=spf1 a a:gone.test include:broken.test -all'], 'v=spf1 a -all', []],
    [['v=spf1 a -all mx'], 'v=spf1 a -all', []],
    // Dropped.
    [['v=spf1 include:vendor.test -all'], 'v=spf1 ip4:203.0.113.0/25 -all', ['include:vendor.test']],
    [['v=spf1 a mx -all'], 'v=spf1 mx -all', ['a']],
    [['v=spf1 a -all', 'v=spf1 mx -all'], 'v=spf1 mx -all', ['a']],
    [['v=spf1 a mx -all'], 'v=spf1 -ip4:192.0.2.0/24 a mx -all', ['a', 'mx']],
    [['v=spf1 mx +all'], 'v=spf1 mx ~all', ['every other server']],
    [['v=spf1 mx ip4:0.0.0.0/0 -all'], 'v=spf1 mx -all', ['ip4:0.0.0.0/0']],
    [['v=spf1 exists:%{i}.x.test mx -all'], 'v=spf1 mx -all', ['exists:%{i}.x.test']],
    [['v=spf1 ptr mx -all'], 'v=spf1 mx -all', ['ptr']],
    [['v=spf1 mx ipv4:198.51.100.1 -all'], 'v=spf1 mx -all', ['ipv4:198.51.100.1']],
    [['"v=spf1 mx a -all"'], 'v=spf1 mx -all', ['a']],
    [['v=spf1 mx -all'], 'v=spf1 ~mx -all', ['mx']],
    [['v=spf1 include:nested.test -all'], 'v=spf1 -all', ['include:nested.test']],
    // By the limits that receivers keep.
    [
      [`v=spf1 ${Array.from({ length: 10 }, (_, index) => `include:f${index}.test`).join(' ')} -all`],
      `v=spf1 include:f10.test ${Array.from({ length: 10 }, (_, index) => `include:f${index}.test`).join(' ')} -all`,
      ['include:f9.test'],
    ],
  ])('%j replaced by %s drops %j', (before, after, dropped) => {
    expect(droppedSenders(before, after, 'own.test', answerTo)).toEqual({ dropped, unknown: false })
  })

  it.each([
    ['v=spf1 macro include:macro.test -all', 'v=spf1 macro include:macro.test mx -all'],
    ['v=spf1 exists:%{i}.x.test -all', 'v=spf1 mx exists:%{i}.x.test -all'],
    ['v=spf1 include:slow.test -all', 'v=spf1 include:slow.test mx -all'],
  ])('keeps what it does not know while the term stays: %s', (before, after) => {
    expect(droppedSenders([before], after, 'own.test', answerTo)).toEqual({ dropped: [], unknown: false })
  })

  it.each([
    ['v=spf1 include:macro.test -all', 'v=spf1 ip4:198.51.100.9 -all'],
    ['v=spf1 include:slow.test -all', 'v=spf1 mx -all'],
    ['v=spf1 nonsense mx -all', 'v=spf1 mx -all'],
  ])('says when more may be dropped: %s', (before, after) => {
    expect(droppedSenders([before], after, 'own.test', answerTo)).toMatchObject({ unknown: true })
  })
})
