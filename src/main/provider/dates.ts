/** `Thu, 13 Oct 2011 18:02:00 GMT`: RFC 1123 5.2.14, with the zones of RFC 2822 3.3; the weekday may be absent. */
const MAIL_DATE =
  /^(?:[a-z]{3},\s+)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+(?:[a-z]{1,5}|[+-]\d{4})$/i
/** RFC 3339, which newer answers of the API use. */
const INTERNET_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/i

/**
 * Reads a date as the API or an HTTP header writes it.
 *
 * @returns milliseconds since the epoch; null when it is no such date
 */
export function parseDate(text: string): number | null {
  const trimmed = text.trim()
  if (!MAIL_DATE.test(trimmed) && !INTERNET_DATE.test(trimmed)) return null
  const time = Date.parse(trimmed)
  return Number.isNaN(time) ? null : time
}

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
