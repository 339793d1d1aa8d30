import type { BulkChanges, SettingChange } from '../../../preload/contract/bulk-edit'
import { settingValue } from '../../../preload/contract/option-words'

/**
 * Whether a setting is as it should be. An answer may leave a setting out that was emptied.
 *
 * @param present as the provider says it now; null when it does not say
 */
export function isSo(present: SettingChange['before'], wanted: SettingChange['before']): boolean {
  return present === wanted || (wanted === '' && present === null)
}

/** The changes as they are sent. */
export function changesOf(changes: readonly SettingChange[]): BulkChanges {
  return Object.fromEntries(changes.map(({ setting, after }) => [setting, after]))
}

/** A setting's value in a sentence. */
export function words(setting: SettingChange['setting'], value: SettingChange['before']): string {
  return value === null ? 'not known' : settingValue(setting, value)
}
