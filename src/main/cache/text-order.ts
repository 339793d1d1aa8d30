/** Binary order of UTF-8, as SQLite has it; names are ASCII, and account ids are the app's own. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
