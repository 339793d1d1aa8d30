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

/** The seconds that are meant; NaN when no whole number stands there. The option's rule judges them. */
export function enteredSeconds({ amount, unit }: DurationText): number {
  if (!/^\d+$/.test(amount.trim())) return Number.NaN
  return Number(amount) * durationUnits.find(({ value }) => value === unit)!.seconds
}
