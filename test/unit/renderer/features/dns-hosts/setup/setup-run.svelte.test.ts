import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AdvisedRow, PanelField } from '../../../../../../src/preload/contract/dns-hosts'
import type { DomainDetail } from '../../../../../../src/preload/contract/domain'
import { ZonedeskError } from '../../../../../../src/preload/contract/failure'
import { SetupRun } from '../../../../../../src/renderer/features/dns-hosts/setup/setup-run.svelte'
import { aWindow } from '../../../a-window'

const field = (kind: PanelField['kind'], text: string): PanelField => {
  return { kind, label: kind, text, hint: '', certain: true, alternatives: [] }
}
const record = { type: 'TXT', name: 'mg.example.com', value: 'v=spf1 ~all', priority: null, valid: 'unknown' }
const row = {
  index: 0,
  set: [0],
  type: 'TXT',
  fields: [field('type', 'TXT'), field('host', 'mg'), field('value', 'v=spf1 ~all')],
  warnings: [],
  advice: { index: 0, action: 'add', record, goes: [], beside: [] },
  beside: [],
  notes: [],
} as unknown as AdvisedRow
const detail = {
  accountId: 'a1',
  domain: { name: 'mg.example.com' },
  records: [record],
} as unknown as DomainDetail

const copied: string[] = []
let arrive: ((full: boolean) => void)[] = []
let run: SetupRun

beforeEach(async () => {
  copied.length = 0
  arrive = []
  aWindow({
    settings: { getDraft: () => null, setDraft: () => ({}) },
    records: {
      copyText: async ({ text }: { text: string }) => {
        copied.push(text)
        if (await new Promise<boolean>((resolve) => arrive.push(resolve)))
          throw new ZonedeskError('storage', 'The clipboard could not be written.')
        return { records: 0, leftOut: [], notes: [] }
      },
    },
  })
  run = new SetupRun(
    { accountId: 'a1', name: 'mg.example.com' },
    () => detail,
    () => new Map([[0, row]]),
  )
  await run.begin()
})
afterEach(() => {
  run.close()
  vi.unstubAllGlobals()
})

/** As the key C does. */
async function copyNext(): Promise<void> {
  if (run.nextField !== null) await run.copy(run.nextField)
}

it('copies the next field when the key is pressed again before the first has arrived', async () => {
  const both = [copyNext(), copyNext(), copyNext()]
  expect(copied).toEqual(['mg', 'v=spf1 ~all'])
  expect(run.step?.state).toBe('todo')
  arrive[0]?.(false)
  await both[0]
  expect(run.step?.state).toBe('todo')
  arrive[1]?.(false)
  await Promise.all(both)
  expect(run.step?.state).toBe('copied')
})

it('offers a field again that did not arrive, and does not call the record copied', async () => {
  const both = [copyNext(), copyNext()]
  arrive[0]?.(true)
  arrive[1]?.(false)
  await Promise.all(both)
  expect(run.nextField).toBe(1)
  expect(run.isCopied(1)).toBe(false)
  expect(run.isCopied(2)).toBe(true)
  expect(run.step?.state).toBe('todo')
})

it('has a record that the host cannot hold as one with nothing to copy, which DNS may have all the same', () => {
  const refused = {
    ...row,
    fields: [field('type', 'TXT')],
    warnings: [{ code: 'cannot-hold' as const, message: 'There is no place for it.' }],
  }
  const stateOf = (one: AdvisedRow): string | undefined => {
    const other = new SetupRun(
      { accountId: 'a1', name: 'mg.example.com' },
      () => detail,
      () => new Map([[0, one]]),
    )
    expect(other.nextField).toBeNull()
    return other.steps[0]?.state
  }
  expect(stateOf(refused)).toBe('refused')
  expect(stateOf({ ...refused, advice: { ...refused.advice, action: 'leave' } })).toBe('published')
})
