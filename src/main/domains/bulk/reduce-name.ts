import { withoutMarksAround } from '../../tables/quotation-marks'

/** A domain taken out of what was written. */
export interface ReducedName {
  readonly typed: string
  /** One sentence on what was taken away; null when nothing was. */
  readonly note: string | null
}

/** Longest part of the text that a note repeats, in characters. */
const MAX_REPEATED = 80

/**
 * Takes the domain out of a web address (RFC 3986 3.2) or an e-mail address (RFC 5322 3.4.1), also with a `mailto:`
 * before it (RFC 6068). Anything else stays as it is; whether it is a domain name is not judged here.
 */
export function reduceName(written: string): ReducedName {
  const bare = withoutMarksAround(written)
  const host = hostOf(bare)
  if (host === '' || host === bare) return { typed: bare === '' ? written : bare, note: null }
  return { typed: host, note: `Only the domain of ${shortened(bare)} was taken.` }
}

function hostOf(text: string): string {
  const mailbox = /^mailto:(.*)$/is.exec(text)?.[1]
  if (mailbox !== undefined) return afterAt(mailbox.replace(/\?.*$/s, ''))
  const authority = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '')
  return afterAt(authority).replace(/^([^:]+):\d*$/, '$1')
}

function afterAt(text: string): string {
  return withoutMarksAround(text.slice(text.lastIndexOf('@') + 1))
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length > MAX_REPEATED ? `${characters.slice(0, MAX_REPEATED).join('')}…` : text
}
