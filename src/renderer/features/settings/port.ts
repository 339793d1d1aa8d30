/**
 * A port as it is typed.
 *
 * @returns null when it is no whole number from 1 to 65535
 */
export function readPort(text: string): number | null {
  const typed = text.trim()
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : 0
  return port >= 1 && port <= 65_535 ? port : null
}
