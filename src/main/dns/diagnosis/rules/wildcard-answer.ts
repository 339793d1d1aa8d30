import type { Question } from '../../../../preload/contract/dns-answer'
import type { Finding } from '../../../../preload/contract/findings'
import { finding, fix } from '../findings/finding'
import { presented } from '../records/presentation'
import { wanted, withValue, type RecordContext } from '../findings/record-context'
import { evidenceOf, type SeenAnswers } from '../answers/seen-answers'
import { mergeSpf } from '../spf/spf-merge'
import { isSpf } from '../spf/spf-policy'
import { differentMailExchange, exchangeSetOf, otherSystems } from './different-mail-exchange'
import { OTHER_TYPES } from './standing-in-the-way'

/**
 * A wildcard made what was seen: a name that nobody published has the same answer (RFC 4592 section 2.2).
 *
 * @returns null when it did not
 */
export function wildcardAnswer(context: RecordContext): Finding[] | null {
  const { record, situation, seen } = context
  const under = parentOf(record.name)
  const probe = situation.probes.find((candidate) => candidate.under === under)
  if (probe === undefined) return null
  const types = record.type === 'CNAME' ? (['CNAME', ...OTHER_TYPES] as const) : [record.type]
  const pairs = types
    .map((type) => ({ own: dataAt(seen, { name: record.name, type }), type }))
    .filter(({ own }) => own.length > 0)
    .map(({ own, type }) => ({ own, probed: dataAt(seen, { name: probe.name, type }), type }))
  const [first] = pairs
  if (first === undefined || !pairs.every(({ own, probed }) => sameData(own, probed))) return null
  // A wildcard does not decide who receives the mail.
  if (context.role === 'mail-exchange' && otherSystems(exchangeSetOf(context)).length > 0) {
    return differentMailExchange(context)
  }
  const policies = context.role === 'spf' ? context.values.filter(isSpf) : []
  // Whoever passes by the policy of the wildcard has to pass afterwards too.
  const right =
    policies.length === 0 ? wanted(context) : withValue(context, mergeSpf(policies, record.value).text, [])
  const evidence = [record.name, probe.name].map((name) => seen.best({ name, type: first.type }))
  return [
    finding('wildcard-answers', {
      subject: context.subject,
      sentence: `There is no record at ${record.name}; a wildcard (a record at * below ${under} or below a name above that) answers for it.`,
      evidence: evidence.filter((answer) => answer !== null).map(evidenceOf),
      fix: fix('add', `Add this ${record.type} record. It takes precedence over the wildcard.`, [right]),
    }),
  ]
}

/** What must be asked of the probes to see whether a wildcard stands where a CNAME belongs. */
export function probeQuestions(
  name: string,
  probes: readonly { readonly name: string; readonly under: string }[],
  seen: SeenAnswers,
): Question[] {
  const probe = probes.find(({ under }) => under === parentOf(name))
  if (probe === undefined) return []
  return OTHER_TYPES.filter((type) => dataAt(seen, { name, type }).length > 0).map((type) => ({
    name: probe.name,
    type,
  }))
}

function dataAt(seen: SeenAnswers, question: Question): string[] {
  const data = seen.data(question)
  return data === null ? [] : [...data.aliases.map(({ target }) => target), ...data.records.map(presented)]
}

function sameData(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value) => b.includes(value))
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}
