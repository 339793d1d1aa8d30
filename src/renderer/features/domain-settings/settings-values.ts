import type { DomainSettings } from '../../../preload/contract/domain'
import type { DomainChanges } from '../../../preload/contract/domains'
import { type BulkChangeName, bulkChangeNames } from '../../../preload/contract/bulk-edit'
import { optionOf } from '../../../preload/contract/option-shapes'
import type { Draft } from '../../../preload/contract/settings'
import { wrongOptions } from '../../../preload/contract/wrong-options'
import {
  type AnyValues,
  chosenValue,
  fieldsOf,
  type OptionValues,
  valuesOf,
  withDraft,
} from '../../parts/settings/option-values'

/**
 * The form's fields in the order they are shown, by the names the request has for them. The password is changed in the
 * list of SMTP credentials alone.
 */
export const settingsFields = bulkChangeNames
export type SettingsField = BulkChangeName
export type SettingsErrors = Partial<Record<SettingsField, string>>

/** What stands in the form's fields. Null or an empty text: the provider did not say. */
export type SettingsValues = OptionValues<SettingsField>

export function settingsValues(settings: DomainSettings): SettingsValues {
  return valuesOf(settingsFields, settings)
}

/** What differs from what the provider has, as it would be sent; `settingsErrors` says what cannot be sent. */
export function settingsChanges(before: SettingsValues, now: SettingsValues): DomainChanges {
  const changes: Partial<Record<SettingsField, string | number | boolean>> = {}
  for (const field of settingsFields) {
    const value = chosenValue(field, now)
    if (value !== undefined && value !== chosenValue(field, before)) changes[field] = value
  }
  return changes as DomainChanges
}

/** The fields whose content is not what the provider has, sendable or not. */
export function changedFields(before: SettingsValues, now: SettingsValues): SettingsField[] {
  return settingsFields.filter((field) => {
    if (optionOf(field).kind !== 'duration') return (now as AnyValues)[field] !== (before as AnyValues)[field]
    return chosenValue(field, now) !== chosenValue(field, before)
  })
}

/** One sentence for each field that cannot be sent as it stands. Unchanged fields are never wrong. */
export function settingsErrors(before: SettingsValues, now: SettingsValues): SettingsErrors {
  const errors: SettingsErrors = {}
  for (const { field, message } of wrongOptions(settingsChanges(before, now))) {
    errors[field as SettingsField] = message
  }
  // Unlike other fields, a duration that the provider has cannot be emptied.
  for (const field of settingsFields) {
    if (optionOf(field).kind !== 'duration') continue
    const emptied = chosenValue(field, before) !== undefined && chosenValue(field, now) === undefined
    if (emptied) errors[field] = 'Enter how long, such as 3 days.'
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
        : `Bounces go to ${changes.mailfromHost}. Check the records after saving: that host may need records of its own.`,
    )
  }
  return warnings
}

/** What a restart must not lose: the changed fields. Null when nothing is changed. */
export function settingsDraft(before: SettingsValues, now: SettingsValues): Draft | null {
  const draft: Draft = {}
  for (const field of changedFields(before, now)) {
    for (const one of fieldsOf(field)) draft[one] = (now as AnyValues)[one] ?? null
  }
  return Object.keys(draft).length === 0 ? null : draft
}

/** The provider's values with a draft laid over them; parts of a draft that no longer fit are dropped. */
export function withSettingsDraft(before: SettingsValues, draft: Draft): SettingsValues {
  return withDraft(settingsFields, before, draft)
}
