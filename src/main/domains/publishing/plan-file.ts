import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import { MOST_PUBLISHED, type DomainPlan } from '../../../preload/contract/publishing'
import { plainName } from '../../dns/diagnosis/records/presentation'
import { StoredChange, StoredData } from '../../profile/publish-store'
import { dataKey, hasSameData, type RrsetChange, type WritableData } from '../../zones/rrset'
import { decidable, type Decidable } from './decidable'
import type { Held } from './held'
import type { GivenChanges, PlanBasis, PlannedFor, WholeDomainPlan } from './planned-row'
import { deltaOfChange, type SetDelta, type WantedChange } from './set-delta'
import { asRrsetChange, asStoredChange, copied } from './settle'

const FORMAT = 'zonedesk-plan'
const VERSION = 2
/** Files without what a person decided on; they read in the same way. */
const OLDER_VERSION = 1
/** A zone changes; a plan that is older is planned anew, so that nobody writes what was right last winter. */
const OLDEST_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

const PlannedChange = v.pick(StoredChange, ['name', 'type', 'before', 'after', 'reasons'])

/** A part of the changes that is in the plan because a person decided so. */
const Decided = v.object({
  ...v.pick(StoredChange, ['name', 'type']).entries,
  ends: v.array(v.string()),
  reason: v.string(),
  /** What comes and what goes of the changes. */
  deltas: v.pipe(
    v.array(
      v.object({
        ...v.pick(StoredChange, ['name', 'type']).entries,
        adds: v.array(StoredData),
        removes: v.array(StoredData),
      }),
    ),
    v.minLength(1),
  ),
})
type Decided = v.InferOutput<typeof Decided>

const Content = v.object({
  savedAt: v.number(),
  domains: v.pipe(
    v.array(
      v.object({
        key: DomainKey,
        zone: v.string(),
        hostedId: v.string(),
        changes: v.array(PlannedChange),
        decided: v.exactOptional(v.array(Decided)),
      }),
    ),
    v.maxLength(MOST_PUBLISHED),
  ),
})
type Content = v.InferOutput<typeof Content>

const PlanFile = v.object({
  format: v.literal(FORMAT),
  version: v.picklist([OLDER_VERSION, VERSION]),
  /** SHA-256 of the content, so that a file that was edited or cut is noticed. It does not say who made the file. */
  sha256: v.string(),
  content: Content,
})

/** A plan as a file that another person can open. It has no secret: connections are not named in it. */
export function planAsJson(domains: readonly WholeDomainPlan[], savedAt: number): string {
  const content: Content = {
    savedAt,
    domains: domains.flatMap(({ shown, parts }) =>
      parts.map(({ zone, hostedId, made, accepted }) => ({
        key: { accountId: shown.accountId, name: shown.name },
        ...{ zone, hostedId, changes: made.map((change) => asPlannedChange(change, shown)) },
        ...(accepted.length > 0 && { decided: accepted.map((one) => asDecided(one, made)) }),
      })),
    ),
  }
  return `${JSON.stringify({ format: FORMAT, version: VERSION, sha256: digest(content), content }, null, 2)}\n`
}

function asPlannedChange(
  change: RrsetChange,
  { changes }: DomainPlan,
): Content['domains'][number]['changes'][number] {
  const shown = changes.find(({ name, type }) => name === change.name && type === change.type)
  const { name, type, before, after, reasons } = asStoredChange(change, shown?.reasons ?? [])
  return { name, type, before, after, reasons }
}

function asDecided({ change, ends }: Decidable, made: readonly RrsetChange[]): Decided {
  const { record, reason, deltas } = change
  const { name, type } = record
  const parts = deltas.flatMap((delta) => {
    const whole = made.find((one) => isSetOf(one, delta))
    if (whole === undefined) return []
    const { adds, removes } = deltaOfChange(whole)
    return {
      ...{ name: whole.name, type: whole.type },
      adds: among(delta.adds, adds).map(copied),
      removes: among(delta.removes, removes).map(copied),
    }
  })
  return { name, type, ends: [...ends], reason, deltas: parts }
}

/**
 * Reads a saved plan. What it says is planned anew on the zones as they are: an RRset that is not as the file says is
 * left out with its reason.
 *
 * @param now milliseconds since the epoch
 * @param accountsOf accounts that have a domain of this name, for a file that was saved on another computer
 * @throws ZonedeskError `invalid`
 */
export function planFromJson(
  text: string,
  now: number,
  accountsOf: (key: DomainKey) => DomainKey,
): PlanBasis {
  const file = v.safeParse(PlanFile, parsed(text))
  if (!file.success) throw noPlan()
  const { content, sha256 } = file.output
  if (digest(content) !== sha256) {
    throw edited()
  }
  const days = Math.floor((now - content.savedAt) / DAY_MS)
  if (days > OLDEST_DAYS) {
    throw new ZonedeskError('invalid', `This plan is ${days} days old.`, {
      fix: `Plan the domains anew: zones change, so Zonedesk opens no plan that is older than ${OLDEST_DAYS} days.`,
    })
  }
  if (content.domains.length === 0) throw noPlan()
  const byDomain = Map.groupBy(content.domains, ({ key }) => JSON.stringify([key.accountId, key.name]))
  const domains = [...byDomain.values()].flatMap(([first, ...others]): PlannedFor[] => {
    if (first === undefined) return []
    const byZone = Map.groupBy([first, ...others], ({ zone, hostedId }) => JSON.stringify([zone, hostedId]))
    const given = [...byZone.values()].flatMap(givenIn)
    const accepted = given.flatMap(({ decidable }) =>
      decidable.map(({ id, change: { record } }) => ({ id, name: record.name, type: record.type })),
    )
    return [{ key: accountsOf(first.key), given, accepted }]
  })
  return { domains, undoes: null, savedAt: content.savedAt }
}

/** What a file says of one zone of a domain, which it may say in several places. */
function givenIn(
  said: readonly Content['domains'][number][],
): (GivenChanges & { readonly decidable: readonly Decidable[] })[] {
  const [first] = said
  if (first === undefined) return []
  const { zone, hostedId } = first
  const changes = said.flatMap((one) => one.changes)
  const decided = said.flatMap((one) => one.decided ?? [])
  const wanted = changes.flatMap((change) => wantedOf(asRrsetChange(change), change.reasons, decided))
  const decidable = decided.map((one) => decidableOf(one, changes.map(asRrsetChange)))
  return [{ wanted, decidable, at: { connectionId: null, hostedId, zone } }]
}

/** A change without what a person decided on, which they may take back; none where that is all of it. */
function wantedOf(
  change: RrsetChange,
  reasons: readonly string[],
  decided: readonly Decided[],
): WantedChange[] {
  const { name, type } = change
  const apart = decided.flatMap(({ deltas }) => deltas.filter((delta) => isSetOf(change, delta)))
  const whole = deltaOfChange(change)
  const besides = (field: 'adds' | 'removes'): WritableData[] => {
    const taken = new Set(apart.flatMap((delta) => delta[field].map(dataKey)))
    return whole[field].filter((data) => !taken.has(dataKey(data)))
  }
  const delta = { ...whole, adds: besides('adds'), removes: besides('removes') }
  if (apart.length > 0 && delta.adds.length === 0 && delta.removes.length === 0) return []
  const objection = unlessChanged([change])
  return [{ deltas: [delta], record: { name, type }, reason: reasons.join(' '), objection }]
}

/** @throws ZonedeskError `invalid` where it is no part of the changes */
function decidableOf(
  { name, type, ends, reason, deltas: parts }: Decided,
  changes: readonly RrsetChange[],
): Decidable {
  const touched: RrsetChange[] = []
  const deltas = parts.map((part): SetDelta => {
    const change = changes.find((one) => isSetOf(one, part))
    if (change === undefined) throw edited()
    const whole = deltaOfChange(change)
    const isPart = (field: 'adds' | 'removes'): boolean =>
      among(part[field], whole[field]).length === part[field].length
    if (!isPart('adds') || !isPart('removes')) throw edited()
    touched.push(change)
    return { ...whole, adds: part.adds, removes: part.removes }
  })
  const objection = unlessChanged(touched)
  return decidable({ record: { name, type }, reason, deltas, objection }, ends)
}

/** Where an RRset is not as the file says, nothing of it is made. */
function unlessChanged(changes: readonly RrsetChange[]): (held: Held) => string | null {
  return (held) => {
    const other = changes.find(({ name, type, before }) => !hasSameData(held.writable(name, type), before))
    return other === undefined
      ? null
      : `The ${other.type} records at ${other.name} have changed since the plan was saved.`
  }
}

function isSetOf(change: RrsetChange, { name, type }: Pick<SetDelta, 'name' | 'type'>): boolean {
  return change.name === plainName(name) && change.type === type
}

function among(some: readonly WritableData[], all: readonly WritableData[]): readonly WritableData[] {
  const keys = new Set(all.map(dataKey))
  return some.filter((data) => keys.has(dataKey(data)) && all.some(({ type }) => type === data.type))
}

function digest(content: Content): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function edited(): ZonedeskError {
  return new ZonedeskError('invalid', 'The plan in this file was edited, or a part of it is missing.', {
    fix: 'Ask for the file as it was saved, or plan anew.',
  })
}

function noPlan(): ZonedeskError {
  return new ZonedeskError('invalid', 'This file is not a plan that Zonedesk saved.', {
    fix: 'Choose a file that was saved with “Save plan” as JSON.',
  })
}
