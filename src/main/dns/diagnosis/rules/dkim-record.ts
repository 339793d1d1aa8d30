import type { FindingCode } from '../../../../preload/contract/finding-catalogue'
import type { Finding } from '../../../../preload/contract/findings'
import { parseDkimKey, rsaBits, servesMail, type DkimKey } from '../dkim-key'
import { cureOf, finding, fix, hostWords } from '../finding'
import { listed, shortened } from '../presentation'
import { present, wanted, withValue, type RecordContext } from '../record-context'
import { evidenceOf } from '../seen-answers'

/** RFC 8301 section 3.2: verifiers must not take a shorter key for valid. */
const LEAST_BITS = 1024
const QUOTES = /["\u201c\u201d\u201e\u00ab\u00bb]/

/** Why the DKIM key that was seen is not the provider's. The first cause that fits is told. */
export function differentDkim(context: RecordContext): Finding[] {
  const { values, record } = context
  const right = parseDkimKey(record.value).key
  const [text] = values
  if (text === undefined || right === null) return []
  if (values.length > 1) return [severalRecords(context, right)]
  const [code, sentence] = causeOf(text, right, record.value)
  return [told(context, code, sentence, values)]
}

/** What can be said of a key that is the right one. */
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

function severalRecords(context: RecordContext, right: DkimKey): Finding {
  const { values } = context
  if (isSplit(values, right)) {
    return told(
      context,
      'dkim-split',
      `The DKIM key is spread over ${values.length} records; each of them alone is no key.`,
      values,
    )
  }
  const sentence = `There are ${values.length} DKIM records at ${context.record.name}, and one is allowed.`
  const others = values.filter((value) => !isSameKey(value, right))
  if (others.length === values.length) return told(context, 'dkim-several', sentence, values)
  // The right one is there, and is not to be entered a second time.
  const rows = others.map((value) => withValue(context, value, []))
  return finding('dkim-several', {
    subject: context.subject,
    sentence,
    evidence: evidenceFor(context),
    fix: fix(
      'remove',
      `Delete ${rows.length === 1 ? 'this record' : 'these records'}. The one of the provider is there and stays.`,
      rows,
    ),
  })
}

function isSameKey(text: string, right: DkimKey): boolean {
  const { key } = parseDkimKey(text)
  return key !== null && key.publicKey === right.publicKey && key.keyType === right.keyType && servesMail(key)
}

/** Whether the records are pieces of one key: one has its start, and the rest are inside it. */
function isSplit(values: readonly string[], right: DkimKey): boolean {
  const pieces = values.map((value) => bare(value))
  const starts = pieces.filter((piece) => /(^|;)p=/.test(piece))
  if (starts.length !== 1) return false
  const rest = pieces.filter((piece) => !starts.includes(piece))
  const head = /(?:^|;)p=([^;]*)/.exec(starts[0] ?? '')?.[1] ?? ''
  return (
    right.publicKey.startsWith(head) && rest.every((piece) => piece !== '' && right.publicKey.includes(piece))
  )
}

/** Without white space, quotes and backslashes. */
function bare(text: string): string {
  return text.replace(/[\s\\"\u201c\u201d\u201e\u00ab\u00bb]/g, '')
}

function causeOf(text: string, right: DkimKey, expected: string): readonly [FindingCode, string] {
  const { key, faults } = parseDkimKey(text)
  const stripped = parseDkimKey(bare(text)).key
  if (QUOTES.test(text)) {
    return [
      'dkim-quoted',
      'Quotation marks are stored inside the DKIM record, and receivers take them for a part of it.',
    ]
  }
  if (text.includes('\\')) {
    return [
      'dkim-escaped',
      'Backslashes are stored inside the DKIM record, and receivers take them for a part of it.',
    ]
  }
  if (key?.publicKey === '' && faults.length === 0) {
    return [
      'dkim-revoked',
      'The part p= of the record, which holds the key, is empty. That tells receivers that the key is revoked.',
    ]
  }
  const seen = (stripped ?? key)?.publicKey ?? ''
  if (seen !== '' && seen !== right.publicKey && right.publicKey.startsWith(seen)) {
    const cut = `The DKIM record has ${text.length} of ${expected.length} characters; the end of the key is missing.`
    return ['dkim-truncated', cut]
  }
  if (seen !== right.publicKey && seen.toLowerCase() === right.publicKey.toLowerCase()) {
    return ['dkim-case-changed', 'The DKIM key differs from the right one only in upper and lower case.']
  }
  if (key === null || faults.length > 0) {
    const [fault = 'It has no key.'] = faults
    return ['dkim-syntax', `The DKIM record "${shortened(text)}" cannot be read. ${fault}`]
  }
  if (key.publicKey !== right.publicKey) {
    return ['dkim-wrong-key', 'The DKIM key is whole, but it is not the key the provider signs with.']
  }
  if (key.keyType !== right.keyType) {
    return [
      'dkim-key-type',
      `The DKIM record says k=${key.keyType}, and the provider signs with ${right.keyType}.`,
    ]
  }
  if (!servesMail(key)) {
    const limits = [
      ...(key.hashes === null ? [] : [`h=${key.hashes.join(':')}`]),
      ...(key.services.includes('*') ? [] : [`s=${key.services.join(':')}`]),
    ]
    return [
      'dkim-restricted',
      `The DKIM record restricts the key by ${listed(limits)}, so mail does not pass.`,
    ]
  }
  return ['dkim-syntax', 'The DKIM record cannot be read.']
}

function told(
  context: RecordContext,
  code: FindingCode,
  sentence: string,
  replaces: readonly string[],
): Finding {
  const right = wanted(context, present(context, replaces))
  return finding(code, {
    subject: context.subject,
    sentence,
    evidence: evidenceFor(context),
    fix: fix('edit', `${cureOf(code)} ${hostWords(right)}`, [right]),
  })
}

function evidenceFor({ answer }: RecordContext): ReturnType<typeof evidenceOf>[] {
  return answer === null ? [] : [evidenceOf(answer)]
}
