import type { Finding } from '../../../../preload/contract/findings'
import { finding, fix, hostWords } from '../finding'
import { listed, shortened } from '../presentation'
import { wanted, type RecordContext } from '../record-context'
import { evidenceOf } from '../seen-answers'

/** Another address, or another text where a text is wanted. Other TXT records may stand beside it and stay. */
export function differentValue(context: RecordContext): Finding[] {
  const { answer, record, subject, values } = context
  if (answer === null || values.length === 0) return []
  const isText = record.type === 'TXT'
  const right = wanted(context, isText ? [] : values)
  const cure = isText ? 'Add this record beside what is there.' : 'Replace it by this record.'
  return [
    finding('value-different', {
      subject,
      sentence: `DNS has ${listed(values.slice(0, 3).map(shortened))} at ${record.name}, and the provider wants ${shortened(record.value)}.`,
      evidence: [evidenceOf(answer)],
      fix: fix(isText ? 'add' : 'edit', `${cure} ${hostWords(right)}`, [right]),
    }),
  ]
}
