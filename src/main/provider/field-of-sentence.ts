import { FIELD_BY_API_NAME } from './to-form'

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

const API_NAMES = [...FIELD_BY_API_NAME].filter(([apiName]) => apiName !== 'name')

/** The request's field a provider's sentence is about, by the app's name; undefined when it names none. */
export function fieldOfSentence(sentence: string): string | undefined {
  const lowered = sentence.toLowerCase()
  const exact = API_NAMES.find(([apiName]) => new RegExp(`\\b${apiName}\\b`).test(lowered))
  return exact?.[1] ?? WORDS.find(([pattern]) => pattern.test(sentence))?.[1]
}
