import * as v from 'valibot'
import { KeepDays } from '../../../preload/contract/keep-days'

/** Days that were typed; null where they are none that an old key can be kept for. */
export function keepDaysOf(typed: string): number | null {
  const text = typed.trim()
  const read = v.safeParse(KeepDays, /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN)
  return read.success ? read.output : null
}

/** What is wrong with days that were typed, a sentence; null where nothing is. */
export function keepDaysProblem(typed: string): string | null {
  return keepDaysOf(typed) === null ? 'Enter a whole number of days, from 1 to 60.' : null
}
