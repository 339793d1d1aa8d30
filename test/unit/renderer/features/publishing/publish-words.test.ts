import { describe, expect, it } from 'vitest'
import type { PlannedWrite, PublishLine, PublishTotals } from '../../../../../src/preload/contract/publishing'
import {
  applyWords,
  cautionLines,
  comesAndGoes,
  diffOf,
  lineWords,
  planSentence,
  runMark,
  setWords,
  ttlWords,
  verdictWords,
  zoneWords,
} from '../../../../../src/renderer/features/publishing/publish-words'

const TOTALS: PublishTotals = {
  ...{
    domains: 15,
    change: 12,
    same: 0,
    refused: 3,
    zones: 3,
    connections: 2,
    sets: 42,
    adds: 40,
    removes: 2,
  },
}
const WRITE: PlannedWrite = {
  ...{ domains: 12, zones: 3, connections: 2, sets: 42, adds: 40, removes: 2, going: [], cautions: [] },
}
const LINE: PublishLine = {
  ...{ position: 0, accountId: 'a', name: 'mg.one.com', unicodeName: 'mg.one.com', zone: 'one.com' },
  ...{ connection: null, verdict: 'change', adds: 5, removes: 1, sets: 4, sentence: '', leftOut: 0 },
  byHand: 0,
  ...{ message: '', fix: '' },
}

describe('what a write may break', () => {
  const zones = (...names: string[]): PlannedWrite['cautions'] =>
    names.map((zone) => ({ zone, sentence: 'It is signed.' }))

  it.each([
    [[], []],
    [zones('one.com'), ['one.com:']],
    [zones('one.com', 'two.com', 'three.com'), ['one.com, two.com, three.com:']],
    [zones('a.com', 'b.com', 'c.com', 'd.com'), ['a.com, b.com, c.com and 1 more zone:']],
    [
      [...zones('a.com'), { zone: 'b.com', sentence: 'It is full.' }],
      ['a.com:', 'b.com:'],
    ],
  ])('is said once for all zones of which it holds', (cautions, said) => {
    expect(cautionLines({ cautions }).map((line) => line.zones)).toEqual(said)
  })
})

describe('the sentence of a plan', () => {
  it('counts what is written, and what is left out by the plan and by the user', () => {
    expect(planSentence({ totals: TOTALS }, WRITE, 0)).toBe(
      '12 domains in 3 zones through 2 connections: 40 records come, 2 go; 3 domains are left out.',
    )
    expect(planSentence({ totals: TOTALS }, { ...WRITE, domains: 11 }, 1)).toBe(
      '11 domains in 3 zones through 2 connections: 40 records come, 2 go; 4 domains are left out.',
    )
  })
  it('says so where nothing is written', () => {
    const none = { ...TOTALS, change: 0, refused: 0 }
    expect(planSentence({ totals: { ...none, same: 1 } }, null, 0)).toBe(
      'There is nothing to write: 1 domain has every record.',
    )
    expect(planSentence({ totals: { ...none, same: 2, refused: 1 } }, null, 0)).toBe(
      'There is nothing to write: 2 domains have every record; 1 domain is left out.',
    )
    expect(planSentence({ totals: none }, null, 0)).toBe('There is nothing to write.')
  })
})

it('counts what comes and what goes', () => {
  expect(comesAndGoes({ adds: 1, removes: 0 })).toBe('1 record comes')
  expect(comesAndGoes({ adds: 0, removes: 2 })).toBe('2 records go')
  expect(comesAndGoes({ adds: 5, removes: 1 })).toBe('5 records come, 1 goes')
  expect(comesAndGoes({ adds: 0, removes: 0 })).toBe('no record comes or goes')
})

it('says on the button what it does', () => {
  expect(applyWords({ adds: 40, removes: 0, zones: 3 })).toBe('Write 40 records into 3 zones')
  expect(applyWords({ adds: 0, removes: 1, zones: 1 })).toBe('Remove 1 record from 1 zone')
  expect(applyWords({ adds: 15, removes: 3, zones: 3 })).toBe('Write 15 and remove 3 records in 3 zones')
})

it('marks a domain with a word, also one that the user leaves out', () => {
  expect(verdictWords(LINE, false)).toEqual(['change', 'Will be written'])
  expect(verdictWords(LINE, true)).toEqual(['quiet', 'Left out by you'])
  expect(verdictWords({ verdict: 'refused' }, true)).toEqual(['bad', 'Nothing is written'])
  expect(lineWords({ ...LINE, leftOut: 2 })).toBe('5 records come, 1 goes; 2 to decide')
  expect(lineWords({ ...LINE, verdict: 'same', message: 'The zone has every record.' })).toBe(
    'The zone has every record.',
  )
})

describe('the difference of an RRset', () => {
  it('has what goes, what comes and what stays, each with a sign and a word', () => {
    const before = { ttl: 900, values: ['vendor=1', 'v=spf1 -all'] }
    const after = { ttl: 900, values: ['v=spf1 include:x -all', 'vendor=1'] }
    expect(diffOf({ before, after }).map(({ sign, said, value }) => [sign, said, value])).toEqual([
      ['−', 'goes', 'v=spf1 -all'],
      ['+', 'comes', 'v=spf1 include:x -all'],
      [' ', 'stays', 'vendor=1'],
    ])
    expect(setWords({ before, after })).toBe('Changes')
  })
  it('names a proxy that ends, though no value changes', () => {
    const before = { ttl: null, values: ['mailgun.org'], isProxied: true as const }
    const after = { ttl: null, values: ['mailgun.org'] }
    expect(diffOf({ before, after }).map(({ sign, isNote }) => [sign, isNote])).toEqual([
      ['−', true],
      [' ', false],
    ])
  })
  it('says what TTL there is, and what it becomes', () => {
    expect(ttlWords(null, { ttl: 3600, values: [] })).toBe('TTL 1 h')
    expect(ttlWords({ ttl: null, values: [] }, { ttl: null, values: [] })).toBe('TTL automatic')
    expect(ttlWords({ ttl: 60, values: [] }, { ttl: 300, values: [] })).toBe('TTL 1 min → 5 min')
    expect(setWords({ before: null, after: { ttl: 1, values: [] } })).toBe('New')
    expect(setWords({ before: { ttl: 1, values: [] }, after: null })).toBe('Goes')
  })
})

it('says of a zone whose run stops what becomes of it, also where it was read before', () => {
  const run = { undoes: null, isStopping: false }
  expect(zoneWords('waiting', run)).toEqual(['quiet', 'Waiting'])
  expect(zoneWords('writing', run)).toEqual(['busy', 'Being written'])
  for (const undoes of [null, 4]) {
    const stopping = { undoes, isStopping: true }
    expect(zoneWords('waiting', stopping)).toEqual(['quiet', 'Not written'])
    expect(zoneWords('writing', stopping)).toEqual(['busy', 'Being finished'])
    expect(zoneWords('failed', stopping)).toEqual(['bad', 'Failed'])
  }
})

it('marks zones and runs by the worst of them', () => {
  const zones = {
    waiting: 0,
    writing: 0,
    written: 2,
    conflict: 0,
    partial: 0,
    failed: 0,
    unknown: 0,
    cancelled: 0,
  }
  const run = { undoes: null, isStopping: false }
  expect(zoneWords('written', run)).toEqual(['ok', 'Written'])
  expect(zoneWords('written', { ...run, undoes: 4 })).toEqual(['ok', 'Taken back'])
  expect(runMark({ state: 'done', zones })).toBe('ok')
  expect(runMark({ state: 'done', zones: { ...zones, conflict: 1 } })).toBe('warn')
  expect(runMark({ state: 'done', zones: { ...zones, failed: 1, unknown: 1 } })).toBe('bad')
  expect(runMark({ state: 'done', zones: { ...zones, cancelled: 1 } })).toBe('quiet')
  expect(runMark({ state: 'running', zones })).toBe('busy')
})
