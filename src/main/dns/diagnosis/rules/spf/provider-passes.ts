import type { Finding } from '../../../../../preload/contract/findings'
import { fix } from '../../findings/finding'
import { listed } from '../../records/presentation'
import type { RecordContext } from '../../findings/record-context'
import { spfAnswers } from '../../spf/spf-answers'
import type { SpfLink } from '../../spf/spf-check'
import { wideOpen } from '../../spf/spf-open'
import { parseSpf } from '../../spf/spf-policy'
import { providerStanding, type ProviderStanding } from '../../spf/spf-provider'
import { placeOf, requiredTerms } from '../../spf/spf-terms'
import { MAX_WAYS, type Published, spfFinding } from './published-spf'
import { replacing } from './spf-replacement'

/** Whether the policy lets the provider's servers pass. */
export function providerPasses(context: RecordContext, only: Published): Finding[] {
  const { record } = context
  const standing = providerStanding(record.name, only.value, record.value, spfAnswers(context.seen))
  switch (standing.verdict) {
    case 'passes':
      // If everybody passes, another finding says so.
      return wideOpen(record.name, only.text, spfAnswers(context.seen)) === null
        ? notLiteral(context, standing)
        : []
    case 'unknown':
      return standing.notLiteral.length === 0 ? [] : [unknownProvider(context, standing)]
    case 'partly':
    case 'fails':
      return [refusedProvider(context, only, standing)]
  }
}

/** The provider passes without its own terms, and may look for just these. */
function notLiteral(
  context: RecordContext,
  { notLiteral: terms, ways, passesNow }: ProviderStanding,
): Finding[] {
  if (terms.length === 0 || !passesNow) return []
  const names = listed(terms.map(({ text }) => text))
  return [
    spfFinding(context, 'spf-term-not-literal', {
      sentence: `Mail of the provider passes SPF by way of ${listed(ways.slice(0, MAX_WAYS).map(wayWords))}. But the provider itself may look for exactly ${names}, and then it still says that the record is not verified.`,
      fix: fix(
        'none',
        `Nothing has to be changed for mail to pass. If the provider does not verify the record, add ${names} to ${context.record.name}'s own SPF record, before its ending. That costs lookups, and lets nobody else pass.`,
      ),
    }),
  ]
}

/** The terms that lead to a match, without the networks themselves. */
function wayWords(way: readonly SpfLink[]): string {
  const [own, ...deeper] = way
  if (own === undefined) return 'its terms'
  const through = deeper.filter(({ term }) => term.name === 'include' || term.name === 'redirect')
  if (through.length === 0) return own.term.text
  return `${own.term.text} (which leads to ${through.map(({ term }) => term.text).join(', then ')})`
}

function unknownProvider(context: RecordContext, standing: ProviderStanding): Finding {
  const names = listed(standing.notLiteral.map(({ text }) => text))
  const by = listed(standing.unknownBy) || 'the record'
  const depends = standing.unknownBy.some((text) => /%|^[+?~-]?ptr/i.test(text))
  return spfFinding(context, 'spf-provider-unknown', {
    sentence: depends
      ? `The SPF record does not have ${names}. It is not known whether mail of the provider passes: what ${by} lets pass depends on the sender of each mail.`
      : `The SPF record does not have ${names}. It is not known whether mail of the provider passes: ${by} could not be evaluated.`,
    fix: fix(
      'none',
      depends
        ? `Ask whoever keeps this SPF policy for you whether the servers of the provider are in it. If they are not, have them added to it, or add ${names} to the record before its ending.`
        : `Check again in some minutes. If the evaluation still fails, ask whoever keeps ${by} whether the servers of the provider are in it, or add ${names} to the record before its ending.`,
    ),
  })
}

function refusedProvider(context: RecordContext, only: Published, standing: ProviderStanding): Finding {
  const { terms } = parseSpf(only.value)
  const places = requiredTerms(context.record.value).map((term) => ({ term, place: placeOf(term, terms) }))
  const inPlace = (wantedPlace: string): string =>
    listed(places.filter(({ place }) => place === wantedPlace).map(({ term }) => term.text))
  const some = standing.verdict === 'partly' ? partlyWords(standing) : ''
  const late = inPlace('after-all')
  if (late !== '') {
    return spfFinding(context, 'spf-include-after-all', {
      sentence: `${late} stands after the term all, where receivers do not look.${some}`,
      fix: replacing(
        context,
        [only],
        'Replace the record by this one, in which the term stands before the term all.',
      ),
    })
  }
  const signed = inPlace('not-pass')
  if (signed !== '') {
    return spfFinding(context, 'spf-include-not-pass', {
      sentence: `In the SPF record a sign (-, ~ or ?) stands before ${signed}, so mail from the provider does not pass.`,
      fix: replacing(context, [only], 'Replace the record by this one, in which the term has no sign.'),
    })
  }
  const missing = inPlace('missing')
  const [refusing] = standing.refusedBy.filter(([own]) => own !== undefined && own.term.name !== 'all')
  if (missing === '' && refusing !== undefined) {
    return spfFinding(context, 'spf-include-not-pass', {
      sentence: `${wayWords(refusing)} stands before the term of the provider and refuses ${listed(standing.refused)}, so mail from the provider does not pass.`,
      fix: replacing(
        context,
        [only],
        'Replace the record by this one, in which the term of the provider comes first.',
      ),
    })
  }
  return spfFinding(context, 'spf-include-missing', {
    sentence:
      some === ''
        ? `The SPF record does not have ${missing}, so mail from the provider fails SPF.`
        : `The SPF record does not have ${missing}.${some}`,
    fix: replacing(
      context,
      [only],
      'Replace the record by this one. Your own terms and the ending of the record stay as they are.',
    ),
  })
}

function partlyWords({ refused }: ProviderStanding): string {
  return ` These servers of the provider do not pass SPF: ${listed(refused)}. The others do.`
}
