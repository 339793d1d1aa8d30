import { randomBytes } from 'node:crypto'
import type { Question, WildcardProbe } from '../../../preload/contract/dns-answer'
import { isWithin, parentName } from '../zone/inquiry'

export interface Probes {
  readonly probes: WildcardProbe[]
  readonly questions: Question[]
}

/**
 * One name that nobody published beside each expected name, to be asked for the same types: where it gets records, a
 * wildcard gives them (RFC 4592 3.3.1), to the expected name too when that does not exist.
 *
 * @param apex the zone's apex; nothing above it is probed
 * @param label the random label, for tests
 */
export function wildcardProbes(
  expected: readonly Question[],
  apex: string,
  label = `probe-${randomBytes(6).toString('hex')}`,
): Probes {
  const types = new Map<string, Set<Question['type']>>()
  for (const { name, type } of expected) {
    const under = parentName(name)
    if (!isWithin(under, apex) || under === '') continue
    const seen = types.get(under)
    if (seen === undefined) types.set(under, new Set([type]))
    else seen.add(type)
  }
  const probes = [...types.keys()].map((under) => ({ name: `${label}.${under}`, under }))
  const questions = probes.flatMap(({ name, under }) =>
    [...(types.get(under) ?? [])].map((type) => ({ name, type })),
  )
  return { probes, questions }
}
