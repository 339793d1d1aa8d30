import type { Finding } from '../../../../preload/contract/findings'
import { cureOf, finding, fix } from '../findings/finding'
import { dkimPlace } from '../answers/misplaced-names'
import { compareRecord } from '../comparison/compare-record'
import { duration, listed, presentedExpected } from '../records/presentation'
import { wanted, type RecordContext } from '../findings/record-context'
import { evidenceOf, resolved, saysNoName, type UsefulAnswer } from '../answers/seen-answers'
import { endingImplicitExchange } from './implicit-exchange'
import { misplacedRecord } from './misplaced-record'

/** Why there is no record of the type at its name, when nothing stands in its way. */
export function missingRecord(context: RecordContext): Finding[] {
  const misplaced = misplacedRecord(context)
  if (misplaced !== null && 'found' in misplaced) return [endingImplicitExchange(misplaced.found, context)]
  return (atUndelegatedServer(context) ?? absent(context, misplaced?.note)).map((found) =>
    endingImplicitExchange(found, context),
  )
}

function atUndelegatedServer(context: RecordContext): Finding[] | null {
  const { seen, record, expected } = context
  const there = seen
    .undelegated({ name: record.name, type: record.type })
    .find((answer) => compareRecord(record, resolved(answer).records, expected, seen) === 'published')
  if (there === undefined) return null
  const right = wanted(context)
  const asked = seen.zones.at(record.name)?.nameServers ?? []
  const cure =
    asked.length === 0
      ? cureOf('at-undelegated-server')
      : `Add the record at the DNS host the domain uses now, whose name servers are ${listed(asked)}. What is entered at another DNS host has no effect.`
  return [
    finding('at-undelegated-server', {
      subject: context.subject,
      sentence: `The server ${there.server.name} has the record, but the domain is delegated to other servers, so nobody asks it.`,
      evidence: [there, context.answer].filter((item) => item !== null).map(evidenceOf),
      fix: fix('add', cure, [right]),
    }),
    ...absent(context),
  ]
}

/** @param note what else the cure says, with a space in front */
function absent(context: RecordContext, note = ''): Finding[] {
  const { answer, record, subject } = context
  if (answer === null) return []
  const right = wanted(context)
  const add = fix('add', `Add this ${record.type} record.${note}`, [right])
  const evidence = [evidenceOf(answer)]
  if (record.valid === 'valid') {
    const sentence = `The provider saw ${presentedExpected(record)} when it last looked, but DNS no longer has it.`
    return [finding('removed-since', { subject, sentence: short(sentence), evidence, fix: add })]
  }
  const other = otherSelector(context)
  if (other !== null) {
    const { selector } = dkimPlace(record.name) ?? { selector: '' }
    const sentence = `There are DKIM keys of other selectors below ${other.question.name}, but none of ${selector}, the selector the provider signs with.`
    const cure = `Add this TXT record. If you added it before, compare its host field letter by letter.${note}`
    return [
      finding('dkim-other-selector', {
        subject,
        sentence,
        evidence: [answer, other].map(evidenceOf),
        fix: fix('add', cure, [right]),
      }),
    ]
  }
  const noName = saysNoName(answer)
  const remembered =
    answer.outcome.negativeTtl === null || answer.outcome.negativeTtl === 0
      ? ''
      : ` Once it is there, resolvers may still remember for ${duration(answer.outcome.negativeTtl)} that it was not.`
  const sentence = noName
    ? `There is no record of any type at ${record.name}.${remembered}`
    : `${record.name} exists, but has no ${record.type} record.${remembered}`
  return [finding(noName ? 'name-missing' : 'type-missing', { subject, sentence, evidence, fix: add })]
}

/**
 * The answer that shows that other selectors have keys: if the selector's name does not exist but `_domainkey` does,
 * something is below it (RFC 8020 section 2). DNS cannot be asked which selectors these are.
 */
function otherSelector({ record, seen, answer, role }: RecordContext): UsefulAnswer | null {
  const place = dkimPlace(record.name)
  if (role !== 'dkim-key' || place === null || answer === null || !saysNoName(answer)) return null
  const name = `_domainkey.${place.under}`
  // The top of a zone is there whatever stands below it.
  if (seen.zones.at(name)?.apex === name) return null
  return seen.fact(`empty at ${name}`, (answers) => {
    const above = answers.best({ name, type: 'TXT' })
    return above === null || saysNoName(above) || above.outcome.answers.length > 0 ? null : above
  })
}

function short(sentence: string): string {
  return sentence.length <= 240
    ? sentence
    : 'The provider saw the record when it last looked, but DNS no longer has it.'
}
