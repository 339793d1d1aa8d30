import type { FindingCode } from '../../../../preload/contract/finding-titles'
import type { Finding } from '../../../../preload/contract/findings'
import { damageTo } from '../records/dkim-damage'
import { isWhole, parseDkimKey, readOctets, rsaBits, servesMail, type DkimKey } from '../records/dkim-key'
import { bareText, keyIn, readDkimText } from '../records/dkim-text'
import { cureOf, dropping, finding, fix } from '../findings/finding'
import { listed, shortened } from '../records/presentation'
import { present, wanted, withValue, type RecordContext } from '../findings/record-context'
import { evidenceOf } from '../answers/seen-answers'

/** RFC 8301 section 3.2: verifiers must not take a shorter key for valid. */
const LEAST_BITS = 1024
const QUOTES = /["\u201c\u201d\u201e\u00ab\u00bb]/

/** What stops when a whole key that is not the provider's goes. The sentences name it in these words. */
const SIGNED_WITH_IT = 'mail that is signed with the key that stands there'
const SIGNED_WITH_OTHER = 'mail that is signed with the other key'

const WHOSE_KEY = `Find out whose key it is: an earlier key of the provider, or the key of another service that signs with this selector too. DNS does not tell which. If another service uses it, keep it, and have the provider sign with another selector. If no service uses it, replace the value by this one: ${SIGNED_WITH_IT} then fails DKIM.`

/** Why the DKIM key that was seen is not the provider's. The first cause that fits is told. */
export function differentDkim(context: RecordContext): Finding[] {
  const { values, record } = context
  const right = parseDkimKey(record.value).key
  const [text] = values
  if (text === undefined || right === null) return []
  if (values.length > 1) return [severalRecords(context, right)]
  return [toldOf(context, sparing(causeOf(text, right), text, right), values)]
}

/** What there is to say about a key that is the right one. */
export function dkimAdvice(context: RecordContext): Finding[] {
  if (context.role !== 'dkim-key' || context.values.length !== 1) return []
  const { key } = parseDkimKey(context.values[0] ?? '')
  if (key === null || key.publicKey === '') return []
  const found: Finding[] = []
  const bits = key.keyType === 'rsa' ? rsaBits(key.publicKey) : null
  if (bits !== null && bits < LEAST_BITS) {
    found.push(
      finding('dkim-short', {
        subject: context.subject,
        sentence: `The DKIM key has ${bits} bits; receivers do not accept fewer than ${LEAST_BITS}.`,
        evidence: evidenceFor(context),
        fix: fix('none', cureOf('dkim-short')),
      }),
    )
  }
  if (key.flags.includes('y')) {
    found.push(
      told(
        context,
        'dkim-testing',
        'The DKIM record is marked as a test (t=y), so receivers do not count on its signatures.',
        context.values,
      ),
    )
  }
  return found
}

/** What one of several records at the selector's name is. */
type KeyRecordKind = 'right' | 'piece' | 'whole' | 'foreign' | 'broken'

function partOf(text: string, right: DkimKey): KeyRecordKind {
  if (isSameKey(text, right)) return 'right'
  if (isPiece(text, right)) return 'piece'
  const read = readDkimText(text)
  if (read.kind === 'foreign') return read.isUseless ? 'broken' : 'foreign'
  const { key } = parseDkimKey(text)
  return (key !== null && isWhole(key)) || hasOtherKey(text, right) ? 'whole' : 'broken'
}

/**
 * Whether a text has a whole key that is not the provider's, however it is dressed up: some verifiers read past quotation
 * marks, backslashes and tags in the wrong order, so that mail that is signed with it may pass.
 */
function hasOtherKey(text: string, right: DkimKey): boolean {
  const inside = keyIn(text)
  const { kind } = readOctets(inside)
  return (kind === 'rsa' || kind === 'ed25519') && inside !== right.publicKey
}

/** Whether a record holds a part of the right key, with the tags in front of it or without. */
function isPiece(text: string, right: DkimKey): boolean {
  const bare = bareText(text)
  const piece = /(?:^|;)p=([^;]*)/.exec(bare)?.[1] ?? bare
  return piece !== '' && piece !== right.publicKey && right.publicKey.includes(piece)
}

function severalRecords(context: RecordContext, right: DkimKey): Finding {
  const { values, record } = context
  const parts = values.map((value) => ({ value, part: partOf(value, right) }))
  const those = (part: KeyRecordKind): string[] =>
    parts.filter((it) => it.part === part).map(({ value }) => value)
  const others = parts.filter(({ part }) => part !== 'right').map(({ value }) => value)
  const sentence = `There are ${values.length} DKIM records at ${record.name}, but only one is allowed.`
  const [first] = those('right').toSorted((a, b) => limitsOf(a, record.value) - limitsOf(b, record.value))
  if (first !== undefined) {
    // A second record with the right key says the same with other tags; one of them is enough.
    const surplus = others.length > 0 ? others : values.filter((value) => value !== first)
    return besideRight(context, right, surplus, sentence)
  }
  if (those('piece').length === values.length) {
    return told(context, 'dkim-split', splitWords(values, right), values)
  }
  const drops = dropsOf(those('whole'), those('foreign'))
  const right0 = wanted(context, present(context, values))
  const cost = dropWords(drops)
  return finding('dkim-several', {
    subject: context.subject,
    sentence: `${sentence} None of them is the provider's.`,
    evidence: evidenceFor(context),
    fix: dropping(fix('edit', `Replace all of them by this one.${cost}`, [right0]), drops),
  })
}

/** Lower for a record that is closer to the provider's: the same text, or at least not marked as a test. */
function limitsOf(text: string, expected: string): number {
  if (text === expected) return 0
  return parseDkimKey(text).key?.flags.includes('y') === true ? 2 : 1
}

/** The right key is there. It stays and is not entered a second time. The records beside it go. */
function besideRight(
  context: RecordContext,
  right: DkimKey,
  others: readonly string[],
  sentence: string,
): Finding {
  const of = (part: KeyRecordKind): string[] => others.filter((value) => partOf(value, right) === part)
  const rows = others.map((value) => withValue(context, value, []))
  const one = rows.length === 1
  const pieces = of('piece')
  const drops = dropsOf(of('whole'), of('foreign'))
  const isLeftOver = pieces.length === others.length
  const what = isLeftOver
    ? `The provider's key is there and whole. ${one ? 'A piece of it is' : `${rows.length} pieces of it are`} left over from an earlier try.`
    : "The provider's record is among them."
  return finding('dkim-several', {
    subject: context.subject,
    sentence: `${sentence} ${what}`,
    evidence: evidenceFor(context),
    fix: dropping(
      fix(
        'remove',
        `Delete ${one ? 'this record' : 'these records'}. The provider's record is there and stays.${dropWords(drops)}`,
        rows,
      ),
      drops,
    ),
  })
}

function dropsOf(whole: readonly string[], foreign: readonly string[]): string[] {
  return [...(whole.length > 0 ? [SIGNED_WITH_OTHER] : []), ...foreign.map(searchFor)]
}

/** Names what goes, and how to avoid the loss. */
function dropWords(drops: readonly string[]): string {
  const key = drops.includes(SIGNED_WITH_OTHER)
    ? ` After that, ${SIGNED_WITH_OTHER} fails DKIM. If another service uses that key, first have that service or the provider sign with another selector.`
    : ''
  const texts = drops.filter((drop) => drop !== SIGNED_WITH_OTHER)
  return texts.length === 0 ? key : `${key} ${foundNoMore(texts)}`
}

function searchFor(text: string): string {
  return `any service that looks for "${shortened(text)}"`
}

function foundNoMore(searches: readonly string[]): string {
  return `After that, ${listed(searches)} finds nothing here. If you use such a service, first enter that text at the name that it belongs to.`
}

function isSameKey(text: string, right: DkimKey): boolean {
  const { key, faults } = parseDkimKey(text)
  return (
    key !== null &&
    faults.length === 0 &&
    key.publicKey === right.publicKey &&
    key.keyType === right.keyType &&
    servesMail(key)
  )
}

function splitWords(values: readonly string[], right: DkimKey): string {
  const spread = `The DKIM key is spread over ${values.length} records; each of them alone is no key.`
  const length = values
    .map((value) => bareText(value).replace(/^.*(?:^|;)p=/, ''))
    .reduce((sum, piece) => sum + piece.length, 0)
  return length < right.publicKey.length ? `${spread} Together they are not the whole key either.` : spread
}

/** The same cause, with what it costs to replace a text that has another whole key. */
function sparing(cause: Cause, text: string, right: DkimKey): Cause {
  if (!DRESSED_UP.has(cause.code) || !hasOtherKey(text, right)) return cause
  return {
    ...cause,
    sentence: `${cause.sentence} The key in it is whole, but it is not the key the provider signs with.`,
    cure: `Some receivers read it all the same. ${WHOSE_KEY}`,
    drops: [SIGNED_WITH_IT],
  }
}

/** Findings on how a text is written, whatever key is in it. */
const DRESSED_UP: ReadonlySet<FindingCode> = new Set(['dkim-quoted', 'dkim-escaped', 'dkim-syntax'])

interface Cause {
  readonly code: FindingCode
  readonly sentence: string
  /** What to do, where the catalogue's cure is not all. */
  readonly cure?: string
  readonly drops?: readonly string[]
  /** The provider's record must not take its place. */
  readonly isWithdrawn?: boolean
}

function causeOf(text: string, right: DkimKey): Cause {
  return (
    notAKeyRecord(text, right) ??
    copiedWrong(text) ??
    revoked(text) ??
    damaged(text, right) ??
    unreadable(text, right) ??
    otherKey(text, right)
  )
}

/** The text is something else than a key record. */
function notAKeyRecord(text: string, right: DkimKey): Cause | null {
  const read = readDkimText(text)
  switch (read.kind) {
    case 'private': {
      const isOurs = read.publicKey !== null && read.publicKey === right.publicKey
      return {
        code: 'dkim-private-key',
        sentence: `${isOurs ? 'The private key that belongs to the key of the provider' : 'A private key'} stands in DNS: everybody can read it and sign mail with it.`,
        ...(isOurs
          ? {
              isWithdrawn: true,
              cure: 'Delete this record at once, and have the provider make a new key: whoever saw the private key can sign as you. Then publish the record that the provider wants for the new key.',
            }
          : {
              cure: 'Replace the value at once by this one, the public key of the provider. Stop using the key pair of that private key wherever it is in use, and never use it again.',
            }),
      }
    }
    case 'pem': {
      const octets = readOctets(read.body)
      if (octets.kind === 'other') return kindCause(octets.called, right)
      const whose = read.body === right.publicKey ? 'The key of the provider' : 'A key'
      return {
        code: 'dkim-pem',
        sentence: `${whose} is in DNS in the form of a key file, with BEGIN and END lines. Receivers cannot read that form.`,
      }
    }
    case 'line':
      return {
        code: 'dkim-line-pasted',
        sentence: `A whole line of a zone file is in the value: "${shortened(text)}". Receivers take its name, its type or its brackets for a part of the key.`,
      }
    case 'foreign': {
      // A text that has only a few characters of the key's end is a piece of the key too.
      if (damageTo(keyIn(text), right.publicKey) !== null) return null
      const drop = searchFor(text)
      return {
        code: 'dkim-other-text',
        sentence: `In place of the DKIM key there is "${shortened(text)}": that is ${read.called}.`,
        ...(read.isUseless
          ? {}
          : {
              cure: `Replace it by the key of the provider. ${foundNoMore([drop])}`,
              drops: [drop],
            }),
      }
    }
    case 'key':
      return null
  }
}

/** Signs came along with the value. */
function copiedWrong(text: string): Cause | null {
  if (QUOTES.test(text)) {
    return {
      code: 'dkim-quoted',
      sentence:
        'Quotation marks are stored inside the DKIM record, and receivers take them for a part of it.',
    }
  }
  if (!text.includes('\\')) return null
  return {
    code: 'dkim-escaped',
    sentence: 'Backslashes are stored inside the DKIM record, and receivers take them for a part of it.',
  }
}

function revoked(text: string): Cause | null {
  const { key, faults } = parseDkimKey(text)
  if (key?.publicKey !== '' || faults.length > 0) return null
  return {
    code: 'dkim-revoked',
    sentence:
      'The tag p of the record, which holds the key, is empty. That tells receivers that the key is revoked.',
  }
}

/** What is there comes from the right key. */
function damaged(text: string, right: DkimKey): Cause | null {
  const { key } = parseDkimKey(text)
  // White space inside the key is folded away, and may have taken the place of plus signs.
  return damageTo(key?.publicKey ?? keyIn(text), right.publicKey)
}

function unreadable(text: string, right: DkimKey): Cause | null {
  const { key, faults } = parseDkimKey(text)
  if (key !== null && faults.length === 0) return null
  if (text.trim() === '') return { code: 'dkim-syntax', sentence: 'The DKIM record is empty: it has no key.' }
  const start = `The DKIM record "${shortened(text)}" cannot be read.`
  if (/(?:^|;)\s*p\s*=\s*(?:v\s*=\s*DKIM1|k\s*=|p\s*=)/i.test(text)) {
    return {
      code: 'dkim-syntax',
      sentence: `${start} The whole value was entered behind p=, so that p= stands there twice.`,
    }
  }
  if (key === null && keyIn(text) === right.publicKey) {
    return { code: 'dkim-syntax', sentence: `${start} The key is there, but p= in front of it is missing.` }
  }
  if (key === null && /[^;\s]\s*[\s,]p\s*=/.test(text)) {
    return { code: 'dkim-syntax', sentence: `${start} No semicolon stands in front of p=.` }
  }
  return { code: 'dkim-syntax', sentence: `${start} ${faults[0] ?? 'It has no key.'}` }
}

/** The record can be read, and has another key, or other tags. */
function otherKey(text: string, right: DkimKey): Cause {
  const { key } = parseDkimKey(text)
  if (key === null) return { code: 'dkim-syntax', sentence: 'The DKIM record cannot be read.' }
  if (key.publicKey !== right.publicKey) return anotherKey(key, right)
  if (key.keyType !== right.keyType) {
    return {
      code: 'dkim-key-type',
      sentence: `The DKIM record says k=${key.keyType}, but the provider signs with ${right.keyType}.`,
    }
  }
  const limits = [
    ...(key.hashes === null ? [] : [`h=${key.hashes.join(':')}`]),
    ...(key.services.includes('*') ? [] : [`s=${key.services.join(':')}`]),
  ]
  return {
    code: 'dkim-restricted',
    sentence: `The DKIM record restricts the key by ${listed(limits)}, so mail does not pass.`,
  }
}

/** "Whole, but another key" is said only if the octets are a whole key. */
function anotherKey(key: DkimKey, right: DkimKey): Cause {
  const octets = readOctets(key.publicKey)
  switch (octets.kind) {
    case 'other':
      return kindCause(octets.called, right)
    case 'short':
    case 'long':
      return {
        code: 'dkim-not-a-key',
        sentence: `The DKIM record has no whole key: the beginning of the key says that it has ${octets.wanted} octets, but there are ${octets.octets}. They are not a part of the provider's key.`,
      }
    case 'private':
    case 'none':
      return {
        code: 'dkim-not-a-key',
        sentence: 'What stands behind p= in the DKIM record is no key: its octets cannot be decoded as one.',
      }
    case 'rsa':
    case 'ed25519': {
      if (octets.kind !== key.keyType) {
        return {
          code: 'dkim-key-type',
          sentence: `The DKIM record says k=${key.keyType}, but the key in it is of the kind ${octets.kind}. The provider signs with ${right.keyType}.`,
        }
      }
      const size = octets.kind === 'rsa' ? ` (RSA, ${octets.bits} bits)` : ' (Ed25519)'
      return {
        code: 'dkim-wrong-key',
        sentence: `The DKIM key is whole${size}, but it is not the key the provider signs with.`,
        cure: WHOSE_KEY,
        drops: [SIGNED_WITH_IT],
      }
    }
  }
}

function kindCause(called: string, right: DkimKey): Cause {
  return {
    code: 'dkim-key-type',
    sentence: `The DKIM record has ${called}, but the provider signs with ${right.keyType}.`,
  }
}

function toldOf(context: RecordContext, cause: Cause, replaces: readonly string[]): Finding {
  const { code, sentence, cure, drops = [], isWithdrawn = false } = cause
  if (!isWithdrawn) return told(context, code, sentence, replaces, cure, drops)
  return finding(code, {
    subject: context.subject,
    sentence,
    evidence: evidenceFor(context),
    fix: fix('none', cure ?? cureOf(code)),
  })
}

function told(
  context: RecordContext,
  code: FindingCode,
  sentence: string,
  replaces: readonly string[],
  cure = cureOf(code),
  drops: readonly string[] = [],
): Finding {
  const right = wanted(context, present(context, replaces))
  return finding(code, {
    subject: context.subject,
    sentence,
    evidence: evidenceFor(context),
    fix: dropping(fix('edit', cure, [right]), drops),
  })
}

function evidenceFor({ answer }: RecordContext): ReturnType<typeof evidenceOf>[] {
  return answer === null ? [] : [evidenceOf(answer)]
}
