import type { FindingCode } from '../../../../preload/contract/finding-catalogue'
import type { Finding, FixAction } from '../../../../preload/contract/findings'
import { cureOf, finding, fix, hostWords } from '../finding'
import { listed, shortened } from '../presentation'
import { present, withValue, type RecordContext } from '../record-context'
import { evidenceOf } from '../seen-answers'
import { mergeSpf } from '../spf/spf-merge'
import { isSpf, isTooLong, parseSpf, type SpfPolicy } from '../spf/spf-policy'
import { repairedVersion, unglued } from '../spf/spf-repair'
import { placeOf, requiredTerms, termKey } from '../spf/spf-terms'

/** The SPF policies among the TXT records that were seen. */
export function policiesOf({ values }: RecordContext): string[] {
  return values.filter(isSpf)
}

/** What is wrong with the SPF record itself; what it costs is judged elsewhere. */
export function spfRecord(context: RecordContext): Finding[] {
  if (context.values.length === 0) return []
  const policies = policiesOf(context)
  const [only] = policies
  if (only === undefined) return noPolicy(context)
  if (policies.length > 1) return [several(context, policies)]
  if (isTooLong(only)) return [tooLong(context, only)]
  const policy = parseSpf(only)
  const glued = gluedTerms(context, only)
  return [
    ...(glued ?? syntax(context, policy)),
    ...(glued ? [] : provider(context, policy)),
    ...style(context, policy),
  ]
}

function noPolicy(context: RecordContext): Finding[] {
  const [text, policy] =
    context.values
      .map((value) => [value, repairedVersion(value)] as const)
      .find(([, repaired]) => repaired !== null) ?? []
  if (text === undefined || typeof policy !== 'string') {
    return [
      build(context, 'spf-missing', {
        sentence: `${context.record.name} has ${context.values.length} TXT ${plural(context.values.length, 'record')}, and none of them is an SPF record (one that begins with v=spf1 and lists who may send mail).`,
        action: 'add',
        cure: 'Add this TXT record beside the others.',
        value: context.record.value,
        replaces: [],
      }),
    ]
  }
  const merged = mergeSpf([policy], context.record.value)
  return [
    build(context, 'spf-version-wrong', {
      sentence: `The record ${quoted(text)} looks like an SPF record, but does not start with v=spf1 and a space.`,
      cure: `Replace the record by this one:${leftOutWords(merged.leftOut)}`,
      value: merged.text,
      replaces: [text],
    }),
  ]
}

function several(context: RecordContext, policies: readonly string[]): Finding {
  const merged = mergeSpf(policies, context.record.value)
  const count = policies.length === 2 ? 'Two' : String(policies.length)
  return build(context, 'spf-several', {
    sentence: `${count} SPF records exist; receivers ignore ${policies.length === 2 ? 'both' : 'all of them'}.`,
    cure: `Replace them by this one, which has the terms of all:${leftOutWords(merged.leftOut)}`,
    value: merged.text,
    replaces: policies,
  })
}

function gluedTerms(context: RecordContext, policy: string): Finding[] | null {
  const apart = unglued(policy)
  if (apart === null) return null
  const merged = mergeSpf([apart], context.record.value)
  const tokens = new Set(apart.split(' '))
  const glued = policy.split(/ +/).filter((token) => !tokens.has(token))
  return [
    build(context, 'spf-glued', {
      sentence: `${glued.length === 1 ? 'A space is missing' : 'Spaces are missing'} inside ${listed(glued.map(quoted))}, so receivers cannot read the policy.`,
      cure: `Replace the record by this one, with a space between the terms:${leftOutWords(merged.leftOut)}`,
      value: merged.text,
      replaces: [policy],
    }),
  ]
}

function syntax(context: RecordContext, policy: SpfPolicy): Finding[] {
  if (policy.faults.length === 0) return []
  const merged = mergeSpf([policy.text], context.record.value)
  const words = policy.faults
    .slice(0, MAX_FAULTS_TOLD)
    .map(({ text, reason, offset }) => `"${shortened(text)}" (at character ${offset + 1}) ${reason}`)
  return [
    build(context, 'spf-syntax', {
      sentence: `The SPF record has an error, and receivers ignore all of it: ${words.join('; ')}.`,
      cure: `Replace the record by this one:${leftOutWords(merged.leftOut)}`,
      value: merged.text,
      replaces: [policy.text],
    }),
  ]
}

/** Whether the terms the provider needs are there and count. */
function provider(context: RecordContext, policy: SpfPolicy): Finding[] {
  const places = requiredTerms(context.record.value).map((term) => ({
    term,
    place: placeOf(term, policy.terms),
  }))
  const merged = mergeSpf([policy.text], context.record.value)
  const edit = { value: merged.text, replaces: [policy.text] }
  const inPlace = (wantedPlace: string): string =>
    listed(places.filter(({ place }) => place === wantedPlace).map(({ term }) => term.text))
  const found: Finding[] = []
  const missing = inPlace('missing')
  if (missing !== '') {
    const sentence = `The SPF record does not have ${missing}, so mail from the provider fails SPF.`
    const cure = 'Replace the record by this one; your own terms and its ending stay as they are:'
    found.push(build(context, 'spf-include-missing', { sentence, cure, ...edit }))
  }
  const signed = inPlace('not-pass')
  if (signed !== '') {
    const sentence = `In the SPF record a sign (-, ~ or ?) stands before ${signed}, so mail from the provider does not pass.`
    const cure = 'Replace the record by this one, where the term has no sign:'
    found.push(build(context, 'spf-include-not-pass', { sentence, cure, ...edit }))
  }
  const late = inPlace('after-all')
  if (late !== '') {
    const sentence = `${late} stands after all, where receivers do not look.`
    const cure = 'Replace the record by this one, where all is the last term:'
    found.push(build(context, 'spf-include-after-all', { sentence, cure, ...edit }))
  }
  return found
}

/** Nothing is said of its terms: what is not read may be among them. */
function tooLong(context: RecordContext, policy: string): Finding {
  return build(context, 'spf-long', {
    sentence: `The SPF record has ${policy.length} characters, so many that it was not read to its end; it cannot be said whether the provider is in it, and it will not reach every receiver.`,
    cure: cureOf('spf-long'),
    replaces: [],
  })
}

/** What receivers can read and still should not be so. */
function style(context: RecordContext, { text, terms }: SpfPolicy): Finding[] {
  const found: Finding[] = []
  const required = context.record.value
  const tell = (code: FindingCode, sentence: string, kept: readonly string[] | null): void => {
    const value = kept === null ? null : mergeSpf([['v=spf1', ...kept].join(' ')], required).text
    found.push(
      build(context, code, {
        sentence,
        cure: value === null ? cureOf(code) : 'Replace the record by this one:',
        ...(value === null ? {} : { value }),
        replaces: [text],
      }),
    )
  }
  const texts = terms.map((term) => term.text)
  const all = terms.findIndex(({ name }) => name === 'all')
  const ending = terms[all]
  const redirect = terms.find(({ name }) => name === 'redirect')
  const withEnding = (end: string): string[] => texts.map((term, index) => (index === all ? end : term))
  if (ending?.qualifier === '+') {
    tell(
      'spf-allows-all',
      `The SPF record ends in ${ending.text}, so every server in the world passes.`,
      withEnding('~all'),
    )
  }
  if (ending?.qualifier === '?') {
    tell(
      'spf-neutral-all',
      'The SPF record ends in ?all, which says nothing about other senders.',
      withEnding('~all'),
    )
  }
  if (ending === undefined && redirect === undefined) {
    tell('spf-no-all', 'The SPF record has neither all nor redirect at its end.', [...texts, '~all'])
  }
  const late = all < 0 ? [] : terms.slice(all + 1).filter(({ kind }) => kind === 'mechanism')
  if (late.length > 0) {
    const sentence = `${listed(late.map((term) => term.text))} ${late.length === 1 ? 'stands' : 'stand'} after all and ${late.length === 1 ? 'is' : 'are'} never looked at.`
    tell('spf-terms-after-all', sentence, texts)
  }
  if (ending !== undefined && redirect !== undefined) {
    tell('spf-redirect-ignored', `${redirect.text} is ignored, because the record has ${ending.text}.`, [
      ...texts.filter((term) => term !== redirect.text),
    ])
  }
  const keys = new Set<string>()
  const twice = terms.filter((term) => keys.has(termKey(term)) || !keys.add(termKey(term)))
  if (twice.length > 0) {
    tell('spf-duplicate-term', `${listed(twice.map((term) => term.text))} stands there twice.`, texts)
  }
  if (terms.some(({ name }) => name === 'ptr')) {
    tell('spf-ptr', 'The SPF record uses ptr, which is slow, unreliable, and not to be used any more.', null)
  }
  if (text.length > ADVISED_OCTETS) {
    const over = text.length > PACKET_OCTETS ? `more than ${PACKET_OCTETS}` : `more than ${ADVISED_OCTETS}`
    tell(
      'spf-long',
      `The SPF record has ${text.length} characters, ${over}, and may not reach every receiver.`,
      null,
    )
  }
  return found
}

const MAX_FAULTS_TOLD = 5
/** RFC 7208 section 3.4: 450 leaves room for the rest of an answer that fits 512 octets (RFC 1035 section 4.2.1). */
const ADVISED_OCTETS = 450
const PACKET_OCTETS = 512

interface Words {
  readonly sentence: string
  readonly cure: string
  readonly action?: FixAction
  /** The policy to publish; without it there is none to copy. */
  readonly value?: string
  readonly replaces: readonly string[]
}

function build(context: RecordContext, code: FindingCode, words: Words): Finding {
  const { value, replaces } = words
  const right = value === undefined ? null : withValue(context, value, present(context, replaces))
  return finding(code, {
    subject: context.subject,
    sentence: words.sentence,
    evidence: context.answer === null ? [] : [evidenceOf(context.answer)],
    fix: fix(
      words.action ?? 'edit',
      // A cure that ends in a colon has the record right below it.
      right === null ? words.cure : `${hostWords(right)} ${words.cure}`,
      right === null ? [] : [right],
    ),
  })
}

function leftOutWords(leftOut: readonly string[]): string {
  if (leftOut.length === 0) return ''
  return ` (${listed(leftOut.map(quoted))} could not be read and ${leftOut.length === 1 ? 'is' : 'are'} left out; add what was meant)`
}

function quoted(text: string): string {
  return text.includes('"') ? shortened(text) : `"${shortened(text)}"`
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`
}
