/** A note as it is kept: lines end with LF, and white space alone is no note. */
export function plainNote(text: string): string {
  const note = text.replace(/\r\n?/g, '\n')
  return note.trim() === '' ? '' : note
}
