import type { Finding, FixRecord } from '../../../../preload/contract/findings'
import { finding, fix, fixRecord } from '../findings/finding'
import {
  fittingPreference,
  isOwn,
  preferenceOf,
  seenExchanges,
  type SeenExchange,
} from '../comparison/mail-exchanges'
import { listed, plainName, presented } from '../records/presentation'
import { present, wanted, type RecordContext } from '../findings/record-context'
import { evidenceOf } from '../answers/seen-answers'
import { hasZoneAppended } from './different-alias'
import { decoratedValue } from './different-value'

/** The MX records at a name, each compared with the provider's, and those the provider wants. */
export interface ExchangeSet {
  readonly wanted: readonly RecordContext['record'][]
  readonly seen: readonly SeenExchange[]
  /** The zone's; null when it is not known. */
  readonly apex: string | null
}

export function exchangeSetOf({ data, expected, record, seen, apex }: RecordContext): ExchangeSet {
  const wantedThere = expected.filter(({ type, name }) => type === 'MX' && name === record.name)
  const exchanges = data?.records.filter((item) => item.type === 'MX') ?? []
  return { wanted: wantedThere, seen: seenExchanges(exchanges, wantedThere, seen, apex), apex }
}

/** Those of some kinds. */
export function ofKind<K extends SeenExchange['kind']>(
  { seen }: ExchangeSet,
  ...kinds: readonly K[]
): (SeenExchange & { readonly kind: K })[] {
  return seen.filter((item): item is SeenExchange & { readonly kind: K } =>
    (kinds as readonly string[]).includes(item.kind),
  )
}

/**
 * Mail servers by which another system than the provider receives the mail of the name. A server below somebody else's
 * domain counts even if it has no address now. One of the user's own names without an address serves nobody.
 */
export function otherSystems(set: ExchangeSet): SeenExchange[] {
  const gone = ofKind(set, 'gone').filter(({ host }) => !isOwn(host, set.apex))
  return [...ofKind(set, 'other', 'foreign-alias', 'region'), ...gone]
}

/** Mail servers by which the provider receives it, whatever they are called. */
export function providersOwn(set: ExchangeSet): SeenExchange[] {
  return ofKind(set, 'provider', 'alias', 'own-name')
}

/** Why the provider's mail server is not among the MX records, or is tried in another order than the provider wants. */
export function differentMailExchange(context: RecordContext): Finding[] {
  const { answer, record } = context
  const set = exchangeSetOf(context)
  if (answer === null || set.seen.length === 0) return []
  if (ofKind(set, 'provider').some(({ server }) => server === record)) return [otherOrder(context, set)]
  const misspelt = ofKind(set, 'misspelt').find(({ server }) => server === record)
  if (misspelt !== undefined) return wronglyEntered(context, misspelt)
  const slip = ofKind(set, 'slip').find(({ server }) => server === record)
  if (slip !== undefined) return [mistyped(context, set, slip)]
  if (isToldOfSet(set, record)) return []
  const isReceived = providersOwn(set).length > 0 || ofKind(set, 'misspelt', 'slip').length > 0
  if (otherSystems(set).length > 0 || !isReceived) return [undecided(context, set)]
  return [notListed(context, set)]
}

/** Whether the cure of a finding on the whole set brings this server too. */
function isToldOfSet(set: ExchangeSet, record: RecordContext['record']): boolean {
  const standIns = ofKind(set, 'alias', 'own-name')
  if (standIns.some(({ server }) => server === record)) return true
  if (standIns.length > 0 && otherSystems(set).length === 0) return true
  return set.seen.every(({ kind }) => kind === 'null') || isOfOtherRegion(set)
}

/** Whether all mail servers are the provider's servers of another region, one for each server that is wanted. */
export function isOfOtherRegion(set: ExchangeSet): boolean {
  const regions = ofKind(set, 'region')
  return (
    regions.length === set.seen.length &&
    set.wanted.every((server) => regions.some((item) => item.server === server))
  )
}

function otherOrder(context: RecordContext, set: ExchangeSet): Finding {
  const { record, subject } = context
  const same = ofKind(set, 'provider')
    .filter(({ server }) => server === record)
    .map(({ exchange }) => exchange)
    .toSorted((a, b) => a.preference - b.preference)
  const right = wanted(context, present(context, same.slice(0, 1).map(presented)))
  return finding('mx-priority', {
    subject,
    sentence: `${record.value} has the priority ${same[0]?.preference ?? ''}, but the provider wants ${preferenceOf(record)}. So senders try the provider's servers in the wrong order.`,
    evidence: evidenceFor(context),
    fix: fix('edit', `Change the priority to ${preferenceOf(record)}.`, [right]),
  })
}

function wronglyEntered(context: RecordContext, { exchange, host }: SeenExchange): Finding[] {
  const { record, subject, apex } = context
  if (!hasZoneAppended(host, record.value, apex)) {
    const decorated = decoratedValue(context, [exchange.exchange])
    return decorated === null ? [] : [decorated]
  }
  const right = wanted(context, present(context, [presented(exchange)]))
  return [
    finding('mx-zone-appended', {
      subject,
      sentence: `The mail server is ${exchange.exchange}: ${apex ?? ''} was added to ${record.value}.`,
      evidence: evidenceFor(context),
      fix: fix('edit', `Write the mail server with a dot at its end: ${record.value}.`, [
        { ...right, value: `${plainName(record.value)}.` },
      ]),
    }),
  ]
}

function mistyped(context: RecordContext, set: ExchangeSet, { exchange, host }: SeenExchange): Finding {
  const { record, subject } = context
  const right = {
    ...fitting(context, set),
    replaces: present(context, [presented(exchange)]),
  }
  return finding('mx-missing', {
    subject,
    sentence: `The MX records of ${record.name} name ${host}, which has no address. Most likely ${record.value} was meant.`,
    evidence: evidenceFor(context),
    fix: fix('edit', `Change the mail server to ${record.value}.`, [right]),
  })
}

function notListed(context: RecordContext, set: ExchangeSet): Finding {
  const { record, subject } = context
  const right = fitting(context, set)
  const priority =
    right.priority === preferenceOf(record)
      ? ''
      : ` With the priority ${right.priority ?? ''}, senders try it in the right order among those that are there.`
  return finding('mx-missing', {
    subject,
    sentence: `The MX records of ${record.name} are ${listed(set.seen.map(({ exchange }) => presented(exchange)))}; ${record.value} is not among them.`,
    evidence: evidenceFor(context),
    fix: fix('add', `Add this MX record.${priority}`, [right]),
  })
}

/** The provider's record with a priority with which the provider's other servers can keep theirs. */
function fitting(context: RecordContext, set: ExchangeSet): FixRecord {
  const there = ofKind(set, 'provider').map(({ exchange }) => exchange)
  return { ...wanted(context), priority: fittingPreference(context.record, there, set.wanted) }
}

/** Another system receives the mail, or nobody can. A person has to decide who is to receive it. */
function undecided(context: RecordContext, set: ExchangeSet): Finding {
  const { record, subject } = context
  const there = set.seen.map(({ exchange }) => presented(exchange))
  const others = otherSystems(set)
  const hosts = listed(others.map(({ host }) => host))
  const isSplit = providersOwn(set).length > 0
  const cure =
    others.length === 0
      ? `Decide who receives the mail for ${record.name}. If the provider does, replace what is there by the provider's MX records. Otherwise correct what is there: the provider's MX records are not needed for sending.`
      : `Decide which system receives the mail for ${record.name}. If ${hosts} ${others.length === 1 ? 'goes' : 'go'} on receiving it, leave this record out: it is not needed for sending. If the provider is to receive all of it, replace the MX ${others.length === 1 ? 'record' : 'records'} of ${hosts} by the provider's MX records: ${hosts} then ${others.length === 1 ? 'gets' : 'get'} no more mail. If both stay, the mail is split between them.`
  return finding('mx-missing', {
    subject,
    sentence: `The MX records of ${record.name} are ${listed(there)}; ${record.value} is not among them${others.length > 0 && !isSplit ? ', so another system receives the mail' : ''}.`,
    evidence: evidenceFor(context),
    fix: fix('none', cure),
  })
}

/** Records that were entered wrongly, and were left when the right record was added. */
export function leftOver(context: RecordContext): Finding[] {
  const { record, apex, role } = context
  if (role !== 'mail-exchange') return []
  const set = exchangeSetOf(context)
  if (!ofKind(set, 'provider').some(({ server }) => server === record)) return []
  const left = ofKind(set, 'misspelt').filter(({ server }) => server === record)
  const appended = left.filter(({ host }) => hasZoneAppended(host, record.value, apex))
  return [
    ...besideRight(context, 'mx-zone-appended', appended),
    ...besideRight(
      context,
      'value-decorated',
      left.filter((item) => !appended.includes(item)),
    ),
  ]
}

function besideRight(
  context: RecordContext,
  code: 'mx-zone-appended' | 'value-decorated',
  left: readonly SeenExchange[],
): Finding[] {
  if (left.length === 0) return []
  const rows = left.map(({ exchange }) => removable(context, exchange))
  const { record, subject } = context
  return [
    finding(code, {
      subject,
      sentence: `The MX records also name ${listed(left.map(({ host }) => host))}: that is ${record.value}, but entered wrongly.`,
      evidence: evidenceFor(context),
      fix: fix(
        'remove',
        `Delete ${rows.length === 1 ? 'this record' : 'these records'}. The record for ${record.value} is there and stays.`,
        rows,
      ),
    }),
  ]
}

/** An MX record as a fix names one that is to go. */
export function removable({ apex }: RecordContext, exchange: SeenExchange['exchange']): FixRecord {
  const { name, preference, exchange: host } = exchange
  return fixRecord({ type: 'MX', name, value: host === '' ? '.' : host, priority: preference }, apex)
}

export function evidenceFor({ answer }: RecordContext): ReturnType<typeof evidenceOf>[] {
  return answer === null ? [] : [evidenceOf(answer)]
}
