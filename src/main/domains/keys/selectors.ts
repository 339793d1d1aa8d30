import { ZonedeskError } from '../../../preload/contract/failure'
import type { KnownKey } from '../../../preload/contract/keys'

/** A label of letters, digits and hyphens within. Source: RFC 6376 3.1, `sub-domain` of RFC 5321 4.1.2; RFC 1035 2.3.1. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Longest name in DNS without its trailing dot. Source: RFC 1035 2.3.4. */
const MOST_NAME = 253

/**
 * A selector that is free: `k` with the year and the month, and a letter behind it where that is taken.
 *
 * @param now milliseconds since the epoch
 */
export function suggestSelector(keys: readonly Pick<KnownKey, 'selector'>[], now: number): string {
  const taken = new Set(keys.map(({ selector }) => selector))
  const date = new Date(now)
  const month = `k${date.getFullYear()}${String(date.getMonth() + 1).padStart(2, '0')}`
  for (let at = 0; ; at += 1) {
    const selector = at === 0 ? month : at < 26 ? month + String.fromCharCode(97 + at) : `${month}-${at}`
    if (!taken.has(selector)) return selector
  }
}

/**
 * A selector for a new key, as it is sent: one label, lower case.
 *
 * @param keys those the signing domain has
 * @throws ZonedeskError `invalid` or `already-exists` (field `selector`)
 */
export function requireFreeSelector(
  typed: string,
  signingDomain: string,
  keys: readonly Pick<KnownKey, 'selector'>[],
): string {
  const selector = typed.trim().toLowerCase()
  const name = `${selector}._domainkey.${signingDomain}`
  const problem =
    selector === ''
      ? 'The selector is empty.'
      : selector.includes('.')
        ? 'The selector has a dot.'
        : !LABEL.test(selector)
          ? 'The selector is not a name that DNS allows.'
          : name.length > MOST_NAME
            ? `The name ${name.slice(0, 40)}… is longer than DNS allows.`
            : null
  if (problem !== null) {
    throw new ZonedeskError('invalid', problem, {
      fix: 'Use one label: up to 63 letters, digits and hyphens, with no hyphen at either end.',
      field: 'selector',
    })
  }
  if (keys.some((key) => key.selector === selector)) {
    throw new ZonedeskError(
      'already-exists',
      `${signingDomain} has a key with the selector ${selector} already.`,
      {
        fix: `Choose another one, such as ${suggestSelector(keys, Date.now())}.`,
        field: 'selector',
      },
    )
  }
  return selector
}
