import { randomBytes } from 'node:crypto'
import type { Question, WildcardProbe } from '../../../preload/contract/dns-answer'
import { isWithin, parentName } from '../zone/inquiry'

/**
 * A name that nobody published beside each expected name and each name above it, to be asked for the same types where a
 * record is not as it must be. Where that name gets records, a wildcard gives them (RFC 4592 3.3.1), and gives them to
 * the expected name too when that does not exist.
 *
 * @param apex the zone's apex; nothing above it is probed
 * @param label the random label, for tests
 */
export function wildcardProbes(
  expected: readonly Question[],
  apex: string,
  label = `made-up-name-${randomBytes(6).toString('hex')}`,
): WildcardProbe[] {
  const parents = new Set(expected.flatMap(({ name }) => namesAbove(name)))
  return [...parents]
    .filter((under) => under !== '' && isWithin(under, apex))
    .map((under) => ({ name: `${label}.${under}`, under }))
}

/** The names above a name: where it does not exist, one of them may not exist either and be answered by a wildcard. */
function namesAbove(name: string): string[] {
  const above = parentName(name)
  return above === '' || above === name ? [] : [above, ...namesAbove(above)]
}
