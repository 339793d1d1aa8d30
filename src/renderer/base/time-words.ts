import { counted } from './counted'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * A span of time, rounded to its largest unit: `45 s`, `4 min`, `2 h`, `3 days`.
 *
 * @param seconds 0 or more; less counts as 0
 */
export function spanWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < MINUTE) return `${whole} s`
  if (whole < HOUR) return `${Math.round(whole / MINUTE)} min`
  if (whole < 2 * DAY) return `${Math.round(whole / HOUR)} h`
  return counted(Math.round(whole / DAY), 'day')
}

/**
 * How far ahead a moment is: `now`, `in 40 s`, `in 4 min`.
 *
 * @param at milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function aheadWords(at: number, now: number): string {
  return at - now < 1000 ? 'now' : `in ${spanWords((at - now) / 1000)}`
}

/**
 * How long what a server answered may still be remembered, in words. A server of the zone always answers the whole
 * TTL; a resolver what is left of it.
 *
 * @param ttl seconds at the time of the answer; null when nothing said so
 * @param at when it was answered, milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function rememberedWords(
  ttl: number | null,
  at: number,
  now: number,
  kind: 'authoritative' | 'system' | 'public',
): string {
  if (ttl === null) return ''
  if (kind === 'authoritative') return `TTL ${spanWords(ttl)}`
  const left = ttl - (now - at) / 1000
  return left <= 0 ? 'expired by now' : `for ${spanWords(left)} more`
}
