import type { Evidence, Finding, Fix, ZoneRecord } from '../../../../preload/contract/findings'
import { isOfCloudflare } from '../answers/cloudflare'
import { copied, cureOf, dropping, finding, fix, onlyIf } from '../findings/finding'
import { recordWords, useWords } from '../comparison/name-use'
import { listed, plainName, presented, zoneRecord } from '../records/presentation'
import { wanted, type RecordContext } from '../findings/record-context'
import { evidenceOf, evidenceOn, resolved, type UsefulAnswer } from '../answers/seen-answers'
import { isSpf } from '../spf/spf-policy'
import { addressesOf } from '../answers/targets'
import { undecorated } from '../comparison/undecorated'

/**
 * A name below a DNAME record, which leads all names below it elsewhere (RFC 6672 section 2.4): such a name can have no
 * record of its own.
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
    const cost = `Deleting the DNAME record changes every name below ${above.name}.`
    const cure =
      record.type === 'CNAME'
        ? `If nothing else needs the DNAME record at ${above.name}, delete it, and then add this record. ${cost}`
        : `Have this record added at ${led}, where the name leads to. Or delete the DNAME record at ${above.name}, and then add this record. ${cost}`
    return [
      finding('dname-above', {
        subject,
        sentence: `A DNAME record leads every name below ${above.name} to ${above.target}. It leads ${record.name} to ${led}, so that name can have no record of its own.`,
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
      sentence: `The provider wants a CNAME at ${apex}. That is the top of the zone, where no CNAME can be.`,
      evidence: context.answer === null ? [] : [evidenceOf(context.answer)],
      fix: fix(
        'none',
        `Have the provider use a name below ${record.name}. If that is not possible, an ALIAS or ANAME record of your DNS host with the target ${record.value} may do.`,
      ),
    }),
  ]
}

/** Other records beside a CNAME, which servers should refuse to hold (RFC 2181 section 10.1). */
export function besideAlias(context: RecordContext): Finding[] {
  const { record, apex } = context
  const others = othersAt(context)
  if (record.type !== 'CNAME' || context.values.length === 0 || others.length === 0) return []
  const records = others.flatMap(ownRecords).slice(0, MAX_ROWS)
  const rows = records.map((item) => copied(item, apex))
  return [
    finding('cname-beside-other', {
      subject: context.subject,
      sentence: `${record.name} has a CNAME and also ${listed(others.map(({ question }) => question.type))} records.`,
      evidence: others.map(evidenceOf),
      fix: makingRoom(
        context,
        records,
        `Delete ${rows.length === 1 ? 'this record' : 'these records'}, and keep only the CNAME.`,
        (sentence) => fix('remove', sentence, rows),
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
  const types = listed(others.map(({ question }) => question.type))
  const addressesOnly = others.every(({ question }) => question.type === 'A' || question.type === 'AAAA')
  if (addressesOnly) return [addressesInstead(context, others, evidence)]
  const replaces = others.flatMap(ownRecords)
  const right = wanted(context, replaces)
  return [
    finding('cname-blocked', {
      subject,
      sentence: `${record.name} has ${types} records where the CNAME belongs, and a CNAME cannot stand beside them.`,
      evidence,
      fix: makingRoom(
        context,
        replaces,
        `Remove the ${types} records of this name and add the CNAME.`,
        (sentence) => fix('edit', sentence, [right]),
      ),
    }),
  ]
}

const OTHER_PREFIX =
  'have the provider use another web prefix for this domain, sync, and publish the record it then wants'

/**
 * A cure that deletes records to make room for the CNAME. It says what stops with them, and how to avoid that. Where the
 * name sends or receives mail itself, no record is deleted: a person decides.
 */
function makingRoom(
  context: RecordContext,
  records: readonly ZoneRecord[],
  change: string,
  made: (sentence: string) => Fix,
): Fix {
  const { record, neighbours, seen } = context
  const sender = neighbours.find(({ domain }) => domain === record.name)
  const exchanges = records.filter(({ type, value }) => type === 'MX' && value !== '')
  const policies = records.filter(({ type, value }) => type === 'TXT' && isSpf(value))
  if (sender !== undefined || exchanges.length > 0 || policies.length > 0) {
    const why =
      sender === undefined
        ? `sends or receives mail itself (${recordWords([...exchanges, ...policies])})`
        : 'is a sending domain itself'
    return fix('none', `${record.name} ${why}, so its records stay. For links and opens, ${OTHER_PREFIX}.`)
  }
  const target = plainName(record.value)
  const ofTarget = addressesOf(seen, target)
  // A text with the target, or the addresses of the target, stand for the CNAME that was meant.
  const isMeant = ({ value }: ZoneRecord): boolean =>
    ofTarget.includes(value) || plainName(undecorated(value, 'name')) === target || value === ''
  const drops = useWords(
    records.filter((item) => !isMeant(item)),
    record.name,
  )
  if (drops.length === 0) return made(change)
  return dropping(
    made(
      `${change} That ends ${listed(drops)}. If any of that is in use, leave the records as they are, and ${OTHER_PREFIX}.`,
    ),
    drops,
  )
}

/** The name has only addresses: those of a proxy, those of the target, or others. */
function addressesInstead(
  context: RecordContext,
  others: readonly UsefulAnswer[],
  evidence: readonly Evidence[],
): Finding {
  const { record, subject, situation, seen } = context
  const target = plainName(record.value)
  const records = others.flatMap((answer) => resolved(answer).records)
  const addresses = records.map(presented)
  const ofTarget = addressesOf(seen, target)
  const right = wanted(context, others.flatMap(ownRecords))
  const proof = [...evidence, ...evidenceOn(seen, { name: target, type: 'A' }, 1)]
  // The target's IPv6 addresses are asked for only if it has no IPv4 address.
  const comparable = records.filter(
    ({ type }) => (type === 'A' || type === 'AAAA') && seen.data({ name: target, type }) !== null,
  )
  const areTargets = comparable.length > 0 && comparable.every((item) => ofTarget.includes(presented(item)))
  const atCloudflare = situation.zone.nameServers.some((name) => CLOUDFLARE.test(name.toLowerCase()))
  if (!areTargets && addresses.every(isOfCloudflare)) {
    // If the target's own addresses are not known, the target may be at Cloudflare, and the CNAME flattened.
    const certainty = ofTarget.length > 0 ? '' : ' probably'
    return finding('cname-proxied', {
      subject,
      sentence: `${record.name} answers with ${addresses[0] ?? ''}, an address of Cloudflare's proxy, and not with a CNAME: the proxy (orange cloud) is${certainty} on for this record.`,
      evidence: proof,
      fix: onlyIf(
        fix(
          'edit',
          `${cureOf('cname-proxied')} The record keeps the target shown here. If the name is a web site of yours, leave the record as it is, and ${OTHER_PREFIX}.`,
          [right],
        ),
      ),
    })
  }
  const flattening = atCloudflare ? 'turn off "CNAME flattening"' : 'turn off flattening or ALIAS'
  if (areTargets) {
    return finding('cname-flattened', {
      subject,
      sentence: `${record.name} answers with the addresses of ${target} and not with a CNAME: the DNS host replaces the CNAME by these addresses (flattening), or they were entered as A records. The provider looks for the CNAME itself.`,
      evidence: proof,
      fix: fix(
        'edit',
        `If the record is a CNAME at your DNS host already, ${flattening} for it. Otherwise replace the addresses by this CNAME.`,
        [right],
      ),
    })
  }
  const change = `If the record is a CNAME at your DNS host already, ${flattening} for it. Otherwise replace the addresses by this CNAME.`
  return finding('cname-flattened', {
    subject,
    sentence: `${record.name} answers with ${listed(addresses)} and not with a CNAME${ofTarget.length > 0 ? `; ${target} has other addresses` : ''}. Most likely A records were entered instead.`,
    evidence: proof,
    fix: makingRoom(context, right.replaces, change, (words) => fix('edit', words, [right])),
  })
}

function ownRecords(answer: UsefulAnswer): ZoneRecord[] {
  return resolved(answer).records.flatMap((item) => zoneRecord(item) ?? [])
}
