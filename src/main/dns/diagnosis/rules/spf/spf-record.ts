import type { FindingCode } from '../../../../../preload/contract/finding-catalogue'
import type { Finding, Fix } from '../../../../../preload/contract/findings'
import { cureOf, dropping, finding, fix, hostWords } from '../../findings/finding'
import { listed, presented, shortened } from '../../records/presentation'
import { present, withValue, type RecordContext } from '../../findings/record-context'
import { evidenceOf } from '../../answers/seen-answers'
import { spfAnswers } from '../../spf/spf-answers'
import { evaluateSpf, MAX_LOOKUPS } from '../../spf/spf-cost'
import type { SpfLink } from '../../spf/spf-check'
import { intendedSpf, joinedText, spfTextOf, type SpfText } from '../../spf/spf-intended'
import { isSoundSpf, mergeSpf, type MergedSpf } from '../../spf/spf-merge'
import { wideOpen, type WideOpen } from '../../spf/spf-open'
import { isSpf, isTooLong, parseSpf, type SpfPolicy, type SpfTerm } from '../../spf/spf-policy'
import { providerStanding, type ProviderStanding } from '../../spf/spf-provider'
import { unglued } from '../../spf/spf-repair'
import { droppedSenders } from '../../spf/spf-senders'
import { isOddTerm, placeOf, requiredTerms, termKey } from '../../spf/spf-terms'

/** A TXT record that is an SPF policy, or is meant to be one. */
interface Published {
  /** As a person writes it, its character-strings joined. */
  readonly value: string
  readonly text: SpfText
}

/** What is wrong with the SPF record itself; what it costs is judged elsewhere. */
export function spfRecord(context: RecordContext): Finding[] {
  if (context.values.length === 0) return []
  const published = (context.data?.records ?? []).map((record) => ({
    ...{ value: presented(record), text: spfTextOf(record) },
  }))
  const policies = published.filter(({ value }) => isSpf(value))
  const [only, ...others] = policies
  if (only === undefined) return noPolicy(context, published)
  if (others.length > 0)
    return distinct([several(context, policies), ...policies.flatMap((each) => style(context, each, false))])
  if (isTooLong(only.value)) return [tooLong(context, only.value)]
  const policy = parseSpf(only.value)
  const broken = unglued(only.value) === null ? syntax(context, only, policy) : [gluedTerms(context, only)]
  return [
    ...(broken.length > 0 ? broken : provider(context, only)),
    ...style(context, only, broken.length === 0),
  ]
}

/** Two policies with the same flaw have it told once. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((each) => [`${each.code} ${each.sentence}`, each])).values()]
}

function noPolicy(context: RecordContext, published: readonly Published[]): Finding[] {
  const meant = published.filter(({ text }) => intendedSpf(text) !== null)
  const [first] = meant
  if (first === undefined) {
    return [
      build(context, 'spf-missing', {
        sentence: `${context.record.name} has ${context.values.length} TXT ${plural(context.values.length, 'record')}, and none of them is an SPF record (one that begins with v=spf1 and lists who may send mail).`,
        fix: fix(
          'add',
          `${hostWords(withValue(context, context.record.value, []))} Add this TXT record beside the others.`,
          [withValue(context, context.record.value, [])],
        ),
      }),
    ]
  }
  const words = isTornApart(first)
    ? 'Each of its words is a character-string of its own. Receivers join these without a space, so the record does not start with v=spf1 and a space.'
    : ''
  return [
    build(context, 'spf-version-wrong', {
      sentence:
        words === ''
          ? `The record ${quoted(first.value)} looks like an SPF record, but does not start with v=spf1 and a space.`
          : `The record ${quoted(first.value)} looks like an SPF record. ${words}`,
      fix: replacing(
        context,
        meant,
        meant.length > 1 ? 'Replace them by this one:' : 'Replace the record by this one:',
      ),
    }),
    ...(meant.length > 1 ? [] : style(context, first, false)),
  ]
}

function several(context: RecordContext, policies: readonly Published[]): Finding {
  const count = policies.length === 2 ? 'Two' : String(policies.length)
  return build(context, 'spf-several', {
    sentence: `${count} SPF records exist; receivers ignore ${policies.length === 2 ? 'both' : 'all of them'}.`,
    fix: replacing(context, policies, 'Replace them by this one, which has the terms of all:'),
  })
}

function gluedTerms(context: RecordContext, only: Published): Finding {
  const apart = new Set((unglued(only.value) ?? '').split(' '))
  const glued = only.value.split(/ +/).filter((token) => !apart.has(token))
  return build(context, 'spf-glued', {
    sentence: `${glued.length === 1 ? 'A space is missing' : 'Spaces are missing'} inside ${listed(glued.map(quoted))}, so receivers cannot read the policy.`,
    fix: replacing(context, [only], 'Replace the record by this one, with a space between the terms:'),
  })
}

function syntax(context: RecordContext, only: Published, policy: SpfPolicy): Finding[] {
  if (policy.faults.length === 0) return odd(context, only, policy)
  const words = policy.faults
    .slice(0, MAX_FAULTS_TOLD)
    .map(({ text, reason, offset }) => `"${shortened(text)}" (at character ${offset + 1}) ${reason}`)
  const pieces = isTornApart(only)
    ? ' Each of its words is a character-string of its own, and receivers join these without a space.'
    : ''
  return [
    build(context, 'spf-syntax', {
      sentence: `The SPF record has an error, and receivers ignore all of it: ${words.join('; ')}.${pieces}`,
      fix: replacing(context, [only], 'Replace the record by this one:'),
    }),
  ]
}

/** Receivers can read these, and find nothing at a name that no host has. */
function odd(context: RecordContext, only: Published, { terms }: SpfPolicy): Finding[] {
  const slips = terms.filter(isOddTerm)
  if (slips.length === 0) return []
  const words = slips
    .slice(0, MAX_FAULTS_TOLD)
    .map(
      ({ text, offset, target }) =>
        `"${shortened(text)}" (at character ${offset + 1}) names ${shortened(target ?? '')}`,
    )
  return [
    build(context, 'spf-syntax', {
      sentence: `The SPF record has an error: ${words.join('; ')}. No host can have such a name, so receivers find nothing there.`,
      fix: replacing(context, [only], 'Replace the record by this one:'),
    }),
  ]
}

/** Whether blanks were lost where one character-string ends and the next begins. */
function isTornApart({ text }: Published): boolean {
  if (typeof text === 'string' || text.length < 2) return false
  const meant = intendedSpf(text)
  const joined = intendedSpf(joinedText(text))
  return meant?.isSound === false && JSON.stringify(meant) !== JSON.stringify(joined)
}

/** Whether the policy lets the provider's servers pass. */
function provider(context: RecordContext, only: Published): Finding[] {
  const { record } = context
  const standing = providerStanding(record.name, only.value, record.value, spfAnswers(context.seen))
  switch (standing.verdict) {
    case 'passes':
      // Where everybody passes, that is what is to be told.
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

/** The provider passes in other words than its own, which it may not see. */
function notLiteral(
  context: RecordContext,
  { notLiteral: terms, ways, passesNow }: ProviderStanding,
): Finding[] {
  if (terms.length === 0 || !passesNow) return []
  const names = listed(terms.map(({ text }) => text))
  return [
    build(context, 'spf-term-not-literal', {
      sentence: `Mail of the provider passes SPF by way of ${listed(ways.slice(0, MAX_WAYS).map(wayWords))}. But the provider itself may look for exactly ${names}, and then it still says that the record is not verified.`,
      fix: fix(
        'none',
        `Nothing has to be changed for mail to pass. If the provider does not verify the record, add ${names} to ${context.record.name}'s own SPF record, before its ending; it costs lookups and lets nobody else pass.`,
      ),
    }),
  ]
}

/** The terms that lead to whom one matches, without the networks themselves. */
function wayWords(way: readonly SpfLink[]): string {
  const [own, ...deeper] = way
  if (own === undefined) return 'its terms'
  const through = deeper.filter(({ term }) => term.name === 'include' || term.name === 'redirect')
  if (through.length === 0) return own.term.text
  return `${own.term.text} (which leads to ${through.map(({ term }) => term.text).join(', then ')})`
}

function unknownProvider(context: RecordContext, standing: ProviderStanding): Finding {
  const names = listed(standing.notLiteral.map(({ text }) => text))
  const by = listed(standing.unknownBy)
  const depends = standing.unknownBy.some((text) => /%|^[+?~-]?ptr/i.test(text))
  return build(context, 'spf-provider-unknown', {
    sentence: depends
      ? `The SPF record does not have ${names}. Whether mail of the provider passes is not known: what ${by} lets pass depends on the sender of each mail.`
      : `The SPF record does not have ${names}. Whether mail of the provider passes is not known: ${by} could not be evaluated.`,
    fix: fix(
      'none',
      depends
        ? `Ask whoever keeps this SPF policy for you whether the servers of the provider are in it. If they are not, have them added there, or add ${names} to the record before its ending.`
        : `Check again in some minutes. If it stays so, ask whoever keeps ${by} whether the servers of the provider are in it, or add ${names} to the record before its ending.`,
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
    return build(context, 'spf-include-after-all', {
      sentence: `${late} stands after the term all, where receivers do not look.${some}`,
      fix: replacing(
        context,
        [only],
        'Replace the record by this one, where the term stands before the term all:',
      ),
    })
  }
  const signed = inPlace('not-pass')
  if (signed !== '') {
    return build(context, 'spf-include-not-pass', {
      sentence: `In the SPF record a sign (-, ~ or ?) stands before ${signed}, so mail from the provider does not pass.`,
      fix: replacing(context, [only], 'Replace the record by this one, where the term has no sign:'),
    })
  }
  const missing = inPlace('missing')
  const [refusing] = standing.refusedBy.filter(([own]) => own !== undefined && own.term.name !== 'all')
  if (missing === '' && refusing !== undefined) {
    return build(context, 'spf-include-not-pass', {
      sentence: `${wayWords(refusing)} stands before the term of the provider and refuses ${listed(standing.refused)}, so mail from the provider does not pass.`,
      fix: replacing(
        context,
        [only],
        'Replace the record by this one, where the term of the provider comes first:',
      ),
    })
  }
  return build(context, 'spf-include-missing', {
    sentence:
      some === ''
        ? `The SPF record does not have ${missing}, so mail from the provider fails SPF.`
        : `The SPF record does not have ${missing}.${some}`,
    fix: replacing(
      context,
      [only],
      'Replace the record by this one; your own terms and its ending stay as they are:',
    ),
  })
}

function partlyWords({ refused }: ProviderStanding): string {
  return ` Of the provider's servers, ${listed(refused)} do not pass SPF; the others do.`
}

/** Nothing is said of its terms: what is not read may be among them. */
function tooLong(context: RecordContext, policy: string): Finding {
  return build(context, 'spf-long', {
    sentence: `The SPF record has ${policy.length} characters. That is so long that Zonedesk did not read it to its end, so it is not known whether the provider is in it. The record will not reach every receiver.`,
    fix: fix('edit', cureOf('spf-long')),
  })
}

/**
 * What receivers can read and still should not be so.
 *
 * @param isCurable whether a record is offered; where the policy is broken, that is mended first
 */
function style(context: RecordContext, only: Published, isCurable: boolean): Finding[] {
  const found: Finding[] = []
  const terms = parseSpf(only.value).terms
  const tell = (code: FindingCode, sentence: string, cure: Fix): void => {
    found.push(build(context, code, { sentence, fix: isCurable ? cure : fix('none', AFTER_THE_OTHERS) }))
  }
  const texts = terms.map((term) => term.text)
  const rewritten = (kept: readonly string[], words: string, drops: readonly string[] = []): Fix =>
    replacing(context, [only], words, { texts: [['v=spf1', ...kept].join(' ')], drops })
  const all = terms.findIndex(({ name }) => name === 'all')
  const ending = terms[all]
  const redirect = terms.find(({ name }) => name === 'redirect')
  found.push(...everybody(context, only, terms, isCurable))
  if (ending?.qualifier === '?') {
    tell(
      'spf-neutral-all',
      'The SPF record ends in ?all, which says nothing about other senders: receivers treat their mail as if there were no SPF record.',
      fix('none', cureOf('spf-neutral-all')),
    )
  }
  // An ending with a slip in it is told as the slip it is.
  const isMeantToEnd = (intendedSpf(only.text)?.policies ?? [])
    .flat()
    .some(({ term }) => term.name === 'all' || term.name === 'redirect')
  if (ending === undefined && redirect === undefined && !isMeantToEnd) {
    tell(
      'spf-no-all',
      'The SPF record has neither all nor redirect at its end, so it says nothing about other senders, as with ?all.',
      fix('none', cureOf('spf-no-all')),
    )
  }
  const late = all < 0 ? [] : terms.slice(all + 1).filter(({ kind }) => kind === 'mechanism')
  if (late.length > 0) {
    const names = listed(late.map((term) => term.text))
    const sentence = `${names} ${late.length === 1 ? 'stands' : 'stand'} after the term all, so receivers never look at ${late.length === 1 ? 'it' : 'them'}.`
    const kept = [...texts.slice(0, all), ...late.map(({ text }) => text), ...texts.slice(all, all + 1)]
    const modifiers = terms.slice(all + 1).filter(({ kind }) => kind === 'modifier')
    const words = `If ${names} ${late.length === 1 ? 'stands' : 'stand'} for servers that send mail for you, replace the record by this one, where ${late.length === 1 ? 'the term counts' : 'the terms count'}: these servers do not pass today. Otherwise remove ${late.length === 1 ? 'the term' : 'the terms'}.`
    tell('spf-terms-after-all', sentence, rewritten([...kept, ...modifiers.map(({ text }) => text)], words))
  }
  if (ending !== undefined && redirect !== undefined) {
    tell(
      'spf-redirect-ignored',
      `${redirect.text} is ignored, because the record has ${ending.text}.`,
      rewritten(
        texts.filter((term) => term !== redirect.text),
        `Replace the record by this one, which lets the same servers pass. If the servers of ${redirect.target ?? ''} are to pass too, write include:${redirect.target ?? ''} before ${ending.text}:`,
      ),
    )
  }
  const keys = new Set<string>()
  const twice = terms.filter((term) => keys.has(termKey(term)) || !keys.add(termKey(term)))
  if (twice.length > 0) {
    const kept = terms.filter((term) => !twice.includes(term)).map(({ text }) => text)
    tell(
      'spf-duplicate-term',
      `${listed(twice.map((term) => term.text))} stands there twice.`,
      rewritten(kept, 'Replace the record by this one:'),
    )
  }
  if (terms.some(({ name }) => name === 'ptr')) {
    tell(
      'spf-ptr',
      'The SPF record uses ptr, which is slow, unreliable, and not to be used any more.',
      fix('edit', cureOf('spf-ptr')),
    )
  }
  if (only.value.length > ADVISED_OCTETS && !isTooLong(only.value)) {
    const over =
      only.value.length > PACKET_OCTETS ? `more than ${PACKET_OCTETS}` : `more than ${ADVISED_OCTETS}`
    tell(
      'spf-long',
      `The SPF record has ${only.value.length} characters, ${over}, and may not reach every receiver.`,
      fix('edit', cureOf('spf-long')),
    )
  }
  return found
}

/** That every server in the world passes: by `+all`, or by networks that are all there are. */
function everybody(
  context: RecordContext,
  only: Published,
  terms: readonly SpfTerm[],
  isCurable: boolean,
): Finding[] {
  const open = wideOpen(context.record.name, only.text, spfAnswers(context.seen))
  if (open === null) return []
  const sentence = openWords(open)
  const cure = isCurable ? closing(context, only, terms, open) : fix('none', AFTER_THE_OTHERS)
  return [build(context, 'spf-allows-all', { sentence, fix: cure })]
}

function openWords({ ways, families }: WideOpen): string {
  const who =
    families.length === 2
      ? 'every server in the world'
      : `every server that sends over IPv${families[0] ?? 4}`
  const [first] = ways
  if (ways.length === 1 && first?.length === 1 && first[0]?.term.name === 'all') {
    return `The SPF record ends in ${first[0].term.text}, so ${who} passes.`
  }
  const named = ways.slice(0, MAX_WAYS).map((way) => {
    const [own, ...deeper] = way
    const last = deeper.at(-1)
    if (own === undefined) return ''
    if (last === undefined) return own.term.text
    const between = deeper.slice(0, -1).map(({ term }) => term.text)
    return `${last.term.text} (in the policy of ${last.domain}, which ${own.term.text} leads to${between.length === 0 ? '' : ` by way of ${listed(between)}`})`
  })
  const more = ways.length > MAX_WAYS ? ` and ${ways.length - MAX_WAYS} more terms` : ''
  const together = ways.length > 1 ? ' together' : ''
  return `In the SPF record, ${named.join('; ')}${more}${together} ${ways.length > 1 ? 'let' : 'lets'} ${who} pass.`
}

/** The cure of a term of one's own that lets everybody pass; for somebody else's there is nothing to paste. */
function closing(
  context: RecordContext,
  only: Published,
  terms: readonly SpfTerm[],
  { ways }: WideOpen,
): Fix {
  const heads = [...new Set(ways.flatMap(([own]) => own?.term.offset ?? []))]
  const foreign = ways.filter((way) => way.length > 1)
  const [deep] = foreign
  if (deep !== undefined) {
    const [own] = deep
    const last = deep.at(-1)
    const owner = last?.domain ?? ''
    const text = own?.term.text ?? ''
    const isRequired = requiredTerms(context.record.value).some(
      (term) => own !== undefined && termKey(term) === termKey(own.term),
    )
    if (isRequired)
      return fix(
        'none',
        `${text} is the provider's own term and stays. Tell the provider that ${last?.term.text ?? ''} in the policy of ${owner} lets everybody pass.`,
      )
    return fix(
      'none',
      `Ask whoever keeps the policy of ${owner} to correct ${last?.term.text ?? ''}. Until then, decide whether to keep ${text}. With it, everybody passes. Without it, servers that only this term lets pass no longer pass.`,
    )
  }
  const narrowed = new Map(
    terms.filter(({ offset }) => heads.includes(offset)).map((term) => [term.offset, narrowedTerm(term)]),
  )
  const kept = terms.flatMap((term) => {
    const text = narrowed.has(term.offset) ? narrowed.get(term.offset) : term.text
    return text === null || text === undefined ? [] : [text]
  })
  const gone = terms.filter(({ offset, name }) => narrowed.has(offset) && name !== 'all')
  if (gone.length === 0) return replacing(context, [only], 'Replace the record by this one.')
  const names = listed(gone.map(({ text }) => text))
  const instead = gone.flatMap(({ offset }) => narrowed.get(offset) ?? [])
  const words = `Replace the record by this one, which does not have ${names}${instead.length === 0 ? '' : ` but has ${listed(instead)}`}. Servers that only ${gone.length === 1 ? 'this term lets' : 'these terms let'} pass then no longer pass. For each of them that sends mail for you, add ip4: and its address:`
  return replacing(context, [only], words, {
    texts: [['v=spf1', ...kept].join(' ')],
    drops: gone.map(({ text }) => text),
  })
}

/** A term without the prefix length that makes everybody of one host; null where nothing is left of it. */
function narrowedTerm({ text, name, target, lengths }: SpfTerm): string | null {
  if (name === 'all') return text
  if (name !== 'a' && name !== 'mx') {
    const isOneHost =
      (lengths[4] ?? lengths[6]) === 0 && !/^(?:0\.0\.0\.0|::|0:0:0:0:0:0:0:0)$/.test(target ?? '')
    return isOneHost ? text.replace(/\/0$/, '') : null
  }
  const isShort = (length: number | null): boolean => length !== null && length < SHORTEST_HONEST
  const four = lengths[4] === null || isShort(lengths[4]) ? '' : `/${lengths[4]}`
  const six = lengths[6] === null || isShort(lengths[6]) ? '' : `//${lengths[6]}`
  return `${text.replace(/\/.*$/, '')}${four}${six}`
}

const AFTER_THE_OTHERS = 'First put the record right so that receivers can read it; then look at this again.'
/** Shorter prefix lengths behind a host's name are no network of anybody. */
const SHORTEST_HONEST = 8
const MAX_FAULTS_TOLD = 5
const MAX_WAYS = 3
/** RFC 7208 section 3.4: 450 leaves room for the rest of an answer that fits 512 octets (RFC 1035 section 4.2.1). */
const ADVISED_OCTETS = 450
const PACKET_OCTETS = 512

interface Rewriting {
  /** What takes the place of the published texts; these themselves by default. */
  readonly texts?: readonly SpfText[]
  /** Senders that the words name as dropped. */
  readonly drops?: readonly string[]
}

/**
 * The cure that puts one policy in the place of what is published: with the terms of the provider where its mail does
 * not pass already. None is offered where that would drop a sender unsaid, or what was meant cannot be read.
 *
 * @param words ends in a colon, which becomes a full stop when there is more to say
 */
function replacing(
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
      `Zonedesk offers no record for this: in the one it knows, ${listed(unsaid)} would no longer let its servers pass. Someone who knows what each term stands for has to write the record.`,
    )
  }
  if (unknown)
    return fix(
      'none',
      'Zonedesk offers no record for this, because it is not known whom the present one lets pass. Check again when the policies it leads to can be looked up.',
    )
  const values = published.map(({ value }) => value)
  const right = withValue(context, merged.text, present(context, values))
  // A cure that ends in a colon has the record right below it.
  const all = merged.remarks.length === 0 ? words : [words.replace(/:$/, '.'), ...merged.remarks].join(' ')
  return dropping(fix('edit', `${hostWords(right)} ${all}`, [right]), drops)
}

/** Why a policy with too many lookups is not offered where there were few enough; null where there are not too many. */
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

/** Without the provider's terms when its mail passes without, else with them where they count. */
function bestMerge({ record, seen }: RecordContext, texts: readonly SpfText[]): MergedSpf {
  const { name, value } = record
  const merges = (['none', 'last', 'first'] as const).map((place) => mergeSpf(texts, value, place))
  const passes = (merged: MergedSpf): boolean =>
    isSoundSpf(merged.text) &&
    providerStanding(name, merged.text, value, spfAnswers(seen)).verdict === 'passes'
  return merges.find(passes) ?? merges[1] ?? mergeSpf(texts, value)
}

const UNSOUND =
  'Zonedesk offers no record for this, because it cannot make one that receivers can read from what is there. Someone who knows who sends mail for the domain has to write it.'

function unreadWords(leftOut: readonly string[]): string {
  const one = leftOut.length === 1
  return `Zonedesk offers no record for this, because nobody can tell whom ${listed(leftOut.map(quoted))} ${one ? 'is' : 'are'} meant to let pass. Write what was meant: ip4: and an address, or include: and a domain. If ${one ? 'it stands' : 'they stand'} for no server of yours, remove ${one ? 'it' : 'them'}.`
}

interface Words {
  readonly sentence: string
  readonly fix: Fix
}

function build({ subject, answer }: RecordContext, code: FindingCode, words: Words): Finding {
  return finding(code, { subject, evidence: answer === null ? [] : [evidenceOf(answer)], ...words })
}

function quoted(text: string): string {
  return text.includes('"') ? shortened(text) : `"${shortened(text)}"`
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`
}
