import { isTag, parseTagList, quotedPart, type Tag } from './tag-list'

/** Whether mailbox providers take a text for a logo record: the version is the first tag, letter by letter. */
export function isBimi(text: string): boolean {
  return /^\s*v\s*=\s*BIMI1\s*(;|$)/.test(text)
}

/** Whether a text at `default._bimi` is meant as one. */
export function isMeantAsBimi(text: string): boolean {
  return /\bBIMI\W?1/i.test(text)
}

/**
 * What cannot be read in a logo record (BIMI draft section 4.3): `l=` is the address of a logo over HTTPS, `a=` that of
 * a certificate; each may be empty, which says that there is none. Unknown tags are ignored.
 */
export function bimiFaults(text: string): readonly string[] {
  const { tags, faults } = parseTagList(text)
  const found = isBimi(text) ? [...faults] : ['It does not begin with v=BIMI1, in capitals.', ...faults]
  if (!tags.has('l')) found.push('The tag l, the address of the logo, is missing.')
  for (const tag of ['l', 'a']) {
    const address = tags.get(tag) ?? ''
    if (address !== '' && !isHttps(address))
      found.push(`${tag}=${quotedPart(address)} is not an address that begins with https://.`)
  }
  return found
}

/**
 * A record that can be read, with everything in it that can be read.
 *
 * @param mark stands where the address of the logo cannot be read
 */
export function repairedBimi(text: string, mark: string): string {
  const loose = text.replace(/[\\"\u2018-\u201e\u00ab\u00bb\u200b\ufeff]/g, '').slice(0, MAX_REPAIRED)
  const known = new Map<string, string>()
  for (const part of parseTagList(loose.replace(/[\s,]+(?=(?:l|a|avp)\s*=)/gi, ';')).parts) {
    if (!isTag(part)) continue
    const name = KNOWN.has(part.name.toLowerCase()) ? part.name.toLowerCase() : part.name
    if (name !== 'v' && !known.has(name)) known.set(name, repairedTag(name, part, mark))
  }
  const logo = known.has('l') ? [] : [`l=${mark}`]
  return ['v=BIMI1', ...logo, ...known.values()].join('; ')
}

const KNOWN = new Set(['v', 'l', 'a', 'avp'])
/** Longer texts are no slip of the hand, in characters. */
const MAX_REPAIRED = 4096

function repairedTag(name: string, { value, text }: Tag, mark: string): string {
  if (name !== 'l' && name !== 'a') return text
  if (value === '' || isHttps(value)) return `${name}=${value}`
  const host = value.replace(/^http:?\/\/?/i, '').replace(/^\/\//, '')
  const repaired = `https://${host}`
  if (isHttps(repaired)) return `${name}=${repaired}`
  return name === 'l' ? `l=${mark}` : 'a='
}

function isHttps(address: string): boolean {
  return /^https:\/\/[^\s/;"<>\\]+\.[^\s;"<>\\]+$/i.test(address)
}
