import type { DomainSettings, SpamAction, WebScheme } from '../../../preload/contract/domain'
import type { DomainChanges } from '../../../preload/contract/domains'
import type { Draft } from '../../../preload/contract/settings'
import {
  durationError,
  durationSeconds,
  durationText,
  durationUnits,
  type DurationUnit,
} from '../../parts/forms/duration'
import { atom, hostName, smtpPassword, webAddress, whenFilled } from '../../parts/forms/field-rules'
import { spamActions, webSchemes } from '../../parts/settings/setting-words'

/** What stands in the form's fields. Null or an empty text: the provider did not say. */
export interface SettingsValues {
  spamAction: SpamAction | ''
  wildcard: boolean | null
  webPrefix: string
  webScheme: WebScheme | ''
  useAutomaticSenderSecurity: boolean | null
  requireTls: boolean | null
  skipVerification: boolean | null
  mailfromHost: string
  messageTtlAmount: string
  messageTtlUnit: DurationUnit
  archiveTo: string
  webhooksRedactPii: boolean | null
  /** Write only: empty leaves the password as it is. */
  smtpPassword: string
}

/** The form's fields in the order they are shown, by the names the request has for them. */
export const settingsFields = [
  'smtpPassword',
  'requireTls',
  'skipVerification',
  'useAutomaticSenderSecurity',
  'mailfromHost',
  'webPrefix',
  'webScheme',
  'spamAction',
  'wildcard',
  'messageTtl',
  'archiveTo',
  'webhooksRedactPii',
] as const satisfies readonly (keyof DomainChanges)[]
export type SettingsField = (typeof settingsFields)[number]
export type SettingsErrors = Partial<Record<SettingsField, string>>

export function settingsValues(settings: DomainSettings): SettingsValues {
  const ttl = durationText(settings.messageTtl)
  return {
    spamAction: settings.spamAction ?? '',
    wildcard: settings.wildcard,
    webPrefix: settings.webPrefix ?? '',
    webScheme: settings.webScheme ?? '',
    useAutomaticSenderSecurity: settings.useAutomaticSenderSecurity,
    requireTls: settings.requireTls,
    skipVerification: settings.skipVerification,
    mailfromHost: settings.mailfromHost ?? '',
    messageTtlAmount: ttl.amount,
    messageTtlUnit: ttl.unit,
    archiveTo: settings.archiveTo ?? '',
    webhooksRedactPii: settings.webhooksRedactPii,
    smtpPassword: '',
  }
}

const TEXTS = ['webPrefix', 'mailfromHost', 'archiveTo'] as const
const SWITCHES = [
  'wildcard',
  'useAutomaticSenderSecurity',
  'requireTls',
  'skipVerification',
  'webhooksRedactPii',
] as const

/** Only what differs from what the provider has; a value that cannot be sent is left out. */
export function settingsChanges(before: SettingsValues, now: SettingsValues): DomainChanges {
  const changes: DomainChanges = {}
  if (now.spamAction !== '' && now.spamAction !== before.spamAction) changes.spamAction = now.spamAction
  if (now.webScheme !== '' && now.webScheme !== before.webScheme) changes.webScheme = now.webScheme
  for (const field of TEXTS) {
    const text = now[field].trim()
    if (text !== before[field]) changes[field] = text
  }
  for (const field of SWITCHES) {
    const on = now[field]
    if (on !== null && on !== before[field]) changes[field] = on
  }
  const seconds = secondsOf(now)
  if (seconds !== null && seconds !== secondsOf(before)) changes.messageTtl = seconds
  if (now.smtpPassword !== '') changes.smtpPassword = now.smtpPassword
  return changes
}

/** The fields whose content is not what the provider has, sendable or not. */
export function changedFields(before: SettingsValues, now: SettingsValues): SettingsField[] {
  return settingsFields.filter((field) => {
    if (field !== 'messageTtl') return now[field] !== before[field]
    if (now.messageTtlAmount === '' || before.messageTtlAmount === '') {
      return now.messageTtlAmount !== before.messageTtlAmount
    }
    return durationError(durationIn(now)) !== null || secondsOf(now) !== secondsOf(before)
  })
}

/** One sentence for each field that cannot be sent as it stands. Unchanged fields are never wrong. */
export function settingsErrors(before: SettingsValues, now: SettingsValues): SettingsErrors {
  const errors: SettingsErrors = {}
  const check = (field: SettingsField, sentence: string | null): void => {
    if (sentence !== null) errors[field] = sentence
  }
  const changed = new Set(changedFields(before, now))
  if (changed.has('smtpPassword')) check('smtpPassword', smtpPassword(now.smtpPassword))
  if (changed.has('webPrefix')) check('webPrefix', atom(now.webPrefix.trim()))
  if (changed.has('mailfromHost')) check('mailfromHost', whenFilled(hostName)(now.mailfromHost))
  if (changed.has('archiveTo')) check('archiveTo', whenFilled(webAddress)(now.archiveTo))
  if (changed.has('messageTtl')) {
    const empty = now.messageTtlAmount.trim() === ''
    check('messageTtl', empty ? 'Write how long, such as 3 days.' : durationError(durationIn(now)))
  }
  return errors
}

/** What a change does to the records the zone must have, one sentence each. */
export function recordWarnings(changes: DomainChanges, domain: string, before: SettingsValues): string[] {
  const warnings: string[] = []
  if (changes.webPrefix !== undefined && changes.webPrefix !== '') {
    const old = before.webPrefix === '' ? '' : `, no longer ${before.webPrefix}.${domain}`
    warnings.push(`The tracking CNAME must be published at ${changes.webPrefix}.${domain}${old}.`)
  }
  if (changes.useAutomaticSenderSecurity === true) {
    warnings.push('The DKIM TXT record is replaced by two CNAME records. The domain must be verified again.')
  }
  if (changes.useAutomaticSenderSecurity === false) {
    warnings.push(
      'The two DKIM CNAME records are replaced by a TXT record. The domain must be verified again.',
    )
  }
  if (changes.mailfromHost !== undefined) {
    warnings.push(
      changes.mailfromHost === ''
        ? 'Bounces no longer go to a host of their own. Check the records after saving.'
        : `Bounces go to ${changes.mailfromHost}. Check the records after saving: that host may need its own.`,
    )
  }
  return warnings
}

/** What a restart must not lose: the changed fields, never the password. Null when nothing is changed. */
export function settingsDraft(before: SettingsValues, now: SettingsValues): Draft | null {
  const draft: Draft = {}
  for (const field of changedFields(before, now)) {
    if (field === 'smtpPassword') continue
    if (field === 'messageTtl') {
      draft.messageTtlAmount = now.messageTtlAmount
      draft.messageTtlUnit = now.messageTtlUnit
    } else draft[field] = now[field]
  }
  return Object.keys(draft).length === 0 ? null : draft
}

/** The provider's values with a draft laid over them; parts of a draft that no longer fit are dropped. */
export function withSettingsDraft(before: SettingsValues, draft: Draft): SettingsValues {
  const values: SettingsValues = { ...before }
  for (const field of [...TEXTS, 'messageTtlAmount'] as const) {
    const kept = draft[field]
    if (typeof kept === 'string') values[field] = kept
  }
  for (const field of SWITCHES) {
    const kept = draft[field]
    if (typeof kept === 'boolean') values[field] = kept
  }
  values.spamAction = spamActions.find(({ value }) => value === draft.spamAction)?.value ?? before.spamAction
  values.webScheme = webSchemes.find(({ value }) => value === draft.webScheme)?.value ?? before.webScheme
  values.messageTtlUnit =
    durationUnits.find(({ value }) => value === draft.messageTtlUnit)?.value ?? before.messageTtlUnit
  return values
}

function durationIn(values: SettingsValues): { amount: string; unit: DurationUnit } {
  return { amount: values.messageTtlAmount, unit: values.messageTtlUnit }
}

function secondsOf(values: SettingsValues): number | null {
  return durationSeconds(durationIn(values))
}
