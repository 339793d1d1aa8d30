import { describe, expect, it } from 'vitest'
import { requireValidOptions } from '../../../src/main/domains/option-rules'
import { ZonedeskError } from '../../../src/preload/contract/failure'

type Options = Parameters<typeof requireValidOptions>[0]

function broken(options: Options): { field: string | null; message: string } | null {
  try {
    requireValidOptions(options)
    return null
  } catch (error) {
    if (!(error instanceof ZonedeskError) || error.failure.code !== 'invalid') throw error
    return { field: error.failure.field, message: error.message }
  }
}

describe('options of create and update', () => {
  it.each<Options>([
    {},
    { smtpPassword: '12345' },
    { smtpPassword: 'x'.repeat(32) },
    { smtpPassword: '\u{1f511}'.repeat(5) },
    { webPrefix: 'email' },
    { webPrefix: 'a' },
    { webPrefix: '0-a' },
    { dkimSelector: 'k'.repeat(63) },
    { mailfromHost: 'mail.mg.example.com' },
    { archiveTo: 'https://archive.example.com/in?x=1' },
    { archiveTo: '' },
    { messageTtl: 0 },
    { messageTtl: 259_200 },
    { dkimHostName: 'mg.example.com', forceDkimAuthority: false, forceRootDkimHost: false },
    { forceDkimAuthority: true, forceRootDkimHost: true },
  ])('may be %j', (options) => {
    expect(broken(options)).toBeNull()
  })

  it.each<[keyof Options, Options]>([
    ['smtpPassword', { smtpPassword: '' }],
    ['smtpPassword', { smtpPassword: '1234' }],
    ['smtpPassword', { smtpPassword: 'x'.repeat(33) }],
    ['webPrefix', { webPrefix: '' }],
    ['webPrefix', { webPrefix: 'e.mail' }],
    ['webPrefix', { webPrefix: 'e mail' }],
    ['webPrefix', { webPrefix: 'e_mail' }],
    ['webPrefix', { webPrefix: '-email' }],
    ['webPrefix', { webPrefix: 'email-' }],
    ['webPrefix', { webPrefix: 'email\n' }],
    ['webPrefix', { webPrefix: 'é' }],
    ['dkimSelector', { dkimSelector: 'foo.bar' }],
    ['dkimSelector', { dkimSelector: 'k'.repeat(64) }],
    ['mailfromHost', { mailfromHost: 'Mail.example.com' }],
    ['mailfromHost', { mailfromHost: 'mail..example.com' }],
    ['mailfromHost', { mailfromHost: 'mail.example.com.' }],
    ['mailfromHost', { mailfromHost: '' }],
    ['mailfromHost', { mailfromHost: `${'a'.repeat(63)}.`.repeat(4) + 'com' }],
    ['archiveTo', { archiveTo: 'archive.example.com' }],
    ['archiveTo', { archiveTo: 'javascript:alert(1)' }],
    ['archiveTo', { archiveTo: 'https://' }],
    ['messageTtl', { messageTtl: -1 }],
    ['messageTtl', { messageTtl: 1.5 }],
    ['messageTtl', { messageTtl: Number.NaN }],
    ['messageTtl', { messageTtl: Infinity }],
    ['dkimHostName', { dkimHostName: 'mg.example.com', forceDkimAuthority: true }],
    ['dkimHostName', { dkimHostName: 'mg.example.com', forceRootDkimHost: true }],
    ['dkimHostName', { dkimHostName: 'mg example' }],
  ])('are refused for %s: %j', (field, options) => {
    expect(broken(options)?.field).toBe(field)
  })

  it('say what a password needs without repeating it', () => {
    expect(broken({ smtpPassword: 'zzzz' })?.message).toBe(
      'Password is too short. It must be between 5 and 32 characters.',
    )
    expect(broken({ smtpPassword: 'z'.repeat(33) })?.message).toBe(
      'Password is too long. It must be between 5 and 32 characters.',
    )
  })
})
