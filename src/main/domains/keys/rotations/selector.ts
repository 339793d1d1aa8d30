/** A name for another key of the same month when the first is taken. */
const MOST_NAMES = 50

/**
 * Names for a new key, the preferred first: the month it is made in, so that a person sees in the zone how old it is.
 *
 * @param now milliseconds since the epoch
 * @param taken selectors that are in use, in lower case
 */
export function selectorNames(now: number, taken: ReadonlySet<string>): string[] {
  const month = `k${new Date(now).toISOString().slice(0, 7).replace('-', '')}`
  const names = [month, ...Array.from({ length: MOST_NAMES }, (_, at) => `${month}-${at + 2}`)]
  return names.filter((name) => !taken.has(name))
}

/** Owner name of a key's record. Source: RFC 6376 3.6.2.1. */
export function keyOwnerName(selector: string, signingDomain: string): string {
  return `${selector}._domainkey.${signingDomain}`
}
