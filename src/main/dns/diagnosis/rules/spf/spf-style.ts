import type { FindingCode } from '../../../../../preload/contract/finding-titles'
import type { Finding, Fix } from '../../../../../preload/contract/findings'
import { cureOf, fix, onlyIf } from '../../findings/finding'
import { listed } from '../../records/presentation'
import type { RecordContext } from '../../findings/record-context'
import { intendedSpf } from '../../spf/spf-intended'
import { isTooLong, parseSpf } from '../../spf/spf-policy'
import { termKey } from '../../spf/spf-terms'
import { openToAll } from './open-to-all'
import { AFTER_THE_OTHERS, type Published, spfFinding } from './published-spf'
import { replacing } from './spf-replacement'

/** RFC 7208 section 3.4: 450 leaves room for the rest of an answer that fits 512 octets (RFC 1035 section 4.2.1). */
const ADVISED_OCTETS = 450
const PACKET_OCTETS = 512

/**
 * What receivers can read, but should be otherwise.
 *
 * @param isCurable whether a record is offered; a broken policy has to be corrected first
 */
export function spfStyle(context: RecordContext, only: Published, isCurable: boolean): Finding[] {
  const found: Finding[] = []
  const terms = parseSpf(only.value).terms
  const tell = (code: FindingCode, sentence: string, cure: Fix): void => {
    found.push(spfFinding(context, code, { sentence, fix: isCurable ? cure : fix('none', AFTER_THE_OTHERS) }))
  }
  const texts = terms.map((term) => term.text)
  const rewritten = (kept: readonly string[], words: string, drops: readonly string[] = []): Fix =>
    replacing(context, [only], words, { texts: [['v=spf1', ...kept].join(' ')], drops })
  const all = terms.findIndex(({ name }) => name === 'all')
  const ending = terms[all]
  const redirect = terms.find(({ name }) => name === 'redirect')
  found.push(...openToAll(context, only, terms, isCurable))
  if (ending?.qualifier === '?') {
    tell(
      'spf-neutral-all',
      'The SPF record ends in ?all, which says nothing about other senders: receivers treat their mail as if there were no SPF record.',
      fix('none', cureOf('spf-neutral-all')),
    )
  }
  // An ending with a slip in it is the matter of another finding.
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
    const those = late.length === 1 ? 'the term' : 'the terms'
    const words = `Today the servers of ${names} do not pass. If they send mail for you, replace the record by this one, in which ${those} ${late.length === 1 ? 'counts' : 'count'}. Otherwise remove ${those}.`
    tell(
      'spf-terms-after-all',
      sentence,
      onlyIf(rewritten([...kept, ...modifiers.map(({ text }) => text)], words)),
    )
  }
  if (ending !== undefined && redirect !== undefined) {
    tell(
      'spf-redirect-ignored',
      `${redirect.text} is ignored, because the record has ${ending.text}.`,
      rewritten(
        texts.filter((term) => term !== redirect.text),
        `Replace the record by this one, which lets the same servers pass. If the servers of ${redirect.target ?? ''} are to pass too, write include:${redirect.target ?? ''} before ${ending.text}.`,
      ),
    )
  }
  const keys = new Set<string>()
  const twice = terms.filter((term) => keys.has(termKey(term)) || !keys.add(termKey(term)))
  if (twice.length > 0) {
    const kept = terms.filter((term) => !twice.includes(term)).map(({ text }) => text)
    tell(
      'spf-duplicate-term',
      `The SPF record names ${listed(twice.map((term) => term.text))} twice.`,
      rewritten(kept, 'Replace the record by this one.'),
    )
  }
  if (terms.some(({ name }) => name === 'ptr')) {
    tell(
      'spf-ptr',
      'The SPF record uses ptr, which is slow and unreliable, and should no longer be used.',
      fix('edit', cureOf('spf-ptr')),
    )
  }
  if (only.value.length > ADVISED_OCTETS && !isTooLong(only.value)) {
    const over =
      only.value.length > PACKET_OCTETS ? `more than ${PACKET_OCTETS}` : `more than ${ADVISED_OCTETS}`
    tell(
      'spf-long',
      `The SPF record has ${only.value.length} characters. That is ${over}, so the record may not reach every receiver.`,
      fix('edit', cureOf('spf-long')),
    )
  }
  return found
}
