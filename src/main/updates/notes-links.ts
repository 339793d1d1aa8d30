/** More would be no notes of a release. */
const MOST_LINKS = 200
/** Up to what ends an address in Markdown. Source: CommonMark 0.31.2, 6.3 and 6.5. */
const ADDRESS = /https:\/\/[^\s<>()[\]"'`\\]{1,2000}/g
/** What stands behind an address in a sentence, and does not belong to it. */
const BEHIND = /[.,;:!?*_~]+$/

/**
 * The pages of the web to which the notes of a release lead: those alone are opened from them.
 *
 * @param notes Markdown
 * @returns addresses that begin with `https://`, as they are written, at most 200
 */
export function notesLinks(notes: string): string[] {
  const found = [...notes.matchAll(ADDRESS)].map(([address]) => address.replace(BEHIND, ''))
  return [...new Set(found.filter(isPlain))].slice(0, MOST_LINKS)
}

/** An address with a name or a password looks like one of another server. */
function isPlain(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.username === '' && url.password === ''
}
