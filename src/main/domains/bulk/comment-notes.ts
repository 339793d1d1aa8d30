/** How many comments a text has, as one sentence; none when it has none. */
export function commentNotes(comments: number): string[] {
  if (comments === 0) return []
  return [comments === 1 ? '1 comment was left out.' : `${comments} comments were left out.`]
}
