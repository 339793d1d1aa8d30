import { readFile, stat } from 'node:fs/promises'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Handlers } from '../../../preload/contract/index'
import type { RecordCheck } from '../../../preload/contract/findings'
import type { StoredRotation } from '../../profile/rotation-store'
import { writeWholeFile } from '../../profile/whole-file'
import type { FileDialogs } from '../dns-hosts/file-dialogs'
import { writing } from '../dns-hosts/write-export'
import { named } from '../keys/rotations/rotation-handlers'
import { noRecords } from '../keys/rotations/rotation-records'
import { offerFor, offerOf } from './offer'
import { planAsMarkdown } from './given/plan-document'
import { planAsJson, planFromJson } from './given/plan-file'
import { plannedWrite } from './plan/planned-write'
import { type PublishPlans, requireFew } from './plan/plans'
import { keysOfRotation } from './changes/rotation-keys'
import { restOfRun } from './given/rest-of-run'
import type { PublishRuns } from './run/runs'
import { takingBack } from './given/taking-back'
import type { ZoneSource } from './zones/zone-source'

/** Bytes of a plan's file: ten thousand domains with long keys come to a third of it. */
const MOST_BYTES = 200_000_000

/** What answers the subject `publishing`. */
export function createPublishingHandlers(parts: {
  readonly plans: PublishPlans
  /** One rotation of DKIM keys; undefined when it is gone. */
  readonly rotation: (id: number) => StoredRotation | undefined
  /** Those of all accounts. */
  readonly rotations: () => readonly StoredRotation[]
  readonly runs: PublishRuns
  readonly source: ZoneSource
  /** What DNS last said of the zone of a domain. */
  readonly zoneInDns: (key: DomainKey) => {
    readonly apex: string | null
    readonly delegation: readonly string[] | null
  }
  /** The records of a domain as the last look at DNS saw them; empty where there was none. */
  readonly recordsInDns: (key: DomainKey) => readonly Pick<RecordCheck, 'name' | 'type' | 'zone'>[]
  /** More RRsets than this are written only when a person agreed to their number. */
  readonly askAbove: () => number
  /** The domain of this name in the account, or in another where that has none. */
  readonly known: (key: DomainKey) => DomainKey
  readonly isListed: (key: DomainKey) => boolean
  readonly dialogs: Pick<FileDialogs, 'save' | 'open'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}): Handlers['publishing'] {
  const { plans, rotation, rotations, runs, source, zoneInDns, recordsInDns, askAbove, dialogs, now } = parts
  const { known, isListed } = parts
  return {
    offer(key) {
      const signal = AbortSignal.timeout(OFFER_LIMIT_MS)
      return offerFor(key.name, zoneInDns(key), recordsInDns(key), source, signal)
    },
    async offerRotation({ id, records }) {
      const one = rotation(id)
      if (one === undefined)
        throw new ZonedeskError('not-found', 'This rotation is no longer there.', {
          fix: 'Choose another one in the list of rotations.',
        })
      const own = keysOfRotation(one, records, now())
      const [first] = own?.records ?? []
      if (own === null || first === undefined) throw noRecords(records)
      const known = { apex: own.zone, delegation: null }
      return offerOf(await source.placeOf(first.name, known, AbortSignal.timeout(OFFER_LIMIT_MS)))
    },
    planRotations({ ids, search, records }) {
      const chosen = ids === null ? named(rotations(), search) : ids.flatMap((id) => rotation(id) ?? [])
      const waiting = chosen.filter((one) => keysOfRotation(one, records, now()) !== null)
      if (waiting.length === 0) throw noRecords(records)
      requireFew(waiting.length)
      const domains = waiting.map(({ id, accountId, signingDomain }) => ({
        ...{ key: { accountId, name: signingDomain }, given: null },
        keys() {
          const one = rotation(id)
          return one === undefined ? null : keysOfRotation(one, records, now())
        },
      }))
      return plans.start({ domains, undoes: null, savedAt: null })
    },
    plan: ({ scope }) => plans.forScope(scope),
    planUndo: ({ id, zones }) => plans.start(takingBack(runs.stored(id), zones)),
    planRest({ id }) {
      const whole = runs.stored(id)
      const { undoes, state } = whole.run
      if (state === 'running') throw stillRunning()
      const basis = undoes === null ? restOfRun(whole, isListed) : takingBack(runs.stored(undoes), null)
      requireFew(basis.domains.length)
      return plans.start(basis)
    },
    getPlan: ({ id }) => plans.get(id),
    planAgain: ({ id }) => plans.again(id),
    lines: ({ id, verdict, skip, limit }) => plans.lines(id, verdict, skip, limit),
    line: ({ id, position }) => plans.line(id, position),
    decide: ({ id, ...decision }) => plans.decide(id, decision),
    stopDeciding({ id }) {
      plans.stopDeciding(id)
      return {}
    },
    writes: ({ id, without }) => plannedWrite(plans.writes(id, new Set(without))),
    dropPlan({ id }) {
      plans.drop(id)
      return {}
    },
    async savePlan({ id, format }) {
      const { plan, domains } = plans.whole(id)
      const isJson = format === 'json'
      const path = await dialogs.save('Save plan', `plan.${isJson ? 'json' : 'md'}`)
      if (path === null) return { path }
      const shown = domains.map((domain) => domain.shown)
      const text = isJson ? planAsJson(domains, plan.plannedAt) : planAsMarkdown(shown, plan.plannedAt)
      await writing(path, () => writeWholeFile(path, text))
      return { path }
    },
    async openPlan() {
      const path = await dialogs.open('Choose a saved plan', 'json')
      if (path === null) return null
      const text = await readPlan(path)
      return plans.start(planFromJson(text, now(), known))
    },
    apply({ id, without, agreed }) {
      const { zones, undoes, removes, sets, cautions } = plans.writes(id, new Set(without))
      const isAgreed =
        agreed !== null &&
        agreed.removes === removes &&
        agreed.sets === sets &&
        agreed.cautions === cautions.length
      if ((removes > 0 || sets > askAbove() || cautions.length > 0) && !isAgreed) {
        const goes = removes === 1 ? '1 record goes' : `${removes} records go`
        throw new ZonedeskError(
          'refused',
          `This plan changes ${sets} RRsets in ${zones.length === 1 ? '1 zone' : `${zones.length} zones`}, and ${goes}. You did not confirm that yet.`,
          { fix: 'Look at what goes and at what may break, and confirm it.' },
        )
      }
      const run = runs.start(zones, undoes)
      plans.drop(id)
      return run
    },
    runs: () => runs.list(),
    zones: ({ id, state, skip, limit }) => runs.zones(id, state, skip, limit),
    journal: (key) => runs.journal(key),
    cancel: ({ id }) => runs.cancel(id),
    resume: ({ id }) => runs.resume(id),
  }
}

async function readPlan(path: string): Promise<string> {
  try {
    if ((await stat(path)).size <= MOST_BYTES) return await readFile(path, 'utf8')
  } catch (cause) {
    throw new ZonedeskError('storage', `${path} could not be read.`, {
      fix: 'Check that the file is there and that you may read it.',
      cause,
    })
  }
  throw new ZonedeskError('invalid', 'This file is too long to be a plan.', {
    fix: 'Choose a file that was saved with “Save this plan” as JSON.',
  })
}

function stillRunning(): ZonedeskError {
  return new ZonedeskError('refused', 'This run is still under way.', {
    fix: 'Wait until it ends, or stop it.',
  })
}

/** Milliseconds that a domain's pane waits to say whether it can be published. */
const OFFER_LIMIT_MS = 20_000
