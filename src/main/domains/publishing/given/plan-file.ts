import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { DomainKey } from '../../../../preload/contract/domain'
import { ZonedeskError } from '../../../../preload/contract/failure'
import { MOST_PUBLISHED, type DomainPlan } from '../../../../preload/contract/publishing'
import { DecidedChange, StoredChange } from '../../../profile/publish-store'
import { hasSameData, type RrsetChange } from '../../../zones/rrset'
import type { Decidable } from '../changes/decidable'
import { asDecided, decidableOf, undecidedPart } from '../journal/decided-changes'
import type { Held } from '../held/held'
import type { GivenChanges } from '../changes/given-changes'
import type { PlanBasis, PlannedFor, WholeDomainPlan } from '../plan/planned-row'
import type { WantedChange } from '../changes/set-delta'
import { asRrsetChange, asStoredChange } from '../journal/settle'

const FORMAT = 'zonedesk-plan'
const VERSION = 2
/** Files without what a person decided on; they read in the same way. */
const OLDER_VERSION = 1
/** A zone changes; a plan that is older is planned anew, so that nobody writes what was right last winter. */
const OLDEST_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

const PlannedChange = v.pick(StoredChange, ['name', 'type', 'before', 'after', 'reasons'])

const Content = v.object({
  savedAt: v.number(),
  domains: v.pipe(
    v.array(
      v.object({
        key: DomainKey,
        zone: v.string(),
        hostedId: v.string(),
        changes: v.array(PlannedChange),
        decided: v.exactOptional(v.array(DecidedChange)),
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
      parts.map(({ zone, hostedId, made, accepted }) => {
        const decided = accepted.flatMap((one) => asDecided(one, made) ?? [])
        return {
          key: { accountId: shown.accountId, name: shown.name },
          ...{ zone, hostedId, changes: made.map((change) => asPlannedChange(change, shown)) },
          ...(decided.length > 0 && { decided }),
        }
      }),
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
      decidable.map(({ id, change: { record, deltas } }) => ({
        ...{ id, name: record.name, type: record.type, deltas },
      })),
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
  const wanted = changes.flatMap((change): WantedChange[] => {
    const { name, type } = change
    const rrset = asRrsetChange(change)
    const delta = undecidedPart(rrset, decided)
    if (delta === null) return []
    const reason = change.reasons.join(' ')
    return [{ deltas: [delta], record: { name, type }, reason, objection: unlessChanged([rrset]) }]
  })
  const decidable = decided.map((one) => {
    const again = decidableOf(one, changes.map(asRrsetChange), unlessChanged)
    if (again === null) throw edited()
    return again
  })
  return [{ wanted, decidable, at: { connectionId: null, hostedId, zone } }]
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
    fix: 'Choose a file that was saved with “Save this plan” as JSON.',
  })
}
