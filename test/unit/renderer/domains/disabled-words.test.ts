import { describe, expect, it } from 'vitest'
import { disabledWords } from '../../../../src/renderer/lib/domains/disabled-words'

const disabled = { code: 'bounces', reason: 'Too many bounces', note: '', permanently: false, until: null }

describe('why a domain is disabled', () => {
  it('gives reason and note as sentences, each once', () => {
    expect(disabledWords({ ...disabled, note: 'Contact support.' }).why).toBe(
      'Too many bounces. Contact support.',
    )
    expect(disabledWords({ ...disabled, note: 'Too many bounces' }).why).toBe('Too many bounces.')
  })

  it('falls back on the code, and says when there is nothing', () => {
    expect(disabledWords({ ...disabled, reason: ' ' }).why).toBe('Reason: bounces.')
    expect(disabledWords({ ...disabled, reason: '', code: '' }).why).toBe('The provider gave no reason.')
    expect(disabledWords(null)).toEqual({ why: 'The provider gave no reason.', until: '' })
  })

  it('says until when', () => {
    expect(disabledWords({ ...disabled, permanently: true }).until).toBe('It is disabled for good.')
    expect(disabledWords(disabled).until).toBe('The provider did not say until when.')
    expect(disabledWords({ ...disabled, until: Date.UTC(2027, 0, 20) }).until).toMatch(/until .*2027/)
  })
})
