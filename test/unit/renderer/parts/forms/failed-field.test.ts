import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../../src/preload/contract/failure'
import {
  failedField,
  fieldSentence,
  fieldSentences,
} from '../../../../../src/renderer/parts/forms/failed-field'

const failure = (field?: string) =>
  new ZonedeskError('invalid', 'Too short.', { fix: 'Use more.', ...(field ? { field } : {}) }).failure

describe('the field of a failure', () => {
  it('is found by the last part of the path', () => {
    expect(failedField(failure('changes.webPrefix'), ['webPrefix', 'name'])).toBe('webPrefix')
    expect(failedField(failure('name'), ['webPrefix', 'name'])).toBe('name')
  })

  it('is found by the name the API has for it', () => {
    expect(failedField(failure('use_automatic_sender_security'), ['useAutomaticSenderSecurity'])).toBe(
      'useAutomaticSenderSecurity',
    )
    expect(failedField(failure('changes.web_prefix'), ['webPrefix', 'name'])).toBe('webPrefix')
  })

  it('is none when the form has no such field, or the failure names none', () => {
    expect(failedField(failure('other'), ['name'])).toBeNull()
    expect(failedField(failure(), ['name'])).toBeNull()
  })

  it('is told with what to do', () => {
    expect(fieldSentence(failure())).toBe('Too short. Use more.')
    expect(fieldSentence(new ZonedeskError('invalid', 'Too short.').failure)).toBe('Too short.')
  })

  it('is reported beside everything else that is wrong', () => {
    const both = new ZonedeskError('invalid', 'Prefix: Too short. Archive: No address.', {
      field: 'webPrefix',
      reasons: [
        { field: 'webPrefix', message: 'Too short.' },
        { field: 'archiveTo', message: 'No address.' },
        { field: 'other', message: 'Not of this form.' },
      ],
    }).failure
    expect(fieldSentences(both, 'webPrefix', ['webPrefix', 'archiveTo'])).toEqual({
      webPrefix: 'Too short.',
      archiveTo: 'No address.',
    })
    expect(fieldSentences(failure('name'), 'name', ['name', 'webPrefix'])).toEqual({
      name: 'Too short. Use more.',
    })
  })
})
