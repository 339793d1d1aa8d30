import { describe, expect, it } from 'vitest'
import { type DomainSettings, NOTHING_SAID } from '../../../../../src/preload/contract/domain'
import {
  changedFields,
  recordWarnings,
  settingsChanges,
  settingsDraft,
  settingsErrors,
  settingsValues,
  withSettingsDraft,
  type SettingsValues,
} from '../../../../../src/renderer/features/domain-settings/settings-values'

const known: DomainSettings = {
  ...NOTHING_SAID,
  spamAction: 'tag',
  wildcard: false,
  requireTls: false,
  skipVerification: false,
  useAutomaticSenderSecurity: false,
  webPrefix: 'email',
  webScheme: 'http',
  encryptIncomingMessage: false,
  webhooksRedactPii: null,
  messageTtl: 259_200,
  archiveTo: null,
  mailfromHost: null,
}
const before = settingsValues(known)
const now = (parts: Partial<SettingsValues>): SettingsValues => ({ ...before, ...parts })

describe('the settings form', () => {
  it('sends nothing when nothing was changed', () => {
    expect(settingsChanges(before, now({}))).toEqual({})
    expect(changedFields(before, now({}))).toEqual([])
  })

  it('sends only what was changed', () => {
    expect(
      settingsChanges(before, now({ spamAction: 'block', wildcard: true, webPrefix: ' track ' })),
    ).toEqual({
      spamAction: 'block',
      wildcard: true,
      webPrefix: 'track',
    })
  })

  it('tells a switch the provider said nothing of from one that was turned off', () => {
    expect(settingsChanges(before, now({ webhooksRedactPii: null }))).toEqual({})
    expect(settingsChanges(before, now({ webhooksRedactPii: false }))).toEqual({ webhooksRedactPii: false })
  })

  it('sends an emptied address', () => {
    const archived = settingsValues({ ...known, archiveTo: 'https://example.com/a' })
    expect(settingsChanges(archived, { ...archived, archiveTo: '' })).toEqual({ archiveTo: '' })
  })

  it('takes the same time in another unit for no change', () => {
    expect(changedFields(before, now({ messageTtlAmount: '72', messageTtlUnit: 'hours' }))).toEqual([])
    expect(settingsChanges(before, now({ messageTtlAmount: '4' }))).toEqual({ messageTtl: 345_600 })
  })

  it('holds everything null when the provider said nothing', () => {
    const unsaid = settingsValues(
      Object.fromEntries(Object.keys(known).map((key) => [key, null])) as unknown as DomainSettings,
    )
    expect(changedFields(unsaid, { ...unsaid })).toEqual([])
    expect(settingsErrors(unsaid, { ...unsaid })).toEqual({})
    expect(settingsChanges(unsaid, { ...unsaid, messageTtlAmount: '1' })).toEqual({ messageTtl: 86_400 })
  })

  it('judges changed fields only', () => {
    const odd = settingsValues({ ...known, webPrefix: 'a.b' })
    expect(settingsErrors(odd, { ...odd })).toEqual({})
    expect(settingsErrors(odd, { ...odd, webPrefix: 'c.d' })).toHaveProperty('webPrefix')
  })

  it('names every wrong field', () => {
    const errors = settingsErrors(
      before,
      now({
        webPrefix: '',
        mailfromHost: 'Upper.example.com',
        archiveTo: 'nowhere',
        messageTtlAmount: '0',
      }),
    )
    expect(Object.keys(errors).sort()).toEqual(['archiveTo', 'mailfromHost', 'messageTtl', 'webPrefix'])
  })

  it('does not let a known time be emptied', () => {
    expect(settingsErrors(before, now({ messageTtlAmount: '' }))).toHaveProperty('messageTtl')
  })

  it('warns of what changes the records, and of nothing else', () => {
    const harmless = settingsChanges(before, now({ spamAction: 'block', requireTls: true }))
    expect(recordWarnings(harmless, 'mg.example.com', before)).toEqual([])
    const warnings = recordWarnings(
      { webPrefix: 'track', useAutomaticSenderSecurity: true, mailfromHost: 'b.example.com' },
      'mg.example.com',
      before,
    )
    expect(warnings).toHaveLength(3)
    expect(warnings[0]).toBe(
      'The tracking CNAME must be published at track.mg.example.com, no longer email.mg.example.com.',
    )
    expect(warnings[1]).toMatch(/two CNAME/)
    expect(warnings[2]).toMatch(/b\.example\.com/)
  })

  it('keeps a draft of what was changed, and lays it over newer values', () => {
    const edited = now({
      webPrefix: 'track',
      wildcard: true,
      messageTtlAmount: '5',
    })
    const draft = settingsDraft(before, edited)!
    const newer = settingsValues({ ...known, spamAction: 'disabled' })
    expect(withSettingsDraft(newer, draft)).toEqual({
      ...newer,
      webPrefix: 'track',
      wildcard: true,
      messageTtlAmount: '5',
    })
    expect(settingsDraft(before, now({}))).toBeNull()
  })

  it('drops parts of a draft that no longer fit', () => {
    expect(
      withSettingsDraft(before, {
        spamAction: 'shout',
        wildcard: 'yes',
        webPrefix: 7,
        messageTtlUnit: 'eons',
      }),
    ).toEqual(before)
  })

  it('lists changed fields in the order they are shown', () => {
    expect(changedFields(before, now({ archiveTo: 'x', requireTls: true }))).toEqual([
      'requireTls',
      'archiveTo',
    ])
  })
})
