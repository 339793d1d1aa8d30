const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})

/** What happened on one day. */
export interface Day<T> {
  /** The day's name, such as `Today` or `Monday, 2 November 2026`. */
  readonly name: string
  readonly items: readonly T[]
}

/**
 * Groups what is in order of time by the calendar day of the user's own time zone.
 *
 * @param now milliseconds since the epoch
 */
export function byDay<T extends { readonly at: number }>(items: readonly T[], now: number): Day<T>[] {
  const days: { name: string; items: T[] }[] = []
  for (const item of items) {
    const name = dayName(item.at, now)
    const last = days.at(-1)
    if (last?.name === name) last.items.push(item)
    else days.push({ name, items: [item] })
  }
  return days
}

function dayName(at: number, now: number): string {
  const date = new Date(at).toDateString()
  if (date === new Date(now).toDateString()) return 'Today'
  const yesterday = new Date(now)
  // By the calendar, for a day is not always of 24 hours.
  yesterday.setDate(yesterday.getDate() - 1)
  return date === yesterday.toDateString() ? 'Yesterday' : day.format(at)
}
