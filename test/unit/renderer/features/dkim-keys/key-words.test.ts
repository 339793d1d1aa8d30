import { expect, it } from 'vitest'
import { shortWords } from '../../../../../src/renderer/features/dkim-keys/key-words'

it('says of a short key which command replaces it, and nothing of one that is long enough', () => {
  expect(shortWords({ bits: 1024 })).toBe(
    'A key of 1024 bits is short. Receivers take it, but RFC 8301 asks for 2048 bits. “Rotate…” replaces it.',
  )
  expect(shortWords({ bits: 2048 })).toBeNull()
  expect(shortWords({ bits: null })).toBeNull()
})
