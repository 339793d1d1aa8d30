import { describe, expect, it } from 'vitest'
import { requireValidDomain, requireValidOptions } from '../../../src/main/domains/option-rules'
import { type Failure, ZonedeskError } from '../../../src/preload/contract/failure'

type Options = Parameters<typeof requireValidOptions>[0]

function broken(options: Options): { field: string | null; message: string } | null {
  try {
    requireValidOptions(options)
    return null
  } catch (error) {
    if (!(error instanceof ZonedeskError) || error.failure.code !== 'invalid') throw error
    const { field, reasons } = error.failure
    expect(reasons?.[0]?.field).toBe(field)
    return { field, message: reasons?.[0]?.message ?? '' }
  }
}

function failureOf(tried: () => unknown): Failure {
  try {
    tried()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('It was taken.')
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
    { messageTtl: 1 },
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
    ['messageTtl', { messageTtl: 0 }],
    ['messageTtl', { messageTtl: -1 }],
    ['messageTtl', { messageTtl: 2 ** 31 }],
    ['messageTtl', { messageTtl: 1.5 }],
    ['messageTtl', { messageTtl: Number.NaN }],
    ['messageTtl', { messageTtl: Infinity }],
    ['dkimHostName', { dkimHostName: 'mg.example.com', forceDkimAuthority: true }],
    ['dkimHostName', { dkimHostName: 'mg.example.com', forceRootDkimHost: true }],
    ['dkimHostName', { dkimHostName: 'mg example' }],
    ['mailfromHost', { mailfromHost: 'a_b.example.com' }],
    ['webPrefix', { webPrefix: 'a+b' }],
    ['webPrefix', { webPrefix: '\u{1f511}' }],
    ['smtpPassword', { smtpPassword: '\u{1f511}'.repeat(4) }],
    ['dkimSelector', { dkimSelector: 'x/y?z=1' }],
    ['dkimHostName', { dkimHostName: 'example.com/?a=1' }],
    ['archiveTo', { archiveTo: 'https://?x=1' }],
    ['ips', { ips: '192.0.2.1,300.1.1.1' }],
    ['ips', { ips: '192.0.2.1,' }],
    ['poolId', { poolId: '' }],
  ])('are refused for %s: %j', (field, options) => {
    expect(broken(options)?.field).toBe(field)
  })

  it('are told all at once, each by its label and in the order of the forms', () => {
    const tried = () => requireValidOptions({ webPrefix: 'a.b', smtpPassword: 'x', messageTtl: 0 })
    expect(tried).toThrow(ZonedeskError)
    expect(tried).toThrow(
      'SMTP password: Password is too short. It must be between 5 and 32 characters. ' +
        'Tracking host prefix: Use one word without dots. Keep messages for: Enter a whole number from 1.',
    )
    expect(failureOf(tried).reasons?.map(({ field }) => field)).toEqual([
      'smtpPassword',
      'webPrefix',
      'messageTtl',
    ])
  })

  it('are told together with what is wrong with the name', () => {
    const noName = () => {
      throw new ZonedeskError('invalid', 'No name.', { fix: 'Write one.', field: 'name' })
    }
    expect(failureOf(() => requireValidDomain(noName, { ips: 'one' })).reasons).toEqual([
      { field: 'name', message: 'No name. Write one.' },
      { field: 'ips', message: 'one is not an IPv4 address.' },
    ])
    expect(failureOf(() => requireValidDomain(noName, {}))).toMatchObject({ message: 'No name.' })
    expect(failureOf(() => requireValidDomain(() => 'mg.example.com', { ips: '' })).field).toBe('ips')
    expect(requireValidDomain(() => 'mg.example.com', {})).toBe('mg.example.com')
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
