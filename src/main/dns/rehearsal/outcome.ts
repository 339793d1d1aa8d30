import { neededChecks, type DomainCheck, type Rehearsal } from '../../../preload/contract/findings'
import { MAX_LOOKUPS } from '../diagnosis/spf/spf-cost'

/**
 * What a check of the zone as it would be says, in one line.
 *
 * @param comes what would be wrong that is not wrong now, one sentence each; two records may lack the same
 */
export function outcomeOf(check: DomainCheck, comes: readonly string[]): Rehearsal {
  const { spf } = check
  const records = neededChecks(check)
  const needed = records.length
  const published = records.filter(({ standing }) => standing === 'published').length
  const lookups = spf?.lookups ?? null
  const lookupsKnown = spf?.complete ?? true
  const parts = [publishedWords(published, needed), lookupWords(lookups, lookupsKnown)].filter(
    (part) => part !== '',
  )
  const sentence =
    parts.length === 0 ? 'After this: nothing else changes.' : `After this: ${parts.join(', ')}.`
  return { published, needed, lookups, lookupsKnown, comes: [...new Set(comes)], sentence }
}

/** The same where something else that is planned changes what the domain's SPF policy needs. */
export function withLookups(rehearsal: Rehearsal, lookups: number, lookupsKnown: boolean): Rehearsal {
  const { sentence, ...before } = rehearsal
  const was = lookupWords(before.lookups, before.lookupsKnown)
  if (was === '') return rehearsal
  return {
    ...before,
    lookups,
    lookupsKnown,
    sentence: sentence.replace(was, lookupWords(lookups, lookupsKnown)),
  }
}

function publishedWords(published: number, needed: number): string {
  if (needed === 0) return ''
  if (published === needed) return needed === 1 ? 'the record is published' : `all ${needed} published`
  return `${published} of ${needed} published`
}

function lookupWords(lookups: number | null, known: boolean): string {
  return lookups === null ? '' : `SPF ${known ? '' : 'at least '}${lookups} of ${MAX_LOOKUPS} lookups`
}
