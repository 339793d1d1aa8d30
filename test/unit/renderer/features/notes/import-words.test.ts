import { describe, expect, it } from 'vitest'
import { importSentence } from '../../../../../src/renderer/features/notes/import-words'

const NOTHING = {
  path: '/tmp/notes.json',
  changed: 0,
  unchanged: 0,
  tags: 0,
  newNotes: 0,
  replacedNotes: 0,
  domains: [],
  problemCount: 0,
  problems: [],
  notes: [],
}

describe('what an import would do', () => {
  it.each([
    [{}, 'The file has nothing that can be imported.'],
    [{ unchanged: 1 }, 'Nothing changes. 1 domain already has everything.'],
    [{ changed: 1, tags: 2 }, '1 domain changes: 2 tags added. Nothing is removed.'],
    [
      { changed: 3, newNotes: 1, replacedNotes: 2, unchanged: 4 },
      '3 domains change: 1 note added, 2 notes replaced. Nothing is removed. 4 domains already have everything.',
    ],
  ])('%j: %s', (changes, sentence) => {
    expect(importSentence({ ...NOTHING, ...changes })).toBe(sentence)
  })
})
