import { describe, expect, it } from 'vitest'
import { signingChangeWords } from '../../../../../src/renderer/features/dkim-keys/signing-words'

const ALONE = { authority: 'mg.example.com', keys: [], signers: { total: 0, items: [] } }

describe('what is said of a change of the signing', () => {
  it('names the name at which the record then belongs, as DNS takes it', () => {
    const { sentences, done } = signingChangeWords('selector', 'mg.example.com', ALONE, ' New ')
    expect(sentences[0]).toContain('new._domainkey.mg.example.com')
    expect(done).toContain('The selector is new.')
  })

  it.each(['own-keys', 'keys-above', 'selector'] as const)(
    'says of %s to leave the present records',
    (change) => {
      const { sentences } = signingChangeWords(change, 'mg.example.com', ALONE, 'new')
      expect(sentences.some((sentence) => /^Leave the record/.test(sentence))).toBe(true)
    },
  )

  it('says how many other domains it concerns', () => {
    const many = { ...ALONE, signers: { total: 12, items: [] } }
    const others = (change: 'own-keys' | 'keys-above' | 'selector') =>
      signingChangeWords(change, 'mg.example.com', many, 'new').sentences.filter((one) =>
        one.startsWith('12 other'),
      )
    expect(others('selector')).toHaveLength(1)
    expect(others('keys-above')).toHaveLength(1)
    // The others sign on with the keys of the domain above.
    expect(others('own-keys')).toEqual([])
  })
})
