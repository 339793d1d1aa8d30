import type {
  DomainPlan,
  PublishLine,
  PublishTotals,
  PublishVerdict,
} from '../../../../preload/contract/publishing'
import type { PlannedDomain } from './plan-domain'
import type { PlannedRow } from './planned-row'
import type { SeeConnection } from '../zones/see-connection'
import type { KeysOfRotation } from '../changes/rotation-keys'

/** What is known of a domain before it is planned. */
export type LineStart = Pick<DomainPlan, 'position' | 'accountId' | 'name' | 'unicodeName' | 'zones'>

const NOTHING = {
  ...{ adds: 0, removes: 0, sets: 0, leftOut: 0, byHand: 0, sentence: '' },
  ...{ message: '', fix: '', changes: [], beside: [], decidable: [], decisions: [], notes: [] },
  ...{ rehearsal: null, mends: [] },
} satisfies Partial<DomainPlan>

/** A domain for which nothing is written. */
export function refused(
  start: LineStart,
  { message, fix, seeConnection: see }: { readonly message: string; readonly fix: string } & SeeConnection,
): PlannedRow {
  const words = { message, fix, ...(see !== undefined && { seeConnection: see }) }
  return {
    shown: { ...NOTHING, ...start, ...placeIn(start), verdict: 'refused', ...words },
    ...{ parts: [], drafts: [], names: [], turn: 0, basis: null },
  }
}

/**
 * A domain as the window shows it.
 *
 * @param keys what alone it was planned for, where that is keys of a rotation that come or go
 */
export function shownDomain(
  start: LineStart,
  planned: PlannedDomain,
  keys?: KeysOfRotation['kind'],
): DomainPlan {
  const { changes, beside, decidable, decisions, notes, rehearsal, mends, refusal } = planned
  const open = decidable.filter(({ isAccepted }) => !isAccepted)
  const known = {
    ...NOTHING,
    ...start,
    ...placeIn(start),
    changes: [...changes],
    beside: [...beside],
    decidable: [...decidable],
    decisions: [...decisions],
  }
  const line = {
    ...known,
    ...{ notes: [...notes], rehearsal, mends: [...mends], leftOut: open.length + decisions.length },
    byHand: start.zones.reduce((sum, { byHand }) => sum + byHand.length, 0),
    ...counted(changes),
    sets: changes.length,
    sentence: rehearsal?.sentence ?? '',
  }
  if (refusal !== null) return { ...line, verdict: 'refused', ...refusal }
  if (changes.length > 0) return { ...line, verdict: 'change' }
  const away = start.zones.find(({ byHand }) => byHand.length > 0)
  if (away !== undefined) {
    const { message, fix, seeConnection: see } = away
    return { ...line, verdict: 'refused', message, fix, ...(see !== undefined && { seeConnection: see }) }
  }
  const [decides] = open
  if (decides !== undefined) {
    const { name, type } = decides
    const more = line.leftOut === 1 ? '' : ` ${line.leftOut - 1} more wait for a decision.`
    return {
      ...line,
      verdict: 'refused',
      message: `You have to decide about ${type} at ${name}.${more}`,
      fix: 'Look at what goes and what comes, and decide here in the plan.',
    }
  }
  const [first] = decisions
  if (first === undefined) {
    const message = keys === 'remove' ? 'The zone no longer has the record.' : 'The zone has every record.'
    return { ...line, verdict: 'same', message }
  }
  const more = decisions.length === 1 ? '' : ` ${decisions.length - 1} more wait for a decision.`
  return {
    ...line,
    verdict: 'refused',
    message: `${first.type} at ${first.name}: ${first.reason}${more}`,
    fix: 'Look at the domain’s DNS tab, and decide there.',
  }
}

/** The zone that stands for all: one that is written, if there is one. */
function placeIn({ zones }: LineStart): Pick<DomainPlan, 'zone' | 'connection'> {
  const zone = zones.find(({ sets }) => sets > 0) ?? zones[0]
  return { zone: zone?.apex ?? null, connection: zone?.connection ?? null }
}

function counted(changes: readonly DomainPlan['changes'][number][]): { adds: number; removes: number } {
  let adds = 0
  let removes = 0
  for (const { before, after } of changes) {
    const was = new Set(before?.values ?? [])
    const is = new Set(after?.values ?? [])
    adds += [...is].filter((value) => !was.has(value)).length
    removes += [...was].filter((value) => !is.has(value)).length
    if (before?.isProxied === true && after?.isProxied !== true) removes += 1
  }
  return { adds, removes }
}

/** The row of a domain. */
export function lineOf(domain: DomainPlan): PublishLine {
  const { position, accountId, name, unicodeName, zone, connection, verdict, adds, removes, sets } = domain
  const { sentence, leftOut, byHand, message, fix } = domain
  return {
    ...{ position, accountId, name, unicodeName, zone, connection, verdict, adds, removes, sets },
    ...{ sentence, leftOut, byHand, message, fix },
  }
}

/** What a plan comes to. */
export function totalsOf(rows: readonly PlannedRow[]): PublishTotals {
  const lines = rows.map((row) => row.shown)
  const writing = lines.filter(({ verdict }) => verdict === 'change')
  const many = (verdict: PublishVerdict): number => lines.filter((line) => line.verdict === verdict).length
  const sum = (field: 'sets' | 'adds' | 'removes'): number =>
    writing.reduce((all, line) => all + line[field], 0)
  const drafts = new Set(rows.flatMap(({ parts }) => parts.map(({ draft }) => draft)))
  return {
    domains: lines.length,
    ...{ change: many('change'), same: many('same'), refused: many('refused') },
    zones: drafts.size,
    connections: new Set([...drafts].map(({ connection }) => connection.id)).size,
    ...{ sets: sum('sets'), adds: sum('adds'), removes: sum('removes') },
  }
}
