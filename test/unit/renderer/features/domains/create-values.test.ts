import { describe, expect, it } from 'vitest'
import { optionNames, optionOf } from '../../../../../src/preload/contract/option-shapes'
import {
  createDirty,
  createDraft,
  createErrors,
  createFields,
  createOptions,
  dkimExclusions,
  emptyCreateValues,
  fromCreateDraft,
  type CreateValues,
} from '../../../../../src/renderer/features/domains/create-values'

const values = (parts: Partial<CreateValues>): CreateValues => ({
  ...emptyCreateValues,
  name: 'mg.example.com',
  ...parts,
})

describe('the form for a new domain', () => {
  it('sends no option that was not set', () => {
    expect(createOptions(values({}))).toEqual({})
  })

  it('sends every option that was set', () => {
    const full = values({
      smtpPassword: 'password',
      spamAction: 'block',
      wildcard: true,
      forceDkimAuthority: true,
      forceRootDkimHost: false,
      dkimKeySize: '2048',
      dkimSelector: ' k1 ',
      ips: '192.0.2.1 , 192.0.2.2',
      poolId: 'pool',
      webScheme: 'https',
      webPrefix: 'track',
      useAutomaticSenderSecurity: true,
      requireTls: true,
      skipVerification: false,
      encryptIncomingMessage: true,
      webhooksRedactPii: true,
      archiveTo: 'https://example.com/a',
      messageTtlAmount: '2',
      messageTtlUnit: 'days',
    })
    expect(createErrors(full)).toEqual({})
    expect(createOptions(full)).toEqual({
      smtpPassword: 'password',
      spamAction: 'block',
      wildcard: true,
      forceDkimAuthority: true,
      forceRootDkimHost: false,
      dkimKeySize: 2048,
      dkimSelector: 'k1',
      ips: '192.0.2.1,192.0.2.2',
      poolId: 'pool',
      webScheme: 'https',
      webPrefix: 'track',
      useAutomaticSenderSecurity: true,
      requireTls: true,
      skipVerification: false,
      encryptIncomingMessage: true,
      webhooksRedactPii: true,
      archiveTo: 'https://example.com/a',
      messageTtl: 172_800,
    })
  })

  it('never sends a DKIM host together with what it excludes', () => {
    expect(dkimExclusions(values({ forceDkimAuthority: true }))).toEqual({ hostName: true, force: false })
    expect(dkimExclusions(values({ dkimHostName: 'example.com' }))).toEqual({ hostName: false, force: true })
    expect(dkimExclusions(values({ forceRootDkimHost: false }))).toEqual({ hostName: false, force: false })
    const own = createOptions(values({ dkimHostName: 'example.com', forceDkimAuthority: false }))
    expect(own).toEqual({ dkimHostName: 'example.com' })
  })

  it('names every wrong field', () => {
    const errors = createErrors({
      ...emptyCreateValues,
      smtpPassword: 'x'.repeat(33),
      dkimSelector: 'a.b',
      webPrefix: 'c d',
      dkimHostName: 'UPPER',
      ips: 'one',
      archiveTo: 'x',
      messageTtlAmount: 'long',
    })
    expect(Object.keys(errors).sort()).toEqual([
      'archiveTo',
      'dkimHostName',
      'dkimSelector',
      'ips',
      'messageTtl',
      'name',
      'smtpPassword',
      'webPrefix',
    ])
  })

  it('comes back from its draft, without the password', () => {
    const filled = values({
      smtpPassword: 'secret-word',
      dkimKeySize: '1024',
      wildcard: false,
      spamAction: 'tag',
      messageTtlAmount: '3',
      messageTtlUnit: 'hours',
    })
    const draft = createDraft(filled)!
    expect(JSON.stringify(draft)).not.toContain('secret-word')
    expect(fromCreateDraft(draft)).toEqual({ ...filled, smtpPassword: '' })
  })

  it('leaves no draft of an empty form, and drops what no longer fits', () => {
    expect(createDraft({ ...emptyCreateValues })).toBeNull()
    expect(fromCreateDraft({ dkimKeySize: 4096, wildcard: 'on', spamAction: 'x', name: null })).toEqual(
      emptyCreateValues,
    )
  })

  it('asks before a typed password is lost', () => {
    expect(createDirty({ ...emptyCreateValues })).toBe(false)
    expect(createDirty({ ...emptyCreateValues, smtpPassword: 'x' })).toBe(true)
    expect(createDirty(values({}))).toBe(true)
  })

  it('explains every field in one line', () => {
    expect(optionNames).toEqual(expect.arrayContaining(createFields.filter((field) => field !== 'name')))
    for (const name of optionNames) {
      const { label, help } = optionOf(name)
      expect(label).not.toBe('')
      expect(help).toMatch(/^[A-Z0-9][^\n]+\.$/)
    }
  })
})
