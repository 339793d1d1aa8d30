/** Names that are offered. */
const MOST_NAMES = 50
/** What the end of a name is made of: nothing that a person takes for another letter. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const ENDING = 4

/**
 * Names for a new key, the preferred first: the month it is made in, so that a person sees in the zone how old it is, and
 * an ending that nobody else comes upon. A key of this name that appears after it was asked for is the one that was asked for,
 * also where the provider's answer was lost.
 *
 * @param now milliseconds since the epoch
 * @param taken selectors that are in use, in lower case
 * @param random 0 up to 1
 */
export function selectorNames(now: number, taken: ReadonlySet<string>, random: number): string[] {
  const month = new Date(now).toISOString().slice(0, 7).replace('-', '')
  const endings = LETTERS.length ** ENDING
  const first = Math.floor(random * endings)
  return Array.from({ length: MOST_NAMES }, (_, at) => `k${month}-${ending((first + at) % endings)}`).filter(
    (name) => !taken.has(name),
  )
}

function ending(number: number): string {
  let rest = number
  let text = ''
  for (let place = 0; place < ENDING; place++) {
    text = LETTERS.charAt(rest % LETTERS.length) + text
    rest = Math.floor(rest / LETTERS.length)
  }
  return text
}

/** Owner name of a key's record. Source: RFC 6376 3.6.2.1. */
export function keyOwnerName(selector: string, signingDomain: string): string {
  return `${selector}._domainkey.${signingDomain}`
}
