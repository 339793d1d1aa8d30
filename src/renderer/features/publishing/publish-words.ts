import type { ZoneRunState } from '../../../preload/contract/publish-facts'
import type {
  DecidableChange,
  PlannedSet,
  PlannedWrite,
  PublishLine,
  PublishPlan,
  PublishRun,
  SetState,
  ZoneCandidate,
} from '../../../preload/contract/publishing'
import { counted, grouped } from '../../base/counted'
import { spanWords } from '../../base/time-words'

/** How something is marked; always beside a word. */
export type Mark = 'ok' | 'change' | 'warn' | 'bad' | 'quiet' | 'busy'

/** What comes and what goes: `40 records come, 2 go`. */
export function comesAndGoes({ adds, removes }: Pick<PlannedWrite, 'adds' | 'removes'>): string {
  if (adds === 0 && removes === 0) return 'no record comes or goes'
  if (removes === 0) return `${counted(adds, 'record')} ${adds === 1 ? 'comes' : 'come'}`
  if (adds === 0) return `${counted(removes, 'record')} ${removes === 1 ? 'goes' : 'go'}`
  return `${counted(adds, 'record')} ${adds === 1 ? 'comes' : 'come'}, ${grouped(removes)} ${removes === 1 ? 'goes' : 'go'}`
}

/**
 * What a plan comes to, in one line.
 *
 * @param write what is written of it; null where nothing is, or it is not known yet
 * @param left how many domains the user leaves out
 */
export function planSentence(
  { totals }: Pick<PublishPlan, 'totals'>,
  write: PlannedWrite | null,
  left: number,
): string {
  const refused = totals.refused + left
  const rest = [
    totals.same === 0
      ? ''
      : `${counted(totals.same, 'domain')} ${totals.same === 1 ? 'has' : 'have'} every record`,
    refused === 0 ? '' : `${counted(refused, 'domain')} ${refused === 1 ? 'is' : 'are'} left out`,
  ].filter(Boolean)
  if (write === null)
    return rest.length === 0 ? 'There is nothing to write.' : `There is nothing to write: ${rest.join('; ')}.`
  const where = `${counted(write.domains, 'domain')} in ${counted(write.zones, 'zone')} through ${counted(write.connections, 'connection')}`
  return `${[`${where}: ${comesAndGoes(write)}`, ...rest].join('; ')}.`
}

/** Zones that are named one by one. */
const MOST_ZONES = 3

/** What a write may break, each sentence once, with its zones. */
export function cautionLines({ cautions }: Pick<PlannedWrite, 'cautions'>): {
  readonly zones: string
  readonly sentence: string
}[] {
  return [...Map.groupBy(cautions, ({ sentence }) => sentence)].map(([sentence, of]) => {
    const named = of.slice(0, MOST_ZONES).map(({ zone }) => zone)
    const others = of.length - named.length
    return {
      zones: `${named.join(', ')}${others > 0 ? ` and ${counted(others, 'more zone')}` : ''}:`,
      sentence,
    }
  })
}

/** What the button that writes a plan says it does. */
export function applyWords({
  adds,
  removes,
  zones,
}: Pick<PlannedWrite, 'adds' | 'removes' | 'zones'>): string {
  const where = counted(zones, 'zone')
  if (removes === 0) return `Write ${counted(adds, 'record')} into ${where}`
  if (adds === 0) return `Remove ${counted(removes, 'record')} from ${where}`
  return `Write ${grouped(adds)} and remove ${counted(removes, 'record')} in ${where}`
}

const VERDICT = {
  change: ['change', 'Will be written'],
  same: ['ok', 'Has every record'],
  refused: ['bad', 'Nothing is written'],
} as const satisfies Record<PublishLine['verdict'], readonly [Mark, string]>

/** How a domain of a plan is marked, and in which words. */
export function verdictWords(
  { verdict }: Pick<PublishLine, 'verdict'>,
  left: boolean,
): readonly [Mark, string] {
  return left && verdict === 'change' ? ['quiet', 'Left out by you'] : VERDICT[verdict]
}

/** The second line of a domain in the list of a plan. */
export function lineWords(line: PublishLine): string {
  if (line.verdict !== 'change') return line.message
  const open = line.leftOut === 0 ? '' : `; ${grouped(line.leftOut)} to decide`
  const byHand = line.byHand === 0 ? '' : `; ${counted(line.byHand, 'record')} to copy by hand`
  return `${comesAndGoes(line)}${byHand}${open}`
}

/** One line of an RRset that changes. */
export interface DiffLine {
  readonly sign: '+' | '−' | ' '
  /** Read aloud in place of the sign. */
  readonly said: 'comes' | 'goes' | 'stays'
  readonly value: string
  /** Not a record, but what the host answers in its place. */
  readonly isNote: boolean
}

/** A line of a change among those of other RRsets. */
export interface ChangeLine extends DiffLine {
  readonly name: string
  readonly type: string
  /** Shown where its name does not say it. */
  readonly zone?: string
  /** Words in front of the value. */
  readonly lead?: string
}

/** What goes, what comes and what stays in an RRset, in this order. */
export function diffOf({ before, after }: Pick<PlannedSet, 'before' | 'after'>): DiffLine[] {
  const was = new Set(before?.values ?? [])
  const is = new Set(after?.values ?? [])
  const line = (sign: DiffLine['sign'], said: DiffLine['said'], value: string, isNote = false): DiffLine => ({
    ...{ sign, said, value, isNote },
  })
  const proxied = 'Addresses of the host itself in its place (proxied)'
  const stops = before?.isProxied === true && after?.isProxied !== true
  const begins = before?.isProxied !== true && after?.isProxied === true
  return [
    ...[...was].filter((value) => !is.has(value)).map((value) => line('−', 'goes', value)),
    ...(stops ? [line('−', 'goes', proxied, true)] : []),
    ...[...is].filter((value) => !was.has(value)).map((value) => line('+', 'comes', value)),
    ...(begins ? [line('+', 'comes', proxied, true)] : []),
    ...[...is].filter((value) => was.has(value)).map((value) => line(' ', 'stays', value)),
  ]
}

function oneTtl(ttl: number | null): string {
  return ttl === null ? 'automatic' : spanWords(ttl)
}

/** The TTL of an RRset that changes: `TTL 1 h`, or from what to what. */
export function ttlWords(before: SetState | null, after: SetState | null): string {
  const ttls = [before, after].flatMap((set) => (set === null ? [] : [oneTtl(set.ttl)]))
  return `TTL ${[...new Set(ttls)].join(' → ')}`
}

/** What becomes of an RRset as a whole. */
export function setWords({ before, after }: Pick<PlannedSet, 'before' | 'after'>): string {
  if (before === null) return 'New'
  return after === null ? 'Goes' : 'Changes'
}

const ZONE: Record<ZoneRunState, readonly [mark: Mark, words: string]> = {
  waiting: ['quiet', 'Waiting'],
  writing: ['busy', 'Being written'],
  written: ['ok', 'Written'],
  conflict: ['warn', 'Changed by somebody else'],
  partial: ['warn', 'Written in part'],
  failed: ['bad', 'Failed'],
  unknown: ['warn', 'Not known'],
  cancelled: ['quiet', 'Not written'],
}

/**
 * How a zone stands whose run may be stopping: what waits then is not written. The zone may have been read before.
 *
 * @param isStopping of its run
 */
export function stateNow(state: ZoneRunState, isStopping: boolean): ZoneRunState {
  return isStopping && state === 'waiting' ? 'cancelled' : state
}

/**
 * How a zone of a run is marked, and in which words.
 *
 * @param isStopping of its run
 */
export function zoneWords(
  state: ZoneRunState,
  { undoes, isStopping }: Pick<PublishRun, 'undoes' | 'isStopping'>,
): readonly [Mark, string] {
  if (state === 'written' && undoes !== null) return ['ok', 'Taken back']
  if (state === 'writing' && isStopping) return ['busy', 'Being finished']
  return ZONE[stateNow(state, isStopping)]
}

/** The states of zones that a list can be narrowed to, those to look at first. */
export const ZONE_CHOICES: readonly { readonly id: ZoneRunState; readonly label: string }[] = [
  { id: 'unknown', label: 'Not known' },
  { id: 'failed', label: 'Failed' },
  { id: 'partial', label: 'Written in part' },
  { id: 'conflict', label: 'Changed by somebody else' },
  { id: 'written', label: 'Written' },
  { id: 'writing', label: 'Being written' },
  { id: 'waiting', label: 'Waiting' },
  { id: 'cancelled', label: 'Not written' },
]

/** How a run as a whole is marked. */
export function runMark({ state, zones }: Pick<PublishRun, 'state' | 'zones'>): Mark {
  if (state === 'running') return 'busy'
  if (zones.failed > 0) return 'bad'
  if (zones.unknown + zones.conflict + zones.partial > 0 || state === 'interrupted') return 'warn'
  return state === 'cancelled' || zones.cancelled > 0 ? 'quiet' : 'ok'
}

/** Tells a zone that can be chosen from the others of its apex. */
export function candidateKey({ connection, zoneId }: Pick<ZoneCandidate, 'connection' | 'zoneId'>): string {
  return `${connection.id} ${zoneId}`
}

/** Whether what is written into a zone is answered. */
export function liveWords({ isLive }: Pick<ZoneCandidate, 'isLive'>): string {
  if (isLive === null) return 'It is not known whether DNS asks its name servers'
  return isLive
    ? 'DNS asks its name servers'
    : 'DNS asks other name servers, so nobody sees what is written here'
}

/** What stops working after a change that a person decides on. */
export function endsWords({ ends }: Pick<DecidableChange, 'ends'>): string {
  if (ends.length === 0) return 'It is right only under a condition that DNS does not show.'
  return `It ends ${[ends.slice(0, -1).join(', '), ends.at(-1)].filter(Boolean).join(' and ')}.`
}

/** Names records, or counts them where they are many: `TXT at mg.example.com and CNAME at email.mg.example.com`. */
export function recordWords(records: readonly { readonly name: string; readonly type: string }[]): string {
  if (records.length > 3) return counted(records.length, 'record')
  const each = records.map(({ name, type }) => `${type} at ${name}`)
  return [each.slice(0, -1).join(', '), each.at(-1)].filter(Boolean).join(' and ')
}
