/** A list of `tag=value` parts divided by semicolons, as DKIM keys and DMARC policies are written. */
export interface TagList {
  /** Values by tag name, in the order written; white space around a value is left out. */
  readonly tags: ReadonlyMap<string, string>
  /** What breaks the syntax, one plain sentence each; empty when nothing does. */
  readonly faults: readonly string[]
}

/** How much of a faulty part a sentence repeats, in characters. */
const MAX_QUOTED = 40
/** Parts that are read. The policies have some ten tags; what a stranger adds must not cost time. */
const MAX_PARTS = 100

/**
 * Reads a tag list (RFC 6376 section 3.2; RFC 7489 section 6.4 uses the same form). Tag names are case-sensitive.
 * A tag that stands twice makes the list invalid; its first value is kept.
 */
export function parseTagList(text: string): TagList {
  const tags = new Map<string, string>()
  const faults: string[] = []
  const parts = text.split(';', MAX_PARTS + 1)
  // A semicolon may end the list.
  if (parts.length > 1 && parts.at(-1)?.trim() === '') parts.pop()
  if (parts.length > MAX_PARTS) {
    parts.length = MAX_PARTS
    faults.push(`It has more than ${MAX_PARTS} parts, and is not read further.`)
  }
  for (const part of parts) {
    const [, name, value = ''] = /^\s*([A-Za-z]\w*)\s*=(.*)$/s.exec(part) ?? []
    if (name === undefined) {
      faults.push(
        part.trim() === ''
          ? 'Two semicolons follow each other.'
          : `"${part.trim().slice(0, MAX_QUOTED)}" is not tag=value.`,
      )
    } else if (tags.has(name)) {
      faults.push(`The tag ${name} stands there twice.`)
    } else {
      tags.set(name, value.trim())
    }
  }
  return { tags, faults }
}
