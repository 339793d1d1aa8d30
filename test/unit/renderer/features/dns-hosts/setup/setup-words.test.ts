import { expect, it } from 'vitest'
import { progressWords } from '../../../../../../src/renderer/features/dns-hosts/setup/setup-words'
import type { StepState } from '../../../../../../src/renderer/features/dns-hosts/setup/setup-run.svelte'

it.each<[StepState[], string]>([
  [['todo', 'todo'], '2 records to do'],
  [['copied', 'todo'], '1 copied, 1 record to do'],
  [['published', 'copied', 'todo'], '1 in DNS, 1 copied, 1 record to do'],
  [['copied', 'refused', 'refused'], '1 copied, 2 not possible there'],
  [['published', 'published'], 'All 2 records are in DNS'],
  [['published'], 'The record is in DNS'],
])('%j reads: %s', (states, words) => {
  expect(progressWords(states.map((state) => ({ state })))).toBe(words)
})
