import { describe, expect, it } from 'vitest'
import type { CheckRun } from '../../../../../../src/preload/contract/checks'
import type { Watch } from '../../../../../../src/preload/contract/watches'
import { changeOf } from '../../../../../../src/renderer/features/dns/findings/fix-words'
import { markWords } from '../../../../../../src/renderer/features/dns/mark-words'
import { runSentence } from '../../../../../../src/renderer/features/checks/run-words'
import { outcomeWords, whereWords } from '../../../../../../src/renderer/parts/values/standing-words'
import { aheadWords, rememberedWords, spanWords } from '../../../../../../src/renderer/base/time-words'
import { watchFacts } from '../../../../../../src/renderer/features/watches/watch-words'
import { aFinding, aRecordCheck, aSighting } from '../../../a-check'

const MINUTE = 60_000

describe('times', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [45, '45 s'],
    [60, '1 min'],
    [3540, '59 min'],
    [7200, '2 h'],
    [3 * 86_400, '3 days'],
  ])('a span of %i s is %s', (seconds, words) => {
    expect(spanWords(seconds)).toBe(words)
  })

  it('ahead are in, and those that passed are now', () => {
    expect(aheadWords(4 * MINUTE, 0)).toBe('in 4 min')
    expect(aheadWords(0, MINUTE)).toBe('now')
  })

  it('of an answer: a server of the zone says the whole TTL, a resolver what is left of it', () => {
    expect(rememberedWords(300, 0, 4 * MINUTE, 'authoritative')).toBe('TTL 5 min')
    expect(rememberedWords(300, 0, 4 * MINUTE, 'public')).toBe('for 1 min more')
    expect(rememberedWords(300, 0, 6 * MINUTE, 'system')).toBe('expired by now')
    expect(rememberedWords(null, 0, 0, 'public')).toBe('')
  })
})

describe('a check of many domains', () => {
  const run: CheckRun = { id: 1, state: 'done', done: 10, total: 10, bad: 0, skipped: 0, secondsLeft: null }
  it.each<[Partial<CheckRun>, string]>([
    [{ state: 'running', done: 3 }, 'Checking DNS: 3 of 10 domains'],
    [{ state: 'running', done: 3, secondsLeft: 540 }, 'Checking DNS: 3 of 10 domains, about 9 min left'],
    [
      { state: 'waiting', done: 3 },
      'No DNS server answers. 3 of 10 domains checked. The check continues when the network is back.',
    ],
    [{}, '10 domains checked: none needs attention.'],
    [{ bad: 1 }, '10 domains checked: 1 needs attention.'],
    [{ bad: 2, skipped: 3 }, '10 domains checked: 2 need attention, 3 could not be checked.'],
    [{ skipped: 10 }, '10 domains checked: 10 could not be checked.'],
    [{ state: 'cancelled', done: 4, bad: 1 }, 'Stopped after 4 of 10 domains: 1 needs attention.'],
    [{ state: 'cancelled', done: 0 }, 'Stopped after 0 of 10 domains.'],
  ])('%o reads %s', (changes, sentence) => {
    expect(runSentence({ ...run, ...changes })).toBe(sentence)
  })
})

describe('who has a record', () => {
  const has = aSighting({ standing: 'published' })
  const lacks = aSighting({ standing: 'missing' })
  const silent = aSighting({ standing: 'unknown', outcome: 'timeout', values: [] })
  it.each([
    [[has, has], 'All 2 servers have it'],
    [[has, silent], '1 server has it'],
    [[has, lacks, lacks], '1 of 3 servers have it'],
    [[lacks, lacks], 'None of 2 servers has it'],
    [[silent], 'No server answered'],
  ])('%#', (where, words) => {
    expect(whereWords(where)).toBe(words)
  })

  it('is told with the word of the protocol where it has one', () => {
    expect(outcomeWords('NXDOMAIN')).toBe('no such name (NXDOMAIN)')
    expect(outcomeWords('NOERROR')).toBe('no such record')
    expect(outcomeWords('timeout')).toBe('no answer in time')
    expect(outcomeWords('RCODE23')).toBe('RCODE23')
  })
})

describe('beside the word of the provider', () => {
  it('a record DNS has is said to be there, whatever the provider saw', () => {
    const check = aRecordCheck(0, { findings: [aFinding({ severity: 'info', code: 'not-verified-yet' })] })
    expect(markWords(check, false).words).toBe('DNS has it')
    expect(markWords(check, false).title).toContain('Press Verify')
    expect(markWords(aRecordCheck(0), true).title).not.toContain('Verify')
  })

  it('a record with something wrong leads to it, in its own words', () => {
    const missing = aRecordCheck(0, {
      standing: 'missing',
      findings: [
        aFinding({ severity: 'warn' }),
        aFinding({ severity: 'bad', sentence: 'It is at another name.' }),
      ],
    })
    expect(markWords(missing, false)).toEqual({ words: 'DNS: not there', title: 'It is at another name.' })
  })
})

describe('a fix', () => {
  const record = {
    ...{ type: 'TXT' as const, name: 'mg.example.com', host: 'mg', value: 'new', priority: null },
    replaces: ['old', 'new', 'old'].map((value) => ({
      type: 'TXT' as const,
      name: 'mg.example.com',
      value,
      priority: null,
    })),
    blank: null,
  }
  it('takes the place of other values, each told once, and not of itself', () => {
    expect(changeOf({ code: 'spf-several' }, record)).toEqual({ field: 'value', before: ['old'] })
  })

  it('of a misplaced record changes its name', () => {
    expect(changeOf({ code: 'owner-zone-doubled' }, record).field).toBe('name')
  })
})

describe('a watch', () => {
  const watch: Watch = {
    ...{ accountId: 'a', name: 'mg.example.com', state: 'waiting', since: 0, looks: 1, lastAt: 0 },
    ...{ nextAt: 2 * MINUTE, expectedBy: null, published: 1, records: 2, sentence: '' },
  }
  it('says when it looks next, and that nothing says how long it takes', () => {
    expect(watchFacts(watch, 0)).toBe(
      'Next check in 2 min. How long it takes depends on when the records are published.',
    )
  })

  it('says by when it should be right, and no longer once that has passed', () => {
    expect(watchFacts({ ...watch, expectedBy: 10 * MINUTE }, 0)).toMatch(
      /^Next check in 2 min\. Every resolver/,
    )
    expect(watchFacts({ ...watch, expectedBy: 10 * MINUTE }, 11 * MINUTE)).toContain(
      'should have forgotten the old answers by now',
    )
  })

  it('says nothing of a next look when there is none', () => {
    expect(watchFacts({ ...watch, state: 'done', nextAt: null }, 0)).toBe('')
  })
})
