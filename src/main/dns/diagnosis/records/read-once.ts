/** Texts that are kept read: those of one domain, and those that many domains have, are read again and again. */
const MOST_KEPT = 200
/** Characters of a text above which it is not kept: no honest record is that long, and a stranger's must not cost memory. */
const LONGEST_KEPT = 4_096

/**
 * Remembers what texts were read as.
 *
 * @param read says the same of the same text each time; nobody changes what it says
 */
export function readOnce<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const now = read(text)
    if (text.length > LONGEST_KEPT) return now
    const [oldest] = known.size < MOST_KEPT ? [] : known.keys()
    if (oldest !== undefined) known.delete(oldest)
    known.set(text, now)
    return now
  }
}
