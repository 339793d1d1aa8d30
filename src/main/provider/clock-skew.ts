import { ZonedeskError, type FailureCode } from '../../preload/contract/failure'
import { parseDate } from './dates'

/** Clocks that differ by less are not worth a word. RFC 4120 1.6 takes the same five minutes. */
const TOLERATED_MS = 5 * 60 * 1000

/** Failures that a wrong clock can have to do with. */
const CONCERNED: ReadonlySet<FailureCode> = new Set([
  'unauthorized',
  'forbidden',
  'refused',
  'rate-limited',
  'bad-answer',
])

/**
 * The time at the provider, by the `Date` header of its answer (RFC 9110 6.6.1).
 *
 * @param now the computer's clock, milliseconds since the epoch; answered when the header is absent or does not read
 */
export function providerTime(dateHeader: string | null, now: number): number {
  return (dateHeader === null ? null : parseDate(dateHeader)) ?? now
}

/** The failure, with a word on the computer's clock where that is far from the provider's. */
export function namingTheClock(error: ZonedeskError, theirs: number, now: number): ZonedeskError {
  const differenceMs = now - theirs
  if (Math.abs(differenceMs) < TOLERATED_MS || !CONCERNED.has(error.failure.code)) return error
  const direction = differenceMs > 0 ? 'ahead of' : 'behind'
  const message = `${error.message} The clock of this computer is ${inWords(differenceMs)} ${direction} the provider's.`
  return ZonedeskError.from({
    ...error.failure,
    message,
    fix: `Set the clock of this computer. ${error.failure.fix}`,
  })
}

/** What to do when a certificate is out of date by the computer's clock. */
export function clockAdvice(now: number): string {
  return `The clock of this computer says ${new Date(now).toUTCString()}. If that is wrong, set the clock. If it is right, tell the provider.`
}

function inWords(differenceMs: number): string {
  const minutes = Math.round(Math.abs(differenceMs) / 60_000)
  if (minutes < 120) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
