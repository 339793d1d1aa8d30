/** Units a person counts message retention in. */
export type DurationUnit = 'seconds' | 'minutes' | 'hours' | 'days'

export const durationUnits: readonly { value: DurationUnit; label: string; seconds: number }[] = [
  { value: 'seconds', label: 'Seconds', seconds: 1 },
  { value: 'minutes', label: 'Minutes', seconds: 60 },
  { value: 'hours', label: 'Hours', seconds: 3600 },
  { value: 'days', label: 'Days', seconds: 86_400 },
]

/** What stands in the two fields of a duration. */
export interface DurationText {
  amount: string
  unit: DurationUnit
}

/**
 * The largest unit that says the duration without a fraction.
 *
 * @param seconds whole seconds from 0, or null when unknown: the amount is then empty
 */
export function durationText(seconds: number | null): DurationText {
  if (seconds === null) return { amount: '', unit: 'days' }
  if (seconds === 0) return { amount: '0', unit: 'seconds' }
  const unit = durationUnits.findLast((candidate) => seconds % candidate.seconds === 0) ?? durationUnits[0]!
  return { amount: String(seconds / unit.seconds), unit: unit.value }
}

/** Whole seconds, or null when the amount is empty or no whole number from 1. */
export function durationSeconds({ amount, unit }: DurationText): number | null {
  if (!/^\d{1,9}$/.test(amount.trim())) return null
  const seconds = Number(amount) * durationUnits.find(({ value }) => value === unit)!.seconds
  return seconds > 0 ? seconds : null
}

/** One sentence on what is wrong with the amount; null when nothing is, or nothing stands there. */
export function durationError(text: DurationText): string | null {
  if (text.amount.trim() === '') return null
  return durationSeconds(text) === null ? 'Write a whole number from 1.' : null
}
