import type { Finding } from '../../../../preload/contract/findings'
import { finding, fix, hostWords } from '../finding'
import { plainName } from '../presentation'
import { present, wanted, type RecordContext } from '../record-context'
import { evidenceOf } from '../seen-answers'
import { decoratedValue } from './different-value'

/** A CNAME with another target than the provider's. */
export function differentAlias(context: RecordContext): Finding[] {
  const { answer, apex, record, subject, values } = context
  const [target] = values
  if (answer === null || target === undefined) return []
  const right = wanted(context, present(context))
  const evidence = [evidenceOf(answer)]
  if (hasZoneAppended(target, record.value, apex)) {
    return [
      finding('cname-zone-appended', {
        subject,
        sentence: `The CNAME leads to ${target}: ${apex ?? ''} was added to ${record.value}.`,
        evidence,
        fix: fix('edit', `Write the target with a dot at its end: ${record.value}. ${hostWords(right)}`, [
          { ...right, value: `${plainName(record.value)}.` },
        ]),
      }),
    ]
  }
  const decorated = decoratedValue(context, values)
  if (decorated !== null) return [decorated]
  return [
    finding('cname-wrong-target', {
      subject,
      sentence: `The CNAME leads to ${target}, and the provider wants ${record.value}.`,
      evidence,
      fix: fix('edit', `Change the target to ${record.value}. ${hostWords(right)}`, [right]),
    }),
  ]
}

/** Whether a name is another one with the zone's name behind it, as RFC 1035 section 5.1 reads names without a dot. */
export function hasZoneAppended(seen: string, expected: string, apex: string | null): boolean {
  return apex !== null && plainName(seen) === `${plainName(expected)}.${apex}`
}
