import type { Fix } from '../../../../../preload/contract/findings'
import { dropping, fix } from '../../findings/finding'
import { listed } from '../../records/presentation'
import { present, withValue, type RecordContext } from '../../findings/record-context'
import { spfAnswers } from '../../spf/spf-answers'
import { evaluateSpf, MAX_LOOKUPS } from '../../spf/spf-cost'
import type { SpfText } from '../../spf/spf-intended'
import { isSoundSpf, mergeSpf, type MergedSpf } from '../../spf/spf-merge'
import { isSpf } from '../../spf/spf-policy'
import { providerStanding } from '../../spf/spf-provider'
import { droppedSenders } from '../../spf/spf-senders'
import { requiredTerms } from '../../spf/spf-terms'
import { type Published, quoted } from './published-spf'

interface Rewriting {
  /** What takes the place of the published texts; by default the published texts themselves. */
  readonly texts?: readonly SpfText[]
  /** Senders that `words` names as dropped. */
  readonly drops?: readonly string[]
}

/**
 * The cure that puts one policy in the place of what is published. The policy gets the terms of the provider if mail of
 * the provider does not pass without them. No policy is offered that would drop a sender without saying so, or if what
 * was meant cannot be read.
 *
 * @param words whole sentences on what to do
 */
export function replacing(
  context: RecordContext,
  published: readonly Published[],
  words: string,
  { texts = published.map(({ text }) => text), drops: named = [] }: Rewriting = {},
): Fix {
  const { record, seen } = context
  const answerTo = spfAnswers(seen)
  const merged = bestMerge(context, texts)
  if (merged.leftOut.length > 0) return fix('none', unreadWords(merged.leftOut))
  if (!isSoundSpf(merged.text)) return fix('none', UNSOUND)
  const crowded = tooManyWords(context, published, merged.text)
  if (crowded !== null) return fix('none', crowded)
  const before = published.map(({ text }) => text)
  const { dropped, unknown } = droppedSenders(before, merged.text, record.name, answerTo)
  const drops = [...new Set([...merged.drops, ...named])]
  const unsaid = dropped.filter((term) => !drops.includes(term))
  if (unsaid.length > 0) {
    return fix(
      'none',
      `Zonedesk offers no record for this: with the record that it could write, the servers of ${listed(unsaid)} would no longer pass. Someone who knows what each term stands for has to write the record.`,
    )
  }
  if (unknown)
    return fix(
      'none',
      'Zonedesk offers no record for this, because it is not known whom the present record lets pass. Check again when the policies it leads to can be looked up.',
    )
  const values = published.map(({ value }) => value)
  const right = withValue(context, merged.text, present(context, values))
  const sentence = [words, ...merged.remarks].join(' ')
  return dropping(fix('edit', sentence, [right]), drops)
}

/** Why no policy is offered that would need too many lookups; null if it would not, or if the old one does too. */
function tooManyWords(context: RecordContext, published: readonly Published[], text: string): string | null {
  const answerTo = spfAnswers(context.seen)
  const costOf = (policy: string): number => evaluateSpf(context.record.name, policy, answerTo).lookups
  const cost = costOf(text)
  const isOld =
    published.length === 1 && published.some(({ value }) => isSpf(value) && costOf(value) > MAX_LOOKUPS)
  if (cost <= MAX_LOOKUPS || isOld) return null
  const names = listed(requiredTerms(context.record.value).map((term) => term.text))
  return `Zonedesk offers no record for this: with the terms that are there and ${names}, it would need ${cost} DNS lookups, and receivers stop after ${MAX_LOOKUPS}. First remove the terms of services that no longer send mail for you, until there is room. Then add what is missing.`
}

/** Without the provider's terms if its mail passes without them, else with them at a place where they count. */
function bestMerge({ record, seen }: RecordContext, texts: readonly SpfText[]): MergedSpf {
  const { name, value } = record
  const merges = (['none', 'last', 'first'] as const).map((place) => mergeSpf(texts, value, place))
  const passes = (merged: MergedSpf): boolean =>
    isSoundSpf(merged.text) &&
    providerStanding(name, merged.text, value, spfAnswers(seen)).verdict === 'passes'
  return merges.find(passes) ?? merges[1] ?? mergeSpf(texts, value)
}

const UNSOUND =
  'Zonedesk offers no record for this: from what is there, it cannot make a record that receivers can read. Someone who knows who sends mail for the domain has to write the record.'

function unreadWords(leftOut: readonly string[]): string {
  const one = leftOut.length === 1
  return `Zonedesk offers no record for this, because nobody can tell whom ${listed(leftOut.map(quoted))} ${one ? 'is' : 'are'} meant to let pass. Write what was meant: ip4: and an address, or include: and a domain. If ${one ? 'it stands' : 'they stand'} for no server of yours, remove ${one ? 'it' : 'them'}.`
}
