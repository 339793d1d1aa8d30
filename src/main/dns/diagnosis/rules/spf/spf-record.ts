import type { Finding } from '../../../../../preload/contract/findings'
import { cureOf, fix, onlyIf } from '../../findings/finding'
import { listed, presented, shortened } from '../../records/presentation'
import { withValue, type RecordContext } from '../../findings/record-context'
import { intendedSpf, joinedText, spfTextOf } from '../../spf/spf-intended'
import { isSenderId, isSpf, isTooLong, parseSpf, type SpfPolicy } from '../../spf/spf-policy'
import { unglued } from '../../spf/spf-repair'
import { isOddTerm, requiredTerms, termKey } from '../../spf/spf-terms'
import { providerPasses } from './provider-passes'
import { type Published, quoted, spfFinding } from './published-spf'
import { replacing } from './spf-replacement'
import { spfStyle } from './spf-style'

const MAX_FAULTS_TOLD = 5

/** What is wrong with the SPF record itself. How many lookups it needs is judged elsewhere. */
export function spfRecord(context: RecordContext): Finding[] {
  if (context.values.length === 0) return []
  const published = (context.data?.records ?? []).map((record) => ({
    value: presented(record),
    text: spfTextOf(record),
  }))
  const policies = published.filter(({ value }) => isSpf(value))
  const [only, ...others] = policies
  if (only === undefined) return noPolicy(context, published)
  if (others.length > 0)
    return distinct([
      several(context, policies),
      ...policies.flatMap((each) => spfStyle(context, each, false)),
    ])
  if (isTooLong(only.value)) return [tooLong(context, only.value)]
  const policy = parseSpf(only.value)
  const broken = unglued(only.value) === null ? syntax(context, only, policy) : [gluedTerms(context, only)]
  return [
    ...(broken.length > 0 ? broken : providerPasses(context, only)),
    ...spfStyle(context, only, broken.length === 0),
  ]
}

/**
 * A policy in a record of the obsolete type SPF (RFC 7208 section 3.1) says who sends, but receivers do not look at it: the
 * TXT record that comes has its terms, so that the first one that receivers see leaves none of these senders out.
 *
 * @returns null where there is none, or where TXT records are meant as a policy already
 */
export function policyOfOldType(context: RecordContext): Finding[] | null {
  const { record, seen, data } = context
  if ((data?.records ?? []).some((each) => intendedSpf(spfTextOf(each)) !== null)) return null
  const old = seen.data({ name: record.name, type: 'SPF' })?.records ?? []
  const texts = old.map(presented).filter((text) => intendedSpf(text) !== null)
  if (texts.length === 0) return null
  const words = 'Add this TXT record, which has the terms of the record of type SPF too.'
  const cure = replacing(context, [], words, { texts })
  return [
    spfFinding(context, 'spf-missing', {
      sentence: `${record.name} has an SPF policy only in a record of the type SPF, which receivers no longer look at. They look for a TXT record.`,
      fix: cure.action === 'edit' ? { ...cure, action: 'add' } : cure,
    }),
  ]
}

/** The findings, each once: two policies may have the same flaw. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((each) => [`${each.code} ${each.sentence}`, each])).values()]
}

function noPolicy(context: RecordContext, published: readonly Published[]): Finding[] {
  const meant = published.filter(({ text }) => intendedSpf(text) !== null)
  const [first] = meant
  if (first === undefined) {
    const senderId = published.find(({ value }) => isSenderId(value))
    if (senderId !== undefined) return [besideSenderId(context, senderId)]
    const many = context.values.length > 1
    return [
      spfFinding(context, 'spf-missing', {
        sentence: `${context.record.name} has ${many ? `${context.values.length} TXT records, and none of them is` : 'a TXT record, but it is not'} an SPF record (one that begins with v=spf1 and lists who may send mail).`,
        fix: fix('add', `Add this TXT record beside the ${many ? 'others' : 'other'}.`, [
          withValue(context, context.record.value, []),
        ]),
      }),
    ]
  }
  const words = isTornApart(first)
    ? 'Each of its words is a character-string of its own. Receivers join the character-strings without a space, so the record does not start with v=spf1 and a space.'
    : ''
  return [
    spfFinding(context, 'spf-version-wrong', {
      sentence:
        words === ''
          ? `The record ${quoted(first.value)} looks like an SPF record, but does not start with v=spf1 and a space.`
          : `The record ${quoted(first.value)} looks like an SPF record. ${words}`,
      fix: replacing(
        context,
        meant,
        meant.length > 1 ? 'Replace these records by this one.' : 'Replace the record by this one.',
      ),
    }),
    ...(meant.length > 1 ? [] : spfStyle(context, first, false)),
  ]
}

/**
 * Where nothing but Sender ID says who sends (RFC 4406, made historic), the servers that it names would fail SPF from the
 * first SPF record on. Its terms are not taken over: they are for another identity, and most are long forgotten. So only a
 * person can say whether one of them still sends.
 */
function besideSenderId(context: RecordContext, { value }: Published): Finding {
  const { name } = context.record
  const words = 'Leave the Sender ID record as it is.'
  const right = [withValue(context, context.record.value, [])]
  return spfFinding(context, 'spf-missing', {
    sentence: `${name} has a Sender ID record (${quoted(value)}), and no SPF record (one that begins with v=spf1 and lists who may send mail). Receivers that check SPF do not look at Sender ID.`,
    fix: namesOthers(value, context.record.value)
      ? onlyIf(
          fix(
            'add',
            `If none of the servers that the Sender ID record names sends mail for ${name} any more, add this TXT record beside it. If one does, add its term to this record too, or its mail fails SPF. ${words}`,
            right,
          ),
        )
      : fix('add', `Add this TXT record beside the others. ${words}`, right),
  })
}

/** Whether a Sender ID record lets somebody pass besides the provider, or cannot be read. */
function namesOthers(senderId: string, expected: string): boolean {
  const [, ...words] = senderId.trim().split(/\s+/)
  const { terms, faults } = parseSpf(['v=spf1', ...words].join(' '))
  const provider = new Set(requiredTerms(expected).map(termKey))
  const passing = terms.filter(
    ({ kind, name, qualifier }) => qualifier === '+' && (kind === 'mechanism' || name === 'redirect'),
  )
  return faults.length > 0 || passing.some((term) => !provider.has(termKey(term)))
}

function several(context: RecordContext, policies: readonly Published[]): Finding {
  const count = policies.length === 2 ? 'Two' : String(policies.length)
  return spfFinding(context, 'spf-several', {
    sentence: `${count} SPF records exist; receivers ignore ${policies.length === 2 ? 'both' : 'all of them'}.`,
    fix: replacing(
      context,
      policies,
      'Replace these records by this one, which has the terms of all of them.',
    ),
  })
}

function gluedTerms(context: RecordContext, only: Published): Finding {
  const apart = new Set((unglued(only.value) ?? '').split(' '))
  const glued = only.value.split(/ +/).filter((token) => !apart.has(token))
  return spfFinding(context, 'spf-glued', {
    sentence: `${glued.length === 1 ? 'A space is missing' : 'Spaces are missing'} inside ${listed(glued.map(quoted))}, so receivers cannot read the policy.`,
    fix: replacing(context, [only], 'Replace the record by this one, which has a space between the terms.'),
  })
}

function syntax(context: RecordContext, only: Published, policy: SpfPolicy): Finding[] {
  if (policy.faults.length === 0) return odd(context, only, policy)
  const words = policy.faults
    .slice(0, MAX_FAULTS_TOLD)
    .map(({ text, reason, offset }) => `"${shortened(text)}" (at character ${offset + 1}) ${reason}`)
  const pieces = isTornApart(only)
    ? ' Each of its words is a character-string of its own, and receivers join the character-strings without a space.'
    : ''
  return [
    spfFinding(context, 'spf-syntax', {
      sentence: `The SPF record has an error, and receivers ignore all of it: ${words.join('; ')}.${pieces}`,
      fix: replacing(context, [only], 'Replace the record by this one.'),
    }),
  ]
}

/** Terms that receivers can read, with a name that no host can have. */
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
    spfFinding(context, 'spf-syntax', {
      sentence: `The SPF record has an error: ${words.join('; ')}. No host can have such a name, so receivers find nothing there.`,
      fix: replacing(context, [only], 'Replace the record by this one.'),
    }),
  ]
}

/** Whether a blank was lost where one character-string ends and the next begins. */
function isTornApart({ text }: Published): boolean {
  if (typeof text === 'string' || text.length < 2) return false
  const meant = intendedSpf(text)
  const joined = intendedSpf(joinedText(text))
  return meant?.isSound === false && JSON.stringify(meant) !== JSON.stringify(joined)
}

/** Says nothing about the terms: those that were not read may be what is missing. */
function tooLong(context: RecordContext, policy: string): Finding {
  return spfFinding(context, 'spf-long', {
    sentence: `The SPF record has ${policy.length} characters. That is so long that Zonedesk did not read it to its end, so it is not known whether the provider is in it. The record will not reach every receiver.`,
    fix: fix('edit', cureOf('spf-long')),
  })
}
