import { readOnce } from './read-once'

/** One `tag=value` of a list. */
export interface Tag {
  /** As written. Names are case-sensitive (RFC 6376 section 3.2). */
  readonly name: string
  /** White space around it is left out. */
  readonly value: string
  /** The whole part as written, white space around it left out. */
  readonly text: string
}

/** A list of `tag=value` parts divided by semicolons, as DKIM keys and DMARC policies are written. */
export interface TagList {
  /** Values by tag name, in the order written. If a tag stands there twice, its first value counts. */
  readonly tags: ReadonlyMap<string, string>
  /** Every part between semicolons, in the order written. A part that is not `tag=value` is a text. */
  readonly parts: readonly (Tag | string)[]
  /** What breaks the syntax, one plain sentence each; empty when nothing does. */
  readonly faults: readonly string[]
}

/** How much of a faulty part a sentence repeats, in characters. */
const MAX_QUOTED = 40
/** Parts that are read. The policies have some ten tags; what a stranger adds must not cost time. */
const MAX_PARTS = 100

/**
 * Reads a tag list (RFC 6376 section 3.2; RFC 9989 section 4.7 uses the same form). Tag names are case-sensitive.
 * A tag that stands twice makes the list invalid; its first value is kept.
 */
export const parseTagList = readOnce(readTagList)

function readTagList(text: string): TagList {
  const tags = new Map<string, string>()
  const parts: (Tag | string)[] = []
  const repeated = new Set<string>()
  const faults: string[] = []
  const pieces = text.split(';', MAX_PARTS + 1)
  // A semicolon may end the list.
  if (pieces.length > 1 && pieces.at(-1)?.trim() === '') pieces.pop()
  if (pieces.length > MAX_PARTS) {
    pieces.length = MAX_PARTS
    faults.push(`It has more than ${MAX_PARTS} parts, and Zonedesk did not read the others.`)
  }
  for (const piece of pieces) {
    const written = piece.trim()
    const [, name, value = ''] = /^\s*([A-Za-z]\w*)\s*=(.*)$/s.exec(piece) ?? []
    if (name === undefined) {
      parts.push(written)
      faults.push(
        written === '' ? 'Two semicolons follow each other.' : `${quotedPart(written)} is not tag=value.`,
      )
      continue
    }
    parts.push({ name, value: value.trim(), text: written })
    if (!tags.has(name)) tags.set(name, value.trim())
    else if (!repeated.has(name)) {
      repeated.add(name)
      faults.push(`The tag ${name} stands there twice.`)
    }
  }
  return { tags, parts, faults }
}

/** A part of a list as a sentence repeats it: in quotation marks, and shortened. */
export function quotedPart(text: string): string {
  return `"${text.slice(0, MAX_QUOTED)}"`
}

/** Whether a part of a list is `tag=value`. */
export function isTag(part: Tag | string): part is Tag {
  return typeof part !== 'string'
}
