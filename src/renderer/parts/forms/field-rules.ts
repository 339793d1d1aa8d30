/**
 * What a field must look like before it is sent. Each rule answers one sentence, or null when the value may
 * be sent; the provider has the last word.
 */
export type Rule = (value: string) => string | null

// The characters of RFC 2822 3.2.4 `atext`.
const ATOM = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+$/

/** An RFC 2822 atom, as the Domains API asks of `web_prefix` and `dkim_selector`; 63 octets make a DNS label. */
export const atom: Rule = (value) => {
  if (value === '') return 'Write a word, such as email.'
  if (/\s/.test(value)) return 'Remove the spaces.'
  if (value.includes('.')) return 'Use one word without dots.'
  if (!ATOM.test(value)) return 'Use letters, digits and hyphens only.'
  return value.length > 63 ? 'Use at most 63 characters.' : null
}

/** Source: the Domains API's own answer, "It must be between 5 and 32 characters". */
export const smtpPassword: Rule = (value) => {
  if (value.length < 5) return 'Password is too short. It must be between 5 and 32 characters.'
  if (value.length > 32) return 'Password is too long. It must be between 5 and 32 characters.'
  return null
}

/** An absolute http or https URL. */
export const webAddress: Rule = (value) => {
  const url = URL.canParse(value) ? new URL(value) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || /\s/.test(value)) {
    return 'Write a whole web address, such as https://example.com/archive.'
  }
  return null
}

/** A host name in lower case (RFC 1123 2.1, underscores allowed as DNS does), 253 octets at most. */
export const hostName: Rule = (value) => {
  if (value !== value.toLowerCase()) return 'Use lower case only.'
  if (value.length > 253) return 'Use at most 253 characters.'
  const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/
  return value.split('.').every((part) => label.test(part))
    ? null
    : 'Write a host name, such as bounce.example.com.'
}

/** One or more IPv4 addresses with commas between them. */
export const addressList: Rule = (value) => {
  const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
  const address = new RegExp(`^${octet}(?:\\.${octet}){3}$`)
  const wrong = value.split(',').find((part) => !address.test(part.trim()))
  if (wrong === undefined) return null
  return wrong.trim() === ''
    ? 'Write addresses with one comma between each.'
    : `${wrong.trim()} is not an IPv4 address.`
}

/** The sentence for a value, nothing for an empty one. */
export function whenFilled(rule: Rule): Rule {
  return (value) => (value.trim() === '' ? null : rule(value.trim()))
}
