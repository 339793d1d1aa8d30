import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import { MOST_PUBLISHED, type DomainPlan } from '../../../preload/contract/publishing'
import { StoredChange } from '../../profile/publish-store'
import { hasSameData, type RrsetChange } from '../../zones/rrset'
import type { Held } from './held'
import type { GivenChanges, PlanBasis, PlannedFor, WholeDomainPlan } from './planned-row'
import { deltaOfChange, type WantedChange } from './set-delta'
import { asRrsetChange, asStoredChange } from './settle'

const FORMAT = 'zonedesk-plan'
const VERSION = 1
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
      }),
    ),
    v.maxLength(MOST_PUBLISHED),
  ),
})
type Content = v.InferOutput<typeof Content>

const PlanFile = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  /** SHA-256 of the content, so that a file that was edited or cut is noticed. It does not say who made the file. */
  sha256: v.string(),
  content: Content,
})

/** A plan as a file that another person can open. It has no secret: connections are not named in it. */
export function planAsJson(domains: readonly WholeDomainPlan[], savedAt: number): string {
  const content: Content = {
    savedAt,
    domains: domains.flatMap(({ shown, parts }) =>
      parts.map(({ zone, hostedId, made }) => ({
        key: { accountId: shown.accountId, name: shown.name },
        ...{ zone, hostedId, changes: made.map((change) => asPlannedChange(change, shown)) },
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
    throw new ZonedeskError('invalid', 'The plan in this file was edited, or a part of it is missing.', {
      fix: 'Ask for the file as it was saved, or plan anew.',
    })
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
    return [{ key: accountsOf(first.key), given: [...byZone.values()].flatMap(givenIn) }]
  })
  return { domains, undoes: null, savedAt: content.savedAt }
}

/** What a file says of one zone of a domain, which it may say in several places. */
function givenIn(said: readonly Content['domains'][number][]): GivenChanges[] {
  const [first] = said
  if (first === undefined) return []
  const { zone, hostedId } = first
  const changes = said.flatMap((one) => one.changes)
  const wanted = changes.map((change) => wantedOf(asRrsetChange(change), change.reasons))
  return [{ wanted, at: { connectionId: null, hostedId, zone } }]
}

function wantedOf(change: RrsetChange, reasons: readonly string[]): WantedChange {
  const { name, type, before } = change
  return {
    deltas: [deltaOfChange(change)],
    record: { name, type },
    reason: reasons.join(' '),
    objection: (held: Held) =>
      hasSameData(held.writable(name, type), before)
        ? null
        : `The ${type} records at ${name} have changed since the plan was saved.`,
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

function noPlan(): ZonedeskError {
  return new ZonedeskError('invalid', 'This file is not a plan that Zonedesk saved.', {
    fix: 'Choose a file that was saved with “Save plan” as JSON.',
  })
}
