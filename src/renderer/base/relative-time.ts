const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'medium' })

/**
 * How long ago something was, up to a week; the date beyond.
 *
 * @param at milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function relativeTime(at: number, now: number): string {
  const past = now - at
  // A clock that was set back must not make the past the future.
  if (past < MINUTE) return past < -MINUTE ? day.format(at) : 'just now'
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min ago`
  if (past < DAY) return `${Math.floor(past / HOUR)} h ago`
  if (past < 2 * DAY) return 'yesterday'
  if (past < 7 * DAY) return `${Math.floor(past / DAY)} days ago`
  return day.format(at)
}

/**
 * When something that still lasts began, to stand after "since": the time of day, with its date when it is not today's.
 *
 * @param at milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function sinceTime(at: number, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString()
  return today ? time.format(at) : `${day.format(at)}, ${time.format(at)}`
}

/** The exact moment, for a tooltip. */
export function exactTime(at: number): string {
  return moment.format(at)
}
