import { describe, expect, it } from 'vitest'
import type { Answer, Answered, ResourceRecord } from '../../../../src/preload/contract/dns-answer'
import { AnswerCache, lifetimeMs } from '../../../../src/main/dns/client/answer-cache'

const ANSWERED: Answered = {
  ...{ kind: 'answered', rcode: 0, rcodeName: 'NOERROR', answers: [], authority: [], additional: [] },
  flags: { aa: true, tc: false, ra: false, ad: false, cd: false },
  ...{ negativeTtl: null, denialProof: false, signed: false, edns: true, extendedErrors: [] },
}

function answer(outcome: Partial<Answered> | { kind: 'none' }, at = 1_000): Answer {
  return {
    server: { id: 's', name: 's', kind: 'system', address: '192.0.2.1:53' },
    question: { name: 'example.com', type: 'TXT' },
    ...{ transport: 'udp', at, took: 1, tries: 1 },
    outcome:
      outcome.kind === 'none'
        ? { kind: 'none', reason: 'timeout', message: '' }
        : { ...ANSWERED, ...outcome },
  }
}

function text(ttl: number, content = 'x'): ResourceRecord {
  return { name: 'example.com', ttl, type: 'TXT', strings: [content], text: content }
}
const ns: ResourceRecord = { name: 'example.com', ttl: 120, type: 'NS', target: 'ns.example.com' }

describe('how long an answer is remembered', () => {
  it.each<[string, Answer, number]>([
    ['records: the least of their TTLs', answer({ answers: [text(300), text(60)] }), 60_000],
    ['records with a long TTL: an hour', answer({ answers: [text(86_400)] }), 3_600_000],
    ['an absence: its negative TTL', answer({ rcode: 3, negativeTtl: 30 }), 30_000],
    ['an absence with a long negative TTL: five minutes', answer({ rcode: 3, negativeTtl: 86_400 }), 300_000],
    ['an absence behind an alias: the shorter', answer({ answers: [text(10)], negativeTtl: 30 }), 10_000],
    ['an absence without SOA: not at all', answer({ rcode: 3 }), 0],
    ['a referral: its TTL', answer({ flags: { ...ANSWERED.flags, aa: false }, authority: [ns] }), 120_000],
    ['an error: not at all', answer({ rcode: 2, negativeTtl: 30 }), 0],
    ['no answer: not at all', answer({ kind: 'none' }), 0],
    ['a TTL of zero: not at all', answer({ answers: [text(0)] }), 0],
    ['a huge text: not at all', answer({ answers: [text(60, 'x'.repeat(60_000))] }), 0],
  ])('%s', (_, kept, expected) => {
    expect(lifetimeMs(kept)).toBe(expected)
  })
})

describe('the cache of answers', () => {
  it('gives an answer until its time is over, counted from when it came', () => {
    let now = 1_000
    const cache = new AnswerCache(() => now)
    const kept = answer({ answers: [text(60)] })
    cache.set('key', kept)
    now = 60_999
    expect(cache.get('key')).toBe(kept)
    now = 61_000
    expect(cache.get('key')).toBeUndefined()
  })

  it('forgets what an answer that cannot be remembered replaces', () => {
    const cache = new AnswerCache(() => 1_000)
    cache.set('key', answer({ answers: [text(60)] }))
    cache.set('key', answer({ rcode: 2 }))
    expect(cache.get('key')).toBeUndefined()
  })

  it('drops the oldest when it is full', () => {
    const cache = new AnswerCache(() => 1_000)
    const kept = answer({ answers: [text(60)] })
    for (let index = 0; index <= 50_000; index++) cache.set(`key ${index}`, kept)
    expect(cache.get('key 0')).toBeUndefined()
    expect(cache.get('key 1')).toBe(kept)
    expect(cache.get('key 50000')).toBe(kept)
  })
})
