import { optionByApiName } from '../../preload/contract/option-shapes'

/** Longest text of the provider's that is repeated, in characters. */
const MAX_LENGTH = 300
/** A shorter secret is not searched for: it would blot out ordinary words. */
const MIN_SECRET = 3

/**
 * Makes a sentence of the provider's own words: one line, short, no markup, no secret that it echoes.
 *
 * @returns null when nothing readable is left
 */
export function providerSentence(text: string, secrets: readonly string[]): string | null {
  const line = hide(text, secrets)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (line === '' || /<[a-z!/]/i.test(line)) return null
  const short = line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).trimEnd()}...` : line
  const capital = short.charAt(0).toUpperCase() + short.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

/** Replaces each secret in a text. */
export function hide(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET)
    .toSorted((a, b) => b.length - a.length)
    .reduce((hidden, secret) => hidden.replaceAll(secret, '[redacted]'), text)
}

/** Words by which sentences of the API name a field without writing its API name. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bpassword\b/i, 'smtpPassword'],
  [/\bweb[ -]?prefix\b/i, 'webPrefix'],
  [/\bweb[ -]?scheme\b/i, 'webScheme'],
  [/\bselector\b/i, 'dkimSelector'],
  [/\bkey[ -]?size\b/i, 'dkimKeySize'],
  [/\bdkim[ -]?host\b/i, 'dkimHostName'],
  [/\bspam[ -]?action\b/i, 'spamAction'],
  [/\bmail[ -]?from\b/i, 'mailfromHost'],
  [/\bttl\b/i, 'messageTtl'],
  [/\barchive\b/i, 'archiveTo'],
  [/\bpool\b/i, 'poolId'],
  [/\bips?\b/i, 'ips'],
  [/\b(?:domain )?name\b/i, 'name'],
]

const API_NAMES = [...optionByApiName]

/** The request's field a provider's sentence is about, by the app's name; undefined when it names none. */
export function fieldOfSentence(sentence: string): string | undefined {
  const lowered = sentence.toLowerCase()
  const exact = API_NAMES.find(([apiName]) => new RegExp(`\\b${apiName}\\b`).test(lowered))
  return exact?.[1] ?? WORDS.find(([pattern]) => pattern.test(sentence))?.[1]
}
