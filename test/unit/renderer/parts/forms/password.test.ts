import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { SmtpPassword } from '../../../../../src/preload/contract/option-rules'
import { generatedPassword } from '../../../../../src/renderer/parts/forms/password'

describe('a generated password', () => {
  it('has the asked length, is allowed, and has no character that reads like another', () => {
    for (let run = 0; run < 50; run++) {
      const password = generatedPassword(24)
      expect(password).toHaveLength(24)
      expect(v.is(SmtpPassword, password)).toBe(true)
      expect(password).toMatch(/^[a-zA-Z2-9]+$/)
      expect(password).not.toMatch(/[lIO01]/)
    }
  })

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 200 }, () => generatedPassword())).size).toBe(200)
  })
})
