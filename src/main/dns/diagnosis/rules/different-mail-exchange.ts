import { isIP } from 'node:net'
import type { ResourceRecordOf } from '../../../../preload/contract/dns-answer'
import type { Finding } from '../../../../preload/contract/findings'
import { cureOf, finding, fix, fixRecord, hostWords } from '../finding'
import { listed, plainName, presented, sameName } from '../presentation'
import { isFirstOfSet, present, wanted, type RecordContext } from '../record-context'
import { evidenceOf, evidenceOn } from '../seen-answers'
import { hasNoAddress } from '../targets'
import { undecorated } from '../undecorated'
import { hasZoneAppended } from './different-alias'
import { decoratedValue } from './different-value'

/** A hostile zone may have any number. */
const MAX_TOLD = 20

type Exchange = ResourceRecordOf<'MX'>

function exchangesOf({ data }: RecordContext): Exchange[] {
  return data?.records.filter((record) => record.type === 'MX') ?? []
}

/** Why the provider's mail server is not among the MX records, or is so with another priority. */
export function differentMailExchange(context: RecordContext): Finding[] {
  const { answer, record, subject, apex, expected } = context
  const exchanges = exchangesOf(context)
  if (answer === null || exchanges.length === 0 || exchanges.some(isNull)) return []
  const evidence = [evidenceOf(answer)]
  const same = exchanges.find(({ exchange }) => sameName(exchange, record.value))
  if (same !== undefined) {
    const right = wanted(context, present(context, [presented(same)]))
    return [
      finding('mx-priority', {
        subject,
        sentence: `${record.value} has the priority ${same.preference}, and the provider wants ${record.priority ?? 10}.`,
        evidence,
        fix: fix('edit', `Change the priority to ${record.priority ?? 10}. ${hostWords(right)}`, [right]),
      }),
    ]
  }
  const appended = exchanges.find(({ exchange }) => hasZoneAppended(exchange, record.value, apex))
  if (appended !== undefined) {
    const right = wanted(context, present(context, [presented(appended)]))
    return [
      finding('mx-zone-appended', {
        subject,
        sentence: `The mail server is ${appended.exchange}: ${apex ?? ''} was added to ${record.value}.`,
        evidence,
        fix: fix(
          'edit',
          `Write the mail server with a dot at its end: ${record.value}. ${hostWords(right)}`,
          [{ ...right, value: `${plainName(record.value)}.` }],
        ),
      }),
    ]
  }
  const decorated = decoratedValue(
    context,
    exchanges.map(({ exchange }) => exchange),
  )
  if (decorated !== null) return [decorated]
  const right = wanted(context)
  const ours = expected.filter(({ type, name }) => type === 'MX' && name === record.name)
  const isElsewhere = exchanges.every(({ exchange }) => !ours.some(({ value }) => sameName(exchange, value)))
  const cure = isElsewhere
    ? `When the provider shall receive the mail for ${record.name}, add this MX record and delete those of the other system. When the other shall go on receiving it, leave this one out: to send, it is not needed.`
    : 'Add this MX record.'
  return [
    finding('mx-missing', {
      subject,
      sentence: `The MX records of ${record.name} are ${listed(exchanges.map(presented))}; ${record.value} is not among them.`,
      evidence,
      fix: fix('add', `${cure} ${hostWords(right)}`, [right]),
    }),
  ]
}

/** What is wrong with the MX records as a set, told at the first of the provider's. */
export function mailExchangeSet(context: RecordContext): Finding[] {
  if (context.role !== 'mail-exchange' || !isFirstOfSet(context) || context.answer === null) return []
  const exchanges = exchangesOf(context)
  if (exchanges.length === 0) return []
  const nulls = exchanges.filter(isNull)
  if (nulls.length > 0) return nullExchange(context, nulls)
  return [
    ...strange(context, exchanges),
    ...exchanges.slice(0, MAX_TOLD).flatMap((exchange) => badTarget(context, exchange)),
    ...withoutAddress(context, exchanges.slice(0, MAX_TOLD)),
  ]
}

/** RFC 7505 section 3: an exchange that is the root. */
function isNull({ exchange }: Exchange): boolean {
  return plainName(exchange) === ''
}

function nullExchange(context: RecordContext, nulls: readonly Exchange[]): Finding[] {
  const { record, expected, apex, subject, answer } = context
  const rows = expected
    .filter(({ type, name }) => type === 'MX' && name === record.name)
    .map((item) => fixRecord(item, apex, present(context, nulls.map(presented))))
  return [
    finding('mx-null', {
      subject,
      sentence: `${record.name} declares with an empty MX record that it receives no mail.`,
      evidence: answer === null ? [] : [evidenceOf(answer)],
      fix: fix(
        'edit',
        `Delete the MX record whose mail server is a single dot, and add these. ${rows[0] === undefined ? '' : hostWords(rows[0])}`,
        rows,
      ),
    }),
  ]
}

/** Whether a mail server is the provider's, rightly or wrongly spelt. */
function isMeantAs(exchange: string, value: string, apex: string | null): boolean {
  return sameName(undecorated(exchange, 'name'), value) || hasZoneAppended(exchange, value, apex)
}

/** Exchanges of other systems beside the provider's own: mail is split between them (RFC 5321 section 5.1). */
function strange(context: RecordContext, exchanges: readonly Exchange[]): Finding[] {
  const { record, expected, apex, subject, answer } = context
  const known = expected.filter(({ type, name }) => type === 'MX' && name === record.name)
  const ours = exchanges.filter(({ exchange }) => known.some(({ value }) => sameName(value, exchange)))
  const theirs = exchanges.filter(
    ({ exchange }) =>
      isIP(plainName(exchange)) === 0 && !known.some(({ value }) => isMeantAs(exchange, value, apex)),
  )
  if (ours.length === 0 || theirs.length === 0) return []
  return [
    finding('mx-extra', {
      subject,
      sentence: `Mail for ${record.name} also goes to ${listed(theirs.map(({ exchange }) => exchange))}, so receiving is split between two systems.`,
      evidence: answer === null ? [] : [evidenceOf(answer)],
      fix: fix(
        'remove',
        'Decide which system receives the mail. When it is the provider, delete these records. When it is the other, delete the MX records of the provider instead: to send, they are not needed.',
        theirs.slice(0, MAX_TOLD).map((item) => mailExchange(item, apex)),
      ),
    }),
  ]
}

function badTarget(context: RecordContext, exchange: Exchange): Finding[] {
  const { subject, seen, answer, apex } = context
  const host = plainName(exchange.exchange)
  // A form that wants a name appends the zone to an address too.
  const bare = apex !== null && host.endsWith(`.${apex}`) ? host.slice(0, -apex.length - 1) : host
  if (isIP(host) !== 0 || isIP(bare) !== 0) {
    return [
      finding('mx-to-address', {
        subject,
        sentence: `An MX record holds the IP address ${bare} instead of the name of a mail server.`,
        evidence: answer === null ? [] : [evidenceOf(answer)],
        fix: fix(
          'remove',
          'Delete this record, or edit it and write the name of the mail server in place of the address.',
          [mailExchange(exchange, apex)],
        ),
      }),
    ]
  }
  const address = seen.best({ name: host, type: 'A' })
  const alias = address?.outcome.answers.find((item) => item.type === 'CNAME' && item.name === host)
  if (address === null || alias?.type !== 'CNAME') return []
  const right = fixRecord(
    { type: 'MX', name: exchange.name, value: alias.target, priority: exchange.preference },
    apex,
    present(context, [presented(exchange)]),
  )
  return [
    finding('mx-to-cname', {
      subject,
      sentence: `The mail server ${host} is an alias (CNAME) for ${alias.target}.`,
      evidence: [evidenceOf(address)],
      fix: fix('edit', `${cureOf('mx-to-cname')} ${hostWords(right)}`, [right]),
    }),
  ]
}

/** Mail servers that exist in no way that a sender can reach (RFC 5321 section 5.1). */
function withoutAddress(context: RecordContext, exchanges: readonly Exchange[]): Finding[] {
  const { expected, record, subject, seen, apex } = context
  const known = expected.filter(({ type, name }) => type === 'MX' && name === record.name)
  const empty = exchanges.filter(({ exchange }) => {
    // What is wrong with the name itself is told as such.
    const isMisspelt = known.some(
      ({ value }) => !sameName(exchange, value) && isMeantAs(exchange, value, apex),
    )
    return !isMisspelt && hasNoAddress(seen, plainName(exchange))
  })
  if (empty.length === 0) return []
  const ours = empty.filter(({ exchange }) => known.some(({ value }) => sameName(value, exchange)))
  const theirs = empty.filter((exchange) => !ours.includes(exchange))
  const names = listed(empty.map(({ exchange }) => plainName(exchange)))
  const rows = theirs.map((item) => mailExchange(item, apex))
  const evidence = empty.flatMap(({ exchange }) =>
    evidenceOn(seen, { name: plainName(exchange), type: 'A' }, 1),
  )
  const cure =
    theirs.length > 0
      ? `Delete ${theirs.length === 1 ? 'this record' : 'these records'}, or edit ${theirs.length === 1 ? 'it' : 'them'} and correct the name of the mail server.`
      : 'Nothing is to be changed in your DNS: the name is the one the provider wants. Check again in an hour; when it stays, tell the provider.'
  return [
    finding('mx-no-address', {
      subject,
      sentence: `The mail ${empty.length === 1 ? 'server' : 'servers'} ${names} ${empty.length === 1 ? 'has' : 'have'} no address, so no mail can be delivered there.`,
      evidence: evidence.slice(0, 8),
      fix: fix(theirs.length > 0 ? 'remove' : 'none', cure, rows),
    }),
  ]
}

function mailExchange(
  { name, exchange, preference }: Exchange,
  apex: string | null,
): ReturnType<typeof fixRecord> {
  return fixRecord({ type: 'MX', name, value: exchange, priority: preference }, apex)
}
