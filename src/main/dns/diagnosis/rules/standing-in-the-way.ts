import type { Evidence, Finding, ZoneRecord } from '../../../../preload/contract/findings'
import { isOfCloudflare } from '../cloudflare'
import { cureOf, finding, fix, fixRecord, hostWords } from '../finding'
import { listed, plainName, presented, zoneRecord } from '../presentation'
import { wanted, type RecordContext } from '../record-context'
import { evidenceOf, evidenceOn, resolved, type UsefulAnswer } from '../seen-answers'
import { addressesOf } from '../targets'

/**
 * A CNAME where a record of another type belongs (RFC 1034 section 3.6.2), at the apex (RFC 1912 section 2.4) or
 * below it.
 *
 * @returns null when there is none
 */
export function aliasInTheWay(context: RecordContext): Finding[] | null {
  const { record, apex, seen, answer, data } = context
  if (record.type === 'CNAME') return null
  const asked = seen.best({ name: record.name, type: 'CNAME' })
  const [direct] = asked === null ? [] : resolved(asked).records
  const target = direct?.type === 'CNAME' ? direct.target : data?.aliases[0]?.target
  if (target === undefined) return null
  const evidence = [asked, answer].filter((item) => item !== null).map(evidenceOf)
  const right = wanted(context)
  const code = record.name === apex ? 'cname-at-apex' : 'cname-where-text'
  return [
    finding(code, {
      subject: context.subject,
      sentence: `${record.name} is an alias (CNAME) for ${target}, so it cannot have the ${record.type} record.`,
      evidence,
      fix: fix(
        'edit',
        `Remove the CNAME to ${target} and add this ${record.type} record. ${hostWords(right)}`,
        [{ ...right, replaces: [{ type: 'CNAME', name: record.name, value: target, priority: null }] }],
      ),
    }),
  ]
}

/**
 * A name below one that is led elsewhere with all that is below it (DNAME, RFC 6672 section 2.4): it can have no record
 * of its own.
 *
 * @returns null when there is none
 */
export function belowRedirection({ record, seen, subject }: RecordContext): Finding[] | null {
  const answers = seen.decisive({ name: record.name, type: record.type })
  for (const answer of answers) {
    const above = answer.outcome.answers.find(
      (item) => item.type === 'DNAME' && record.name.endsWith(`.${item.name}`),
    )
    if (above?.type !== 'DNAME') continue
    const led = `${record.name.slice(0, -above.name.length)}${above.target}`
    const remove = `delete the DNAME record at ${above.name}, which changes every name below it`
    const cure =
      record.type === 'CNAME'
        ? `When nothing else needs it, ${remove}, and add this record then.`
        : `Either have this record added at ${led}, where the name leads to, or ${remove}, and add the record then.`
    return [
      finding('dname-above', {
        subject,
        sentence: `Every name below ${above.name} is led on to ${above.target} (DNAME), ${record.name} to ${led}, so it can have no record of its own.`,
        evidence: [evidenceOf(answer)],
        fix: fix('none', cure),
      }),
    ]
  }
  return null
}

/** A hostile zone may have any number. */
const MAX_ROWS = 20

/** Types that may stand where a CNAME belongs. */
export const OTHER_TYPES = ['A', 'AAAA', 'TXT', 'MX'] as const
/** Name servers of Cloudflare. */
const CLOUDFLARE = /(^|\.)ns\.cloudflare\.com$/

/** Records that the owner name of a wanted CNAME has itself, not through the CNAME. */
function othersAt({ record, seen }: RecordContext): UsefulAnswer[] {
  return OTHER_TYPES.map((type) => seen.best({ name: record.name, type }))
    .filter((answer) => answer !== null)
    .filter(({ outcome, question }) =>
      outcome.answers.some(({ name, type }) => name === record.name && type === question.type),
    )
}

/** The provider wants a CNAME at the apex, where none can be (RFC 1912 section 2.4). */
export function aliasWantedAtApex(context: RecordContext): Finding[] | null {
  const { record, apex } = context
  if (record.type !== 'CNAME' || record.name !== apex) return null
  return [
    finding('cname-at-apex', {
      subject: context.subject,
      sentence: `A CNAME is wanted at ${apex}, the top of the zone, where none can be.`,
      evidence: context.answer === null ? [] : [evidenceOf(context.answer)],
      fix: fix(
        'add',
        'Use the ALIAS or ANAME record of your DNS host with this target, or have the provider use a name below the domain.',
        [wanted(context)],
      ),
    }),
  ]
}

/** Other records beside a CNAME, which servers should refuse to hold (RFC 2181 section 10.1). */
export function besideAlias(context: RecordContext): Finding[] {
  const { record, apex } = context
  const others = othersAt(context)
  if (record.type !== 'CNAME' || context.values.length === 0 || others.length === 0) return []
  const rows = others.flatMap((answer) => rowsOf(answer, apex))
  return [
    finding('cname-beside-other', {
      subject: context.subject,
      sentence: `${record.name} has a CNAME and also ${listed(others.map(({ question }) => question.type))} records.`,
      evidence: others.map(evidenceOf),
      fix: fix(
        'remove',
        `Delete ${rows.length === 1 ? 'this record' : 'these records'}, and keep the CNAME alone.`,
        rows,
      ),
    }),
  ]
}

/**
 * Why there is no CNAME though the name has records: a proxy, flattening, or records of another type.
 *
 * @returns null when the name has none
 */
export function otherThanAlias(context: RecordContext): Finding[] | null {
  const { record, subject } = context
  const others = othersAt(context)
  if (record.type !== 'CNAME' || others.length === 0) return null
  const evidence = others.map(evidenceOf)
  const right = wanted(context)
  const types = listed(others.map(({ question }) => question.type))
  const addressesOnly = others.every(({ question }) => question.type === 'A' || question.type === 'AAAA')
  if (!addressesOnly) {
    const replaces = others.flatMap(ownRecords)
    return [
      finding('cname-blocked', {
        subject,
        sentence: `${record.name} has ${types} records where the CNAME belongs, and a CNAME cannot stand beside them.`,
        evidence,
        fix: fix('edit', `Remove the ${types} records of this name and add the CNAME. ${hostWords(right)}`, [
          { ...right, replaces },
        ]),
      }),
    ]
  }
  return [addressesInstead(context, others, evidence)]
}

/** Addresses alone: a proxy's, those the target has itself, or others. */
function addressesInstead(
  context: RecordContext,
  others: readonly UsefulAnswer[],
  evidence: readonly Evidence[],
): Finding {
  const { record, subject, observation, seen } = context
  const target = plainName(record.value)
  const records = others.flatMap((answer) => resolved(answer).records)
  const addresses = records.map(presented)
  const ofTarget = addressesOf(seen, target)
  const right = wanted(context, others.flatMap(ownRecords))
  const proof = [...evidence, ...evidenceOn(seen, { name: target, type: 'A' }, 1)]
  // Of the target, IPv6 is asked only where there is no IPv4.
  const comparable = records.filter(
    ({ type }) => (type === 'A' || type === 'AAAA') && seen.data({ name: target, type }) !== null,
  )
  const areTargets = comparable.length > 0 && comparable.every((item) => ofTarget.includes(presented(item)))
  const atCloudflare = observation.zone.nameServers.some((name) => CLOUDFLARE.test(name.toLowerCase()))
  if (!areTargets && addresses.every(isOfCloudflare)) {
    // Without the target's own addresses it may be that which is at Cloudflare, and the CNAME flattened.
    const certainty = ofTarget.length > 0 ? '' : ' probably'
    return finding('cname-proxied', {
      subject,
      sentence: `${record.name} answers with ${addresses[0] ?? ''}, an address of Cloudflare's proxy, and no CNAME: the proxy (orange cloud) is${certainty} on for this record.`,
      evidence: proof,
      fix: fix('edit', `${cureOf('cname-proxied')} Its target stays this one. ${hostWords(right)}`, [right]),
    })
  }
  const flattening = atCloudflare ? 'turn off "CNAME flattening"' : 'turn off flattening or ALIAS'
  const [sentence, cure] = areTargets
    ? [
        `${record.name} answers with the addresses of ${target} and no CNAME: the DNS host replaces the CNAME by them (flattening), or they were entered as A records. The provider looks for the CNAME itself.`,
        `When the record is a CNAME at your DNS host already, ${flattening} for it; otherwise replace the addresses by this CNAME.`,
      ]
    : [
        `${record.name} answers with ${listed(addresses)} and no CNAME${ofTarget.length > 0 ? `; ${target} has other addresses` : ''}: A records were most likely entered instead.`,
        `Replace the addresses by this CNAME. When it is a CNAME at your DNS host already, ${flattening} for it.`,
      ]
  return finding('cname-flattened', {
    subject,
    sentence,
    evidence: proof,
    fix: fix('edit', `${cure} ${hostWords(right)}`, [right]),
  })
}

function ownRecords(answer: UsefulAnswer): ZoneRecord[] {
  return resolved(answer).records.flatMap((item) => zoneRecord(item) ?? [])
}

function rowsOf(answer: UsefulAnswer, apex: string | null): ReturnType<typeof fixRecord>[] {
  const { name, type } = answer.question
  if (type !== 'A' && type !== 'AAAA' && type !== 'TXT' && type !== 'MX') return []
  return answer.outcome.answers
    .filter((item) => item.name === name && item.type === type)
    .slice(0, MAX_ROWS)
    .map((item) =>
      item.type === 'MX'
        ? fixRecord({ type: 'MX', name, value: item.exchange, priority: item.preference }, apex)
        : fixRecord({ type, name, value: presented(item), priority: null }, apex),
    )
}
