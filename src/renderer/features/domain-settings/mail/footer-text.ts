/** Named characters of HTML that footers use; others stay as they are written. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
  ...{ copy: '©', reg: '®', middot: '·', bull: '•', ndash: '–', mdash: '—', hellip: '…' },
}

/** Elements that begin a line of their own. */
const BLOCKS = /^(?:p|div|br|hr|h[1-6]|ul|ol|li|table|tr|td|th|center|blockquote|section|footer|header)$/
/** Elements of which nothing is read in a mail. */
const UNREAD = /<(script|style|head|title|template|noscript)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi

/** A piece of a line. */
export interface FooterRun {
  readonly text: string
  /** Where it leads; null where it is no link. */
  readonly link: string | null
}

/**
 * What a person reads of a footer's HTML, line by line: its text and its links, without styles, scripts and pictures. It
 * is for showing as text: no part of the HTML becomes a part of the page, and nothing is fetched.
 */
export function footerLines(html: string): FooterRun[][] {
  const lines: FooterRun[][] = [[]]
  let link: string | null = null
  const add = (text: string): void => {
    const line = lines.at(-1)!
    const words = text.replace(/[\s\u00a0]+/g, ' ')
    const shown = line.length === 0 ? words.trimStart() : words
    if (shown !== '') line.push({ text: shown, link })
  }
  const readable = html.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(UNREAD, '')
  for (const [piece] of readable.matchAll(/<\/?[a-z][^>]*>?|[^<]+|</gi)) {
    const tag = /^<(\/?)([a-z][a-z0-9]*)/i.exec(piece)
    if (tag === null) {
      add(decoded(piece))
      continue
    }
    const name = tag[2]!.toLowerCase()
    if (name === 'a') link = tag[1] === '/' ? null : (attribute(piece, 'href') ?? null)
    else if (name === 'img') add(`[picture${described(attribute(piece, 'alt'))}]`)
    else if (BLOCKS.test(name) && lines.at(-1)!.length > 0) lines.push([])
  }
  return lines.filter((line) => line.some(({ text }) => text.trim() !== ''))
}

function described(alt: string | undefined): string {
  return alt === undefined || alt.trim() === '' ? '' : `: ${alt.trim()}`
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
  const value = found?.[1] ?? found?.[2] ?? found?.[3]
  return value === undefined ? undefined : decoded(value)
}

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : ' '
  })
}

/** What the provider puts the address in the place of. Source: API, tracking. */
export const UNSUBSCRIBE_MARK = '%unsubscribe_url%'
