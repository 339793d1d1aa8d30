import { isSenderId, readPart } from './spf-policy'

/** The parts that terms glued by a bad split fall into. */
const GLUED_ALL = /^([+?~-]?[a-z0-9]+[:=].+?)([-~?+]all)$/i
const GLUED_TERM = /^(.*?[^+?~-])([-~?+]?(?:(?:include|ip4|ip6|exists)[:=]|redirect=).+)$/i
const MAX_PARTS = 50
/** Longer texts are no slip of the hand, in characters. */
const MAX_REPAIRED = 4096

/**
 * Finds terms without a space between them, as a split without one leaves them (RFC 7208 section 3.3):
 * `include:a.com-all`, `include:a.cominclude:b.com`.
 *
 * @param token what stands between two spaces
 * @returns the terms; null when it is one
 */
export function splitGlued(token: string): string[] | null {
  const parts: string[] = []
  let rest = token
  while (parts.length < MAX_PARTS) {
    const [, before, after] = GLUED_ALL.exec(rest) ?? GLUED_TERM.exec(rest) ?? []
    if (before === undefined || after === undefined) break
    const earlier = splitGlued(before)
    parts.push(...(earlier ?? [before]))
    rest = after
  }
  return parts.length === 0 ? null : [...parts, rest]
}

/** A policy with spaces between terms that were glued; null when none were. */
export function unglued(policy: string): string | null {
  // The version is glued as often as any other.
  const parts = readPart(policy)
    .split(/ +/)
    .map((token, index) => (index === 0 ? splitVersion(token) : splitGlued(token)) ?? [token])
  return parts.some(({ length }) => length > 1) ? parts.flat().join(' ') : null
}

function splitVersion(token: string): string[] | null {
  const [, version, rest] = /^(v=spf1)(.+)$/i.exec(token) ?? []
  if (version === undefined || rest === undefined) return null
  return [version, ...(splitGlued(rest) ?? [rest])]
}

/** A start that is meant to be `v=spf1`: `spf1`, `v=spf`, `v:spf1`, whatever terms follow it with or without a blank. */
const STARTS = [
  /^v\s*[=:]\s*spf(?:v?\d(?:\.\d)?)?(?:[;,:\s]\s*(.*))?$/is,
  /^(?:v\s*[=:]?\s*)?spf(?:v?\d(?:\.\d)?)?[;,:]?\s*((?:[-~?+]?(?:all|include|ip4|ip6|a|mx|ptr|exists|redirect)\b.*)?)$/is,
]

/**
 * The policy a text is meant to be whose start is wrong: quotes, `spf1`, `v=spf`, `v=spf2`, a colon or a missing
 * space. Null when it does not look like SPF.
 */
export function repairedVersion(text: string): string | null {
  if (text.length > MAX_REPAIRED || isSenderId(text)) return null
  const bare = text.trim().replace(/^["'\u201c\u201d]+|["'\u201c\u201d]+$/g, '')
  const found = STARTS.map((pattern) => pattern.exec(bare)).find((match) => match !== null)
  const rest = found?.[1] ?? ''
  if (found === undefined || (rest === '' && !/^v/i.test(bare))) return null
  const policy = `v=spf1 ${rest.replace(/\s+/g, ' ').trim()}`.trim()
  return unglued(policy) ?? policy
}
