import { describe, expect, it } from 'vitest'
import { disabledWords } from '../../../../../src/renderer/features/domains/disabled-words'

const disabled = {
  code: 'bounces',
  reason: 'Too many bounces',
  note: 'Contact support.',
  permanently: false,
  until: null,
}

describe('why a domain is disabled', () => {
  it('gives reason, note and code as the provider wrote them', () => {
    expect(disabledWords(disabled).facts).toEqual([
      { label: 'Reason', text: 'Too many bounces' },
      { label: 'Note', text: 'Contact support.' },
      { label: 'Code', text: 'bounces' },
    ])
  })

  it('leaves out what is empty, and a note that repeats the reason', () => {
    expect(disabledWords({ ...disabled, note: ' ' }).facts.map(({ label }) => label)).toEqual([
      'Reason',
      'Code',
    ])
    expect(disabledWords({ ...disabled, note: 'Too many bounces' }).facts).toHaveLength(2)
  })

  it('says when the provider gave no reason', () => {
    const none = [{ label: 'Reason', text: 'The provider gave none.' }]
    expect(disabledWords({ ...disabled, reason: '', note: '', code: '' }).facts).toEqual(none)
    expect(disabledWords(null)).toEqual({ facts: none, until: 'The provider did not say until when.' })
  })

  it('says until when, or that it is for good', () => {
    expect(disabledWords({ ...disabled, permanently: true }).until).toBe('It is disabled permanently.')
    expect(disabledWords(disabled).until).toBe('The provider did not say until when.')
    expect(disabledWords({ ...disabled, until: Date.UTC(2027, 0, 20) }).until).toMatch(/until .*2027/)
  })
})
