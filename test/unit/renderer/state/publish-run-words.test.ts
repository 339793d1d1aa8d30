import { expect, it } from 'vitest'
import type { PublishRun } from '../../../../src/preload/contract/publishing'
import { runProgress, runSentence, runTitle } from '../../../../src/renderer/state/publish-run-words'

const NONE = {
  waiting: 0,
  writing: 0,
  written: 0,
  conflict: 0,
  partial: 0,
  failed: 0,
  unknown: 0,
  cancelled: 0,
}

function run(
  state: PublishRun['state'],
  zones: Partial<PublishRun['zones']>,
  undoes: number | null = null,
  isStopping = false,
): Pick<PublishRun, 'state' | 'zones' | 'undoes' | 'isStopping'> {
  return { state, zones: { ...NONE, ...zones }, undoes, isStopping }
}

it('says how far a run is', () => {
  expect(runSentence(run('running', { written: 1, writing: 1, waiting: 1 }))).toBe('1 of 3 zones done')
  expect(runProgress(run('running', { written: 1, failed: 1, waiting: 1 }))).toEqual({ done: 2, of: 3 })
  expect(runSentence(run('interrupted', { written: 1, waiting: 1 }))).toBe(
    '1 of 2 zones done before Zonedesk was closed; it goes on by itself',
  )
})

it('says that a run which was stopped finishes what was begun', () => {
  expect(runSentence(run('running', { writing: 4, cancelled: 3 }, null, true))).toBe(
    'Stopping: 4 zones are still being written',
  )
  expect(runSentence(run('running', { written: 1, writing: 1 }, null, true))).toBe(
    'Stopping: 1 zone is still being written',
  )
  expect(runSentence(run('running', { written: 2, cancelled: 1 }, null, true))).toBe('Stopping')
})

it('does not call a run stopping that goes on after it was stopped', () => {
  expect(runSentence(run('running', { writing: 1, cancelled: 2 }))).toBe('2 of 3 zones done')
})

it('says how a run ended, with everything that a person has to look at', () => {
  expect(runSentence(run('done', { written: 1 }))).toBe('1 zone written')
  expect(runSentence(run('done', { written: 1, conflict: 1, partial: 3, failed: 2, unknown: 1 }))).toBe(
    '1 of 8 zones written, 1 changed by somebody else, 3 written in part, 2 failed, 1 not known',
  )
  expect(runSentence(run('cancelled', { written: 1, cancelled: 2 }))).toBe(
    'Stopped: 1 of 3 zones written, 2 not written',
  )
  expect(runSentence(run('done', { written: 1, cancelled: 2 }))).toBe(
    'Stopped: 1 of 3 zones written, 2 not written',
  )
  expect(runSentence(run('done', { written: 2 }, 7))).toBe('2 zones taken back')
  expect(runTitle({ undoes: 7 })).toBe('Take published records back')
})
