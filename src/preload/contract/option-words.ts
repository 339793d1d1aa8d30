import type { DomainSettings } from './domain'
import { durationText, durationUnits } from './duration'
import { optionOf } from './option-shapes'

/** A setting's value in words. Null: the provider did not say. */
export function settingValue(setting: keyof DomainSettings, value: string | number | boolean | null): string {
  if (value === null || value === '') return 'Not set'
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  const { kind, choices } = optionOf(setting)
  if (kind === 'duration' && typeof value === 'number') {
    const { amount, unit } = durationText(value)
    const label = durationUnits.find((one) => one.value === unit)?.label.toLowerCase() ?? unit
    return `${Number(amount).toLocaleString()} ${amount === '1' ? label.replace(/s$/, '') : label}`
  }
  return choices?.[String(value)] ?? String(value)
}
