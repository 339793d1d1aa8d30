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
