import type { Finding, FixRecord } from '../../../../preload/contract/findings'
import { dropping, finding, fix, fixRecord, onlyIf } from '../findings/finding'
import {
  exchangeFor,
  fittingPreference,
  isInOrder,
  preferenceOf,
  type Exchange,
  type SeenExchange,
} from '../comparison/mail-exchanges'
import { listed, plainName, zoneRecord } from '../records/presentation'
import { isFirstOfSet, type RecordContext } from '../findings/record-context'
import { evidenceOn } from '../answers/seen-answers'
import { hasNoAddress } from '../answers/targets'
import { isMadeByWildcard } from '../findings/wildcard-cover'
import {
  evidenceFor,
  exchangeSetOf,
  isOfOtherRegion,
  ofKind,
  otherSystems,
  providersOwn,
  removable,
  type ExchangeSet,
} from './different-mail-exchange'

/** A hostile zone may have any number. */
const MAX_TOLD = 20

/** What is wrong with the MX records as a set. It is told once, at the provider's first MX record. */
export function mailExchangeSet(context: RecordContext): Finding[] {
  if (context.role !== 'mail-exchange' || !isFirstOfSet(context) || context.answer === null) return []
  // If the name is an alias, its MX records stand at another name, which the user may not be able to change.
  if (context.data === null || context.data.aliases.length > 0) return []
  const set = exchangeSetOf(context)
  if (set.seen.length === 0) return []
  const found = [
    ...nullExchange(context, set),
    ...split(context, set),
    ...otherRegion(context, set),
    ...standIns(context, set),
    ...literals(context, set),
    ...withoutAddress(context, set),
  ]
  return isMadeByWildcard(context.record.name, context.situation, context.seen)
    ? found.map((item) => ({ ...item, fix: fix('none', OF_WILDCARD) }))
    : found
}

const OF_WILDCARD =
  'These MX records come from a wildcard, which answers for other names too, so they are not changed here. If this name gets MX records of its own, these take precedence over the wildcard.'

/** RFC 7505 section 3: an exchange that is the root. */
function nullExchange(context: RecordContext, set: ExchangeSet): Finding[] {
  const { record, apex, subject } = context
  const nulls = ofKind(set, 'null')
  if (nulls.length === 0) return []
  const told = (sentence: string, cure: Finding['fix']): Finding[] => [
    finding('mx-null', { subject, sentence, evidence: evidenceFor(context), fix: cure }),
  ]
  const drop = `the declaration that ${record.name} receives no mail`
  if (providersOwn(set).length > 0) {
    return told(
      `${record.name} has an empty MX record, which declares that ${record.name} receives no mail. The provider's MX records beside it say that ${record.name} receives mail.`,
      dropping(
        fix(
          'remove',
          `If ${record.name} is to receive mail, delete the MX record whose mail server is a single dot, and no other. The others stay as they are. That ends ${drop}.`,
          nulls.map(({ exchange }) => removable(context, exchange)),
        ),
        [drop],
      ),
    )
  }
  const declares = `${record.name} has an empty MX record, which declares that ${record.name} receives no mail.`
  if (nulls.length < set.seen.length) {
    return told(
      `${declares} Other MX records beside it say that ${record.name} receives mail.`,
      fix(
        'none',
        `Decide whether ${record.name} receives mail. If it does, delete the MX record whose mail server is a single dot. If it does not, delete the others: no MX record is needed for sending.`,
      ),
    )
  }
  const rows = set.wanted.map((item, at) => fixRecord(item, apex, at === 0 ? replacedBy(nulls) : []))
  return told(
    declares,
    dropping(
      fix(
        'edit',
        `If nobody is to receive mail, leave the empty MX record: the provider's MX records are not needed for sending. If the provider is to receive the mail, replace the empty MX record by ${rows.length === 1 ? 'this record' : 'these records'}. That ends ${drop}.`,
        rows,
      ),
      [drop],
    ),
  )
}

/** Mail servers of other systems beside the provider's: mail is split between them (RFC 5321 section 5.1). */
function split(context: RecordContext, set: ExchangeSet): Finding[] {
  const { record, subject } = context
  const ours = providersOwn(set)
  const others = otherSystems(set)
  if (ours.length === 0 || others.length === 0) return []
  const hosts = listed(others.map(({ exchange }) => exchange.exchange))
  const isRegion = others.every(({ kind }) => kind === 'region')
  const lastOfOurs = Math.max(...ours.map(({ exchange }) => exchange.preference))
  const isBackup = others.every(({ exchange }) => exchange.preference > lastOfOurs)
  const isGone = others.every(({ kind }) => kind === 'gone')
  const sentence = isGone
    ? `The MX records of ${record.name} also name ${hosts}, which ${others.length === 1 ? 'is a server' : 'are servers'} of another system and ${others.length === 1 ? 'has' : 'have'} no address now.`
    : isRegion
      ? `Mail for ${record.name} also goes to ${hosts}, the provider's servers of another region, which know the domain only when it is set up there too.`
      : isBackup
        ? `Mail for ${record.name} goes to ${hosts} while the provider's servers cannot be reached, so a second system receives some of it.`
        : `Mail for ${record.name} also goes to ${hosts}, so receiving is split between two systems.`
  return [
    finding('mx-extra', {
      subject,
      sentence,
      evidence: evidenceFor(context),
      fix: fix(
        'none',
        `Decide which system receives the mail. If only the provider does, remove the MX ${others.length === 1 ? 'record' : 'records'} of ${hosts}. If only ${hosts} ${others.length === 1 ? 'does' : 'do'}, remove the provider's MX records: they are not needed for sending. If both pass the mail on to the same mailboxes, leave all MX records.`,
      ),
    }),
  ]
}

/** The provider's servers of the same names, in the region of another account. */
function otherRegion(context: RecordContext, set: ExchangeSet): Finding[] {
  if (!isOfOtherRegion(set)) return []
  const { record, apex, subject } = context
  const regions = ofKind(set, 'region')
  const hosts = listed(regions.map(({ host }) => host))
  const rows = set.wanted.map((server) =>
    fixRecord(server, apex, replacedBy(regions.filter((item) => item.server === server))),
  )
  const drop = `mail for ${record.name} at ${hosts}`
  return [
    finding('mx-missing', {
      subject,
      sentence: `The MX records name ${hosts}, the provider's servers of another region. The domain is set up in the region of ${listed(set.wanted.map(({ value }) => value))}.`,
      evidence: evidenceFor(context),
      fix: dropping(
        fix(
          'edit',
          `If the domain is set up in the other region too and receives mail there, leave the records. Otherwise change each mail server to the one of the right region. That ends ${drop}.`,
          rows,
        ),
        [drop],
      ),
    }),
  ]
}

/**
 * Names that stand in for a mail server: an alias, which a mail server must not be (RFC 2181 section 10.3), or a name of
 * the user's own with the addresses of the provider's server. All are replaced in one change.
 */
function standIns(context: RecordContext, set: ExchangeSet): Finding[] {
  const { subject, seen } = context
  const aliases = ofKind(set, 'alias')
  const named = ofKind(set, 'own-name')
  const foreign = ofKind(set, 'foreign-alias').filter(({ host }) => !hasNoAddress(seen, host))
  const all = [...aliases, ...named, ...foreign]
  if (all.length === 0) return []
  const { rows, extra } = replaced(context, set, foreign)
  const told = [...aliases, ...foreign]
  const words = listed(
    told.map(
      (item) => `${item.host} (an alias for ${item.kind === 'alias' ? item.server.value : item.target})`,
    ),
  )
  const names = listed(named.map(({ host, server }) => `${host} (in place of ${server.value})`))
  const sentences = [
    ...(told.length === 0
      ? []
      : [`A mail server must not be an alias (CNAME), but the MX records name ${words}.`]),
    ...(named.length === 0
      ? []
      : [
          `MX records have ${named.length === 1 ? 'a name' : 'names'} of your own with the address of the provider's mail server: ${names}. When the provider changes the address, mail no longer arrives.`,
        ]),
  ]
  const cure =
    rows.length === 0
      ? fix(
          'remove',
          `Delete ${extra.length === 1 ? 'this record. The mail server that it stands' : 'these records. The mail servers that they stand'} for ${extra.length === 1 ? 'has' : 'have'} an MX record already, which stays.`,
          extra,
        )
      : fix(
          'edit',
          `Replace each of these names by the mail server that it stands for.${rows.length > 1 ? ' Change all of them in one go, so that no mail is lost in between.' : ''}`,
          rows,
        )
  return [
    finding(told.length > 0 ? 'mx-to-cname' : 'mx-own-name', {
      subject,
      sentence: sentences.join(' '),
      evidence: all.slice(0, MAX_TOLD).flatMap(({ host }) => evidenceOn(seen, { name: host, type: 'A' }, 1)),
      fix: cure,
    }),
  ]
}

/** The records that replace stand-ins, each server once. `extra` are stand-ins of servers that have a record already. */
function replaced(
  context: RecordContext,
  set: ExchangeSet,
  foreign: readonly (SeenExchange & { readonly kind: 'foreign-alias' })[],
): { rows: FixRecord[]; extra: FixRecord[] } {
  const { apex, record } = context
  const stay = ofKind(set, 'provider').map(({ exchange }) => exchange)
  const ours = ofKind(set, 'alias', 'own-name')
  const servers = set.wanted.filter(
    (server) => !ofKind(set, 'provider').some((item) => item.server === server),
  )
  const meant = servers.flatMap((server) => {
    const those = ours.filter((item) => item.server === server)
    const [first] = those
    return first === undefined
      ? []
      : [{ server, those, exchange: exchangeFor(server, first.exchange.preference) }]
  })
  // The user's own priorities stay where they keep the order.
  const keeps = isInOrder([...stay, ...meant.map(({ exchange }) => exchange)], set.wanted)
  const placed = meant.map(({ server, those, exchange }) => ({
    those,
    exchange: keeps ? exchange : exchangeFor(server, preferenceOf(server)),
  }))
  const isSplit = otherSystems(set).length > 0
  const there = [...stay, ...placed.map(({ exchange }) => exchange)]
  const joining = isSplit
    ? []
    : servers
        .filter((server) => !meant.some((item) => item.server === server) && !isMisspelt(set, server))
        .map((server) => exchangeFor(server, fittingPreference(server, there, set.wanted)))
  const row = (exchange: Exchange, those: readonly SeenExchange[]): FixRecord =>
    fixRecord(
      {
        type: 'MX',
        name: record.name,
        value:
          set.wanted.find(({ value }) => plainName(value) === exchange.exchange)?.value ?? exchange.exchange,
        priority: exchange.preference,
      },
      apex,
      replacedBy(those),
    )
  const targets = new Map<string, SeenExchange[]>()
  for (const item of foreign) targets.set(item.target, [...(targets.get(item.target) ?? []), item])
  const isThere = (host: string): boolean => set.seen.some((item) => item.host === host)
  const elsewhere = [...targets]
    .filter(([target]) => !isThere(target))
    .map(([target, those]) => row({ ...those[0]!.exchange, exchange: target }, those))
  const doubled = [
    ...ours.filter(({ server }) => !servers.includes(server)),
    ...foreign.filter(({ target }) => isThere(target)),
  ]
  const rows = [
    ...placed.map(({ exchange, those }) => row(exchange, those)),
    ...joining.map((exchange) => row(exchange, [])),
    ...elsewhere,
  ]
  const [first, ...rest] = rows
  if (first === undefined)
    return { rows: [], extra: doubled.map(({ exchange }) => removable(context, exchange)) }
  return {
    rows: [{ ...first, replaces: [...first.replaces, ...replacedBy(doubled)] }, ...rest],
    extra: [],
  }
}

function isMisspelt(set: ExchangeSet, server: RecordContext['record']): boolean {
  return ofKind(set, 'misspelt', 'slip', 'region').some((item) => item.server === server)
}

function replacedBy(items: readonly SeenExchange[]): FixRecord['replaces'] {
  return items.flatMap(({ exchange }) => zoneRecord(exchange) ?? [])
}

/**
 * Whether the provider's servers are all there, and nobody else receives mail. A name of the user's own without an
 * address serves nobody; whether a name below another domain serves somebody, only its owner knows.
 */
function isWholeWithout(set: ExchangeSet): boolean {
  const there = ofKind(set, 'provider').map(({ server }) => server)
  return set.wanted.every((server) => there.includes(server)) && otherSystems(set).length === 0
}

function literals(context: RecordContext, set: ExchangeSet): Finding[] {
  const { subject } = context
  const found = ofKind(set, 'literal').slice(0, MAX_TOLD)
  if (found.length === 0) return []
  const addresses = listed(found.map(({ address }) => address))
  const isOne = found.length === 1
  const rows = found.map(({ exchange }) => removable(context, exchange))
  return [
    finding('mx-to-address', {
      subject,
      sentence: `${isOne ? 'An MX record holds' : 'MX records hold'} ${isOne ? 'the IP address' : 'the IP addresses'} ${addresses} instead of the name of a mail server, and senders skip ${isOne ? 'it' : 'them'}.`,
      evidence: evidenceFor(context),
      fix: isWholeWithout(set)
        ? onlyIf(
            fix(
              'remove',
              `The provider's mail servers are all there: delete ${isOne ? 'this record' : 'these records'}. If a server of your own is meant, replace the address by the name of that server instead.`,
              rows,
            ),
          )
        : fix(
            'none',
            `Find out whose address ${addresses} ${isOne ? 'is' : 'are'}. If that server is to receive the mail, give it a name with that address and write the name into the MX record. If the provider is to receive it, replace ${isOne ? 'this record' : 'these records'} by the provider's MX records. For sending, they are not needed.`,
          ),
    }),
  ]
}

/** Mail servers without an address, which no sender can reach (RFC 5321 section 5.1). */
function withoutAddress(context: RecordContext, set: ExchangeSet): Finding[] {
  const { subject, seen } = context
  const ours = ofKind(set, 'provider').filter(({ host }) => hasNoAddress(seen, host))
  const slips = ofKind(set, 'slip').filter(({ server }) =>
    ofKind(set, 'provider').some((item) => item.server === server),
  )
  const theirs = [...ofKind(set, 'gone'), ...slips].slice(0, MAX_TOLD)
  const empty = [...ours, ...theirs]
  if (empty.length === 0) return []
  const isOne = theirs.length === 1
  const hosts = listed(theirs.map(({ host }) => host))
  const rows = theirs.map(({ exchange }) => removable(context, exchange))
  const cure =
    theirs.length === 0
      ? fix(
          'none',
          'Change nothing in your DNS: the name is the one the provider wants. Check again in an hour. If the name still has no address, tell the provider.',
        )
      : isWholeWithout(set) && ours.length === 0
        ? onlyIf(
            fix(
              'remove',
              `The provider's mail servers are all there: delete ${isOne ? 'this record' : 'these records'}. If another server is meant, correct the name or add the address instead.`,
              rows,
            ),
          )
        : fix(
            'none',
            `Find out what ${hosts} ${isOne ? 'was' : 'were'} meant for. If ${isOne ? 'it is' : 'they are'} to receive mail, add ${isOne ? 'its address' : 'their addresses'} or correct the name. If not, the MX ${isOne ? 'record serves' : 'records serve'} nobody.`,
          )
  return [
    finding('mx-no-address', {
      subject,
      sentence: `The mail ${empty.length === 1 ? 'server' : 'servers'} ${listed(empty.map(({ host }) => host))} ${empty.length === 1 ? 'has' : 'have'} no address, so no mail can be delivered there.`,
      evidence: empty.flatMap(({ host }) => evidenceOn(seen, { name: host, type: 'A' }, 1)).slice(0, 8),
      fix: cure,
    }),
  ]
}
