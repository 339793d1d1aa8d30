import { foldTag } from '../../state/tag-term'

/**
 * The tags worth offering for what was typed: those that begin with it first, then those that contain it.
 *
 * @param known every tag, in the order to keep
 * @param without tags not to offer, such as those the domain has
 * @param most tags answered at most
 */
export function matchingTags(
  known: readonly string[],
  typed: string,
  without: readonly string[],
  most: number,
): string[] {
  const wanted = foldTag(typed.trim())
  const hidden = new Set(without.map(foldTag))
  const offered = known.filter((tag) => !hidden.has(foldTag(tag)) && foldTag(tag).includes(wanted))
  const begins = (tag: string): boolean => foldTag(tag).startsWith(wanted)
  return [...offered.filter(begins), ...offered.filter((tag) => !begins(tag))].slice(0, most)
}

/** What was typed as tags: separated by commas, so that a list can be pasted. */
export function typedTags(typed: string): string[] {
  return typed
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
}
