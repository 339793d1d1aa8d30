import * as v from 'valibot'

/** How long an old key is kept after the new one began to sign, in days: mail that is on the way is signed with it. */
export const KeepDays = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60))
export const DEFAULT_KEEP_DAYS = 7
