import { describe, expect, it } from 'vitest'
import type { BulkJob, BulkRow } from '../../../../src/preload/contract/bulk'
import {
  jobLine,
  jobProgress,
  jobSentence,
  linesText,
  planLine,
} from '../../../../src/renderer/state/bulk-words'

const NONE = { waiting: 0, sending: 0, unsure: 0, done: 0, there: 0, failed: 0, cancelled: 0, 'left-out': 0 }

function job(
  state: BulkJob['state'],
  counts: Partial<BulkJob['counts']>,
  kind: BulkJob['kind'] = 'create',
): BulkJob {
  const all = { ...NONE, ...counts }
  const total = Object.values(all).reduce((sum, many) => sum + many, 0)
  return {
    ...{ id: 1, kind, state, startedAt: 0, total, counts: all, accountId: 'a', tags: [], failure: null },
    ...{ subaccountId: null, changes: null, undoes: null },
  }
}

function row(known: Partial<BulkRow>): BulkRow {
  return {
    position: 0,
    subaccountId: null,
    accountId: 'a',
    name: 'a.example.com',
    unicodeName: 'a.example.com',
    where: 'Line 1',
    state: 'waiting',
    message: '',
    fix: '',
    domainState: null,
    missing: null,
    edit: null,
    ...known,
  }
}

describe('the sentence of a job', () => {
  it.each([
    ['running', { done: 3, failed: 1, waiting: 7, sending: 1, 'left-out': 2 }, '4 of 12 domains done'],
    [
      'interrupted',
      { done: 12, unsure: 1, waiting: 27 },
      '12 of 40 domains were added before Zonedesk was closed',
    ],
    ['interrupted', { done: 1, waiting: 1 }, '1 of 2 domains was added before Zonedesk was closed'],
    ['paused', { done: 2, waiting: 3 }, 'Paused: 2 of 5 domains added'],
    ['paused', { done: 2, failed: 1, waiting: 2 }, 'Paused: 2 of 5 domains added, 1 declined'],
    [
      'stopped',
      { done: 2, unsure: 1, waiting: 3, there: 1 },
      'Stopped: 2 of 6 domains added, 1 already there, 1 whose answer was lost',
    ],
    ['cancelled', { done: 1, cancelled: 4 }, 'Cancelled: 1 of 5 domains added, 4 not sent'],
    ['done', { done: 1, failed: 2, 'left-out': 3 }, '1 domain added, 2 declined, 3 left out'],
  ] as const)('%s with %o', (state, counts, sentence) => {
    expect(jobSentence(job(state, counts))).toBe(sentence)
  })

  it('says what was done', () => {
    expect(jobSentence(job('done', { done: 2 }, 'verify'))).toBe('2 domains verified')
  })

  it('counts progress without what was never to be sent', () => {
    expect(jobProgress(job('running', { done: 2, waiting: 2, there: 5, 'left-out': 4 }))).toEqual({
      done: 2,
      of: 4,
    })
  })
})

describe('a line', () => {
  it('of a plan shows both forms of a name, and why it cannot be added before what was changed', () => {
    const entry = {
      where: 'Line 2',
      typed: 'Bücher.example',
      options: {},
      tags: [],
      notes: ['Noted.'],
      problem: null,
    }
    const planned = {
      verdict: 'invalid',
      name: 'xn--bcher-kva.example',
      unicodeName: 'bücher.example',
    } as const
    expect(planLine(entry, { ...planned, notes: ['Changed.'], message: 'Why.', fix: 'Do.' }, 4)).toEqual({
      index: 4,
      tone: 'bad',
      name: 'bücher.example',
      sentAs: 'xn--bcher-kva.example',
      where: 'Line 2',
      state: 'Cannot be added',
      words: 'Why. Do. Noted. Changed.',
      opens: false,
    })
  })

  it('of a verified domain says what is missing', () => {
    const verified = { state: 'done', domainState: 'unverified' } as const
    expect(jobLine(row({ ...verified, missing: 2 }), 'verify', 0)).toMatchObject({
      tone: 'warn',
      state: '2 records not published',
    })
    expect(jobLine(row({ ...verified, missing: 0, domainState: 'active' }), 'verify', 0)).toMatchObject({
      tone: 'ok',
      state: 'Active',
    })
  })

  it('opens a domain that is there, and none that was left out', () => {
    expect(jobLine(row({ state: 'there' }), 'create', 0).opens).toBe(true)
    expect(jobLine(row({ state: 'left-out' }), 'create', 0).opens).toBe(false)
  })

  it('reads as text with its place, its state and why', () => {
    const lines = [row({ state: 'failed', message: 'Taken.', fix: '' }), row({ where: '', state: 'done' })]
    expect(linesText(lines.map((one, at) => jobLine(one, 'create', at)))).toBe(
      'Line 1: a.example.com\tDeclined. Taken.\na.example.com\tAdded\n',
    )
  })
})
