/** Characters that stand for another, as editors, web pages and keyboards of other scripts put them. */
const STAND_INS: readonly (readonly [RegExp, string])[] = [
  // Nothing is seen of these: soft hyphen, zero-width characters, marks of direction.
  [/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, ''],
  [/<\/?(?:p|br|b|i|div|span|code|pre|strong|em|wbr)\s*\/?>/gi, ' '],
  [/&(?:nbsp|#160|#xa0|#32|#x20);/gi, ' '],
  [/&(?:quot|ldquo|rdquo|bdquo|lsquo|rsquo|apos|#34|#39|#x22|#x27);/gi, '"'],
  [/&(?:tilde|#126|#x7e);/gi, '~'],
  [/&(?:ndash|mdash|minus|#8211|#8212|#45|#x2d);/gi, '-'],
  [/&(?:colon|#58|#x3a);/gi, ':'],
  [/&(?:equals|#61|#x3d);/gi, '='],
  [/&(?:sol|#47|#x2f);/gi, '/'],
  [/&(?:period|#46|#x2e);/gi, '.'],
  [/&(?:plus|#43|#x2b);/gi, '+'],
  [/&amp;/gi, '&'],
  // White space of all kinds; a line feed or tab that is written out.
  [/\\[tnr](?=[\s"]|$|(?:[-+~?]?(?:all|include|ip[46]|mx|exists|redirect)\b))/g, ' '],
  [/\s|[\u0085\u180e\u3164]/g, ' '],
  [/[\u2010-\u2015\u2212\ufe58\ufe63]/g, '-'],
  [/[\u02dc\u223c\u301c]/g, '~'],
  [/[\u3002\uff61]/g, '.'],
  [/[\u02d0\u2236\ua789]/g, ':'],
  [/[\u2044\u2215]/g, '/'],
]
const QUOTES = /["'`\u00b4\u00ab\u00bb\u2018-\u201f\u2032-\u2037\u2039\u203a\u275b-\u275e\u301d-\u301f]/g

/**
 * A text as its author typed it, before it was dressed up: entities of web pages, escapes of zone files (RFC 1035
 * section 5.1), white space of all kinds, full-width characters, and typographic dashes become plain ASCII. Quotes stay.
 */
export function plainText(text: string): string {
  // First, for an escape can be typed in full-width characters, too.
  const narrow = text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
  // A prefix length behind a backslash is no escape: 192.0.2.0\24.
  const unescaped = narrow
    .replace(/(\d+\.\d+\.\d+\.\d+)\\(\d{1,2})(?!\d)/g, '$1/$2')
    .replace(/\\(\d{3})/g, (whole, digits: string) => {
      const octet = Number(digits)
      return octet < 128 ? String.fromCharCode(octet) : whole
    })
  const plain = STAND_INS.reduce(
    (current, [pattern, instead]) => current.replace(pattern, instead),
    unescaped,
  )
  return plain.replace(/\\(.|$)/g, '$1')
}

/** The text with a blank, or nothing, in the place of its quotes. */
export function withoutQuotes(text: string, between: ' ' | ''): string {
  // Where one piece ends and the next begins.
  const joined = text.replace(new RegExp(`${QUOTES.source} *${QUOTES.source}`, 'g'), between)
  return joined.replace(QUOTES, '')
}

/** Whether a text has quotes that may part it in pieces. */
export function hasInnerQuotes(text: string): boolean {
  return new RegExp(`[^ ] *${QUOTES.source} *${QUOTES.source} *[^ ]`).test(text)
}

const NAMES: Readonly<Record<string, string>> = {
  ip: 'ip',
  ipv4: 'ip',
  ip4v: 'ip',
  ipv6: 'ip',
  ip6v: 'ip',
  ip4: 'ip',
  ip6: 'ip',
  'ip-4': 'ip',
  'ip-6': 'ip',
  ip_4: 'ip',
  ip_6: 'ip',
  ip4s: 'ip',
  ip6s: 'ip',
  'ipv-4': 'ip',
  'ipv-6': 'ip',
  a: 'a',
  mx: 'mx',
  exists: 'exists',
  exist: 'exists',
  ptr: 'ptr',
  redirect: 'redirect',
  exp: 'exp',
  include: 'include',
  includes: 'include',
  included: 'include',
  redirects: 'redirect',
}

/** A term, and whether it is plain that it stands for this: a name with a letter too many, too few or swapped. */
function nameOf(written: string): string | null {
  const name = written.toLowerCase()
  if (Object.hasOwn(NAMES, name)) return NAMES[name] ?? null
  return ['include', 'redirect', 'exists'].find((right) => isOneSlipFrom(name, right)) ?? null
}

function isOneSlipFrom(written: string, right: string): boolean {
  if (Math.abs(written.length - right.length) > 1) return false
  let start = 0
  while (start < right.length && written[start] === right[start]) start += 1
  const [w, r] = [written.slice(start), right.slice(start)]
  return (
    w.slice(1) === r ||
    w === r.slice(1) ||
    w.slice(1) === r.slice(1) ||
    (w.slice(2) === r.slice(2) && w[0] === r[1] && w[1] === r[0])
  )
}

/**
 * A term with a common slip put right: another name for it, a sign in the place of another, an address without its
 * mechanism, a web address in the place of a domain. Null when it is not plain what was meant.
 */
export function repairedTerm(text: string): string | null {
  const bare = unwrapped(text.replace(/[,;|.!]+$/, '')).replace(/^([+?~-])\1+(?=[a-z])/i, '$1')
  const [, sign = '', body = ''] = /^([+?~-]?)(.*)$/s.exec(bare) ?? []
  const [, alone] = /^(all|a|mx|ptr)$/i.exec(body.replace(/^all:$/i, 'all')) ?? []
  if (alone !== undefined) return changed(text, `${sign}${alone}`)
  // With its sign it can stand for no sender.
  if (/^[~?-]$/.test(sign) && /^[a-z]{2,}$/i.test(body) && isOneSlipFrom(body.toLowerCase(), 'all'))
    return `${sign}all`
  const network = networkText(body)
  if (network !== null && !/^a:/i.test(body)) return changed(text, `${sign}${network}`)
  const [, written = '', target = ''] = /^([a-z][a-z0-9_-]*?)[:=]+(.*)$/i.exec(body) ?? [
    '',
    ...gluedName(body),
  ]
  const name = nameOf(written)
  if (name === null || target === '') return null
  return changed(text, termText(name, sign, target))
}

/** A text without the brackets around it. */
function unwrapped(text: string): string {
  const [, inner] = /^[([{<](.*)[)\]}>]$/.exec(text) ?? []
  return inner ?? text
}

/** A name that the separator behind it was lost from: `includespf.example.com`, `ip4192.0.2.1`. */
function gluedName(body: string): string[] {
  const [, name = '', target = ''] =
    /^(include|ip4|redirect)((?<=ip4)\d+\.\d+\.\d+\.\d+(?:\/\d+)?|(?<=include|redirect)[a-z0-9_][a-z0-9_.-]*\.[a-z]{2,})$/i.exec(
      body,
    ) ?? []
  return [name, target]
}

function termText(name: string, sign: string, target: string): string | null {
  const place = target
    .replace(/^[a-z]+:\/+/i, '')
    .replace(/^[:/@=]+/, '')
    .replace(/[/,;]+$/, '')
  const network = networkText(place)
  switch (name) {
    case 'ip':
      if (network !== null) return `${sign}${network}`
      return isDomain(place) ? `${sign}a:${place}` : null
    case 'a':
    case 'mx':
      return network === null ? `${sign}${name}:${place}` : `${sign}${network}`
    case 'include':
      if (network !== null) return `${sign}${network}`
      return `${sign}include:${place.replace(/\/.*$/, '').replace(/\.+$/, '')}`
    case 'exists':
    case 'ptr':
      return `${sign}${name}:${place}`
    default:
      // A modifier takes no sign.
      return `${name}=${place.replace(/\/.*$/, '').replace(/\.+$/, '')}`
  }
}

/** `ip4:` or `ip6:` and the network that a text is; null when it is none. */
function networkText(text: string): string | null {
  const place = text
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^\[(.*)\](?=\/)/, '$1')
    .replace(/\/+$/, '')
  const [, four = '', slash = ''] = /^(\d+\.\d+\.\d+\.\d+)(?:\/+([\d.]+))?$/.exec(place) ?? []
  if (four !== '') {
    const length = slash.includes('.') ? lengthOfMask(slash) : slash
    return length === null ? null : `ip4:${four}${length === '' ? '' : `/${length}`}`
  }
  const [, six = '', behind = ''] = /^([0-9a-f]*:[0-9a-f:]*:[0-9a-f.:]*)(\/+\d+)?$/i.exec(place) ?? []
  return six === '' ? null : `ip6:${six}${behind.replace(/^\/+/, '/')}`
}

/** The prefix length of a net mask, `255.255.255.0`; null for what is none. */
function lengthOfMask(mask: string): string | null {
  const parts = mask.split('.').map(Number)
  if (parts.length !== 4 || !parts.every((part) => part < 256)) return null
  const bits = parts.map((part) => part.toString(2).padStart(8, '0')).join('')
  return /^1*0*$/.test(bits) ? String(bits.lastIndexOf('1') + 1) : null
}

function isDomain(text: string): boolean {
  return /^[a-z0-9_]([a-z0-9_.-]*)\.[a-z][a-z0-9-]*[a-z0-9]\.?$/i.test(text)
}

function changed(before: string, after: string | null): string | null {
  return after === null || after === before ? null : after
}
