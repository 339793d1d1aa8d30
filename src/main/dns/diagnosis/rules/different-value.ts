import type { Finding } from '../../../../preload/contract/findings'
import { finding, fix } from '../findings/finding'
import { listed, sameName, shortened } from '../records/presentation'
import { present, wanted, type RecordContext } from '../findings/record-context'
import { evidenceOf } from '../answers/seen-answers'
import { undecorated } from '../comparison/undecorated'

/** Another address, or another text where a text is wanted. Other TXT records may stand beside it and stay. */
export function differentValue(context: RecordContext): Finding[] {
  const { answer, record, subject, values } = context
  if (answer === null || values.length === 0) return []
  const decorated = decoratedValue(context, values)
  if (decorated !== null) return [decorated]
  const isText = record.type === 'TXT'
  const right = wanted(context, isText ? [] : present(context))
  const cure = isText
    ? 'Add this record. The records that are there belong to others and stay.'
    : 'Edit the record, and replace its value by this one.'
  return [
    finding('value-different', {
      subject,
      sentence: `DNS has ${listed(values.slice(0, 3).map(shortened))} at ${record.name}, but the provider wants ${shortened(record.value)}.`,
      evidence: [evidenceOf(answer)],
      fix: fix(isText ? 'add' : 'edit', cure, [right]),
    }),
  ]
}

/**
 * The provider's value with something around it that came along when it was copied or typed.
 *
 * @param values what is published, names or texts
 */
export function decoratedValue(context: RecordContext, values: readonly string[]): Finding | null {
  const { answer, record, subject } = context
  const kind = record.type === 'TXT' ? 'text' : 'name'
  const bare = undecorated(record.value, kind)
  const same = (value: string): boolean =>
    kind === 'text' ? undecorated(value, kind) === bare : sameName(undecorated(value, kind), bare)
  const decorated = values.find((value) => value !== record.value && same(value))
  if (answer === null || decorated === undefined) return null
  const replaced = present(context).filter(({ value }) => value === decorated)
  const right = wanted(context, replaced)
  return finding('value-decorated', {
    subject,
    sentence: `DNS has "${shortened(decorated)}": ${decorationWords(decorated, record.value)} stored with the value${decorated.includes('\\032') ? ' (\\032 stands for a space)' : ''}.`,
    evidence: [evidenceOf(answer)],
    fix: fix('edit', 'Edit the record, and enter the value alone, with nothing before or after it.', [right]),
  })
}

function decorationWords(seen: string, wantedValue: string): string {
  if (/^https?:/i.test(seen) && !/^https?:/i.test(wantedValue)) return 'https:// was'
  return /["'\u2018-\u201e\u00ab\u00bb]/.test(seen)
    ? 'quotation marks were'
    : 'spaces or other characters were'
}
