import { ZonedeskError } from '../../../preload/contract/failure'

/** Longest text of a host's that is repeated, in characters. */
const MAX_LENGTH = 300
/** A word of so many characters that stands in the secret is taken for a piece of it. */
const LEAST_PIECE = 8

/**
 * A token as it is sent: without white space around it.
 *
 * @param kind what it is called, such as "API token"
 * @throws ZonedeskError `invalid` with field `secret` when it is empty, or has a character that no token has
 */
export function requireToken(input: string, kind: string): string {
  const token = input.trim()
  if (/^[\x21-\x7e]{1,4096}$/.test(token)) return token
  throw new ZonedeskError(
    'invalid',
    token === '' ? `The ${kind} is empty.` : `The ${kind} has a space or another character that none has.`,
    { fix: `Copy the whole ${kind} and paste it again.`, field: 'secret' },
  )
}

/**
 * Makes a sentence of a host's own words: one line, short, no markup, and without the secret, also where the host repeats
 * it encoded or in part.
 *
 * @returns null when nothing readable is left
 */
export function hostSentence(words: string, secret: string): string | null {
  const line = hideSecret(words, secret)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (line === '' || /<[a-z!/]/i.test(line)) return null
  const short = line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).trimEnd()}...` : line
  const capital = short.charAt(0).toUpperCase() + short.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

/** Replaces a secret in a text, in each form in which it can stand there. */
export function hideSecret(text: string, secret: string): string {
  const forms = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret, 'utf8').toString('base64'),
  ]
  const whole = forms
    .toSorted((one, other) => other.length - one.length)
    .reduce((hidden, form) => hidden.replaceAll(form, '[redacted]'), text)
  return whole.replaceAll(/[^\s"'`,;:()<>[\]{}]+/g, (word) => {
    const piece = word.replace(/^[.*\u2026]+|[.*\u2026]+$/g, '')
    return piece.length >= LEAST_PIECE && secret.includes(piece) ? '[redacted]' : word
  })
}
