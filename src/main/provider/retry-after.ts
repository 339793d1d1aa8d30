import { parseDate } from './dates'

/**
 * Reads a `Retry-After` header. Source: RFC 9110 10.2.3, seconds or an HTTP date.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds from now, 0 or more; null when the header is absent or does not read
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  const text = header.trim()
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  const time = parseDate(text)
  return time === null ? null : Math.max(0, time - now)
}
