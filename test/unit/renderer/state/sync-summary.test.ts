import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../../../src/preload/contract/sync'
import { syncSentence } from '../../../../src/renderer/features/sync/sync-sentence'
import { summarize } from '../../../../src/renderer/state/sync-summary'

function status(accountId: string, changes: Partial<SyncStatus> = {}): SyncStatus {
  return {
    accountId,
    phase: 'idle',
    done: 0,
    total: null,
    rate: null,
    lastSyncedAt: null,
    offlineSince: null,
    failure: null,
    ...changes,
  }
}
const RUNNING = {
  kind: 'running' as const,
  done: 0,
  total: null,
  rate: null,
  accountIds: [],
}
const failure = { code: 'bad-answer', message: 'No answer.', fix: '', retryable: true, field: null } as const

describe('summarize', () => {
  it('has nothing to say of no account', () => {
    expect(summarize([])).toEqual({ kind: 'none' })
  })

  it('adds up what is under way, and knows no total while one account knows none', () => {
    const listing = status('a', { phase: 'listing', done: 10, total: 100 })
    const details = status('b', { phase: 'details', done: 5, total: 50 })
    expect(summarize([listing, details])).toMatchObject({ kind: 'running', done: 15, total: 150 })
    expect(summarize([listing, { ...details, total: null }])).toMatchObject({ done: 15, total: null })
  })

  it('adds up the rates, and leaves out the accounts whose turn is yet to come', () => {
    const listing = status('a', { phase: 'listing', done: 10, total: 100, rate: 500 })
    const details = status('b', { phase: 'details', done: 5, total: 50, rate: 10 })
    const waiting = status('c', { phase: 'waiting' })
    expect(summarize([listing, details, waiting])).toEqual({
      kind: 'running',
      done: 15,
      total: 150,
      rate: 510,
      accountIds: ['a', 'b', 'c'],
    })
    expect(summarize([listing, { ...details, rate: null }])).toMatchObject({ rate: null })
    expect(summarize([waiting])).toMatchObject({ kind: 'running', done: 0, total: null, rate: null })
  })

  it('tells work under way before trouble', () => {
    const failed = status('a', { phase: 'failed', failure })
    expect(summarize([failed, status('b', { phase: 'listing' })]).kind).toBe('running')
  })

  it('tells since when the first account is offline, before any other failure', () => {
    const summary = summarize([
      status('a', { phase: 'failed', failure }),
      status('b', { phase: 'failed', offlineSince: 200, failure }),
      status('c', { offlineSince: 100 }),
    ])
    expect(summary).toEqual({ kind: 'offline', since: 100, accountIds: ['b', 'c'] })
  })

  it('tells a failure with its accounts', () => {
    expect(summarize([status('a', { lastSyncedAt: 1 }), status('b', { phase: 'failed', failure })])).toEqual({
      kind: 'failed',
      failure,
      accountIds: ['b'],
    })
  })

  it('tells what a sync that came to its end lacks, after what failed', () => {
    const lacking = status('a', { lastSyncedAt: 1, failure })
    const done = status('b', { lastSyncedAt: 2 })
    expect(summarize([lacking, done])).toEqual({ kind: 'lacking', failure, accountIds: ['a'] })
    expect(summarize([lacking, status('b', { phase: 'failed', failure })]).kind).toBe('failed')
    expect(syncSentence(summarize([lacking]))).toBe('No answer')
  })

  it('tells the time of the account synced longest ago', () => {
    expect(summarize([status('a', { lastSyncedAt: 300 }), status('b', { lastSyncedAt: 100 })])).toEqual({
      kind: 'synced',
      at: 100,
    })
  })

  it('tells a sync that was stopped, and one that never was', () => {
    expect(summarize([status('a', { phase: 'cancelled', lastSyncedAt: 5 })])).toEqual({
      kind: 'cancelled',
      lastSyncedAt: 5,
    })
    expect(summarize([status('a')])).toEqual({ kind: 'never' })
  })
})

describe('syncSentence', () => {
  it('counts what is done, with the whole once it is known', () => {
    const running = { ...RUNNING, done: 20, total: 50 }
    expect(syncSentence(running)).toBe('Syncing 20 of 50')
    expect(syncSentence({ ...running, total: null })).toBe('Syncing, 20 so far')
  })

  it('tells how fast it goes once that says something', () => {
    const running = { ...RUNNING, done: 2000, total: 50_000, rate: 1234.5 }
    expect(syncSentence(running)).toMatch(/^Syncing 2\D000 of 50\D000, 1\D235 a second$/)
    expect(syncSentence({ ...running, rate: 0.4 })).not.toContain('a second')
  })

  it('says why a sync failed', () => {
    expect(syncSentence({ kind: 'failed', failure, accountIds: [] })).toBe('No answer')
  })
})
