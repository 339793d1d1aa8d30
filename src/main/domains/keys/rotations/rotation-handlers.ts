import type { DomainKey } from '../../../../preload/contract/domain'
import { ZonedeskError } from '../../../../preload/contract/failure'
import type { Handlers } from '../../../../preload/contract/index'
import type { CheckScope } from '../../../../preload/contract/checks'
import { SAMPLES_ACCOUNT_ID } from '../../../../preload/contract/accounts'
import { hasEnded, type StoredRotation } from '../../../profile/rotation-store'
import { toUnicode } from '../../../names/unicode-name'
import { hasLeft } from './ended'
import { AUTOMATIC, isAutomatic, planRotations, type PlanSource } from './plan'
import type { Rotations } from './rotations'
import { recordsToPublish, recordsToRemove } from './rotation-records'
import { countsOf, shown, waitOf } from './shown'

export interface RotationHandlersDependencies extends Omit<PlanSource, 'isRotating'> {
  readonly rotations: Rotations
  readonly keysOf: (scope: CheckScope) => readonly DomainKey[]
  /** Whether sample domains are meant; by null for all accounts. Never when absent. */
  readonly meansSamples?: (accountId: string | null) => boolean
}

/** Those that need a person first, then what waits for DNS, and what has ended last. */
const ORDER = ['person', 'dns', 'provider', 'turn', 'time', 'stopped', 'ended'] as const

/** Answers the `rotations` channels. */
export function rotationHandlers(dependencies: RotationHandlersDependencies): Handlers['rotations'] {
  const { rotations, keysOf, meansSamples } = dependencies
  const isRotating = (accountId: string, signingDomain: string): boolean =>
    rotations
      .all()
      .some((one) => one.accountId === accountId && one.signingDomain === signingDomain && !hasEnded(one))
  const source: PlanSource = { ...dependencies, isRotating }

  const ofAccount = (accountId: string | null): StoredRotation[] =>
    rotationsOf(rotations.all(), accountId, meansSamples)

  return {
    plan: ({ scope }) => {
      const underWay = new Set(
        rotations
          .all()
          .filter((one) => !hasEnded(one))
          .map(idOf),
      )
      return {
        rows: planRotations(
          {
            ...source,
            isRotating: (accountId, signingDomain) => underWay.has(idOf({ accountId, signingDomain })),
          },
          keysOf(scope),
        ),
      }
    },
    start: ({ keys, bits, keepDays }) => {
      const wanted = [...new Map(keys.map((key) => [idOf(key), key])).values()]
      const result = { done: 0, refused: 0, reason: '', fix: '', ids: [] as number[] }
      const refuse = (reason: string, fix: string): void => {
        if (result.refused === 0) Object.assign(result, { reason, fix })
        result.refused += 1
      }
      const begun = wanted.flatMap(({ accountId, signingDomain }) => {
        // The records may be those of a domain that signs with the key of another, so the plan is asked for the latter.
        const readOnly = dependencies.readOnly(accountId)
        const detail = dependencies.detailOf({ accountId, name: signingDomain })
        if (readOnly !== null) refuse(readOnly.failure.message, readOnly.failure.fix)
        else if (detail !== undefined && isAutomatic(detail, signingDomain)) {
          refuse(AUTOMATIC.reason, AUTOMATIC.fix)
        } else {
          const alsoSigns = dependencies.signersOf({ accountId, name: signingDomain })
          return [{ accountId, signingDomain, bits, keepDays, alsoSigns }]
        }
        return []
      })
      for (const id of rotations.start(begun)) {
        if (id === null) {
          refuse(
            'The keys of this domain are being rotated already.',
            'Look at the rotation under way: a domain has one at a time.',
          )
        } else {
          result.done += 1
          result.ids.push(id)
        }
      }
      return result
    },
    list({ accountId, waitsFor, search, skip, limit }) {
      const all = ofAccount(accountId)
      const now = Date.now()
      const searched = named(all, search)
      const found = searched
        .filter((one) => waitsFor === null || waitOf(one) === waitsFor)
        .map((rotation) => ({ rotation, place: ORDER.indexOf(waitOf(rotation)) }))
        .toSorted(
          (a, b) =>
            a.place - b.place ||
            compared(a.rotation.signingDomain, b.rotation.signingDomain) ||
            b.rotation.id - a.rotation.id,
        )
      return {
        items: found.slice(skip, skip + limit).map(({ rotation }) => shown(rotation)),
        total: found.length,
        counts: countsOf(all),
        canGo: all.filter((one) => recordsToRemove(one, now) !== null).length,
        left: all.filter((one) => hasEnded(one) && hasLeft(one)).length,
        found: {
          publish: searched.filter((one) => recordsToPublish(one).length > 0).length,
          remove: searched.filter((one) => recordsToRemove(one, now) !== null).length,
        },
      }
    },
    counts: ({ accountId }) => countsOf(ofAccount(accountId)),
    get({ id }) {
      const rotation = rotations.get(id)
      if (rotation !== undefined) return shown(rotation)
      throw new ZonedeskError('not-found', 'This rotation is no longer there.', {
        fix: 'Somebody may have taken it off the list. Choose another one.',
      })
    },
    ofDomain({ accountId, signingDomain }) {
      const own = rotations
        .all()
        .filter((one) => one.accountId === accountId && one.signingDomain === signingDomain)
      const rotation = own.find((one) => !hasEnded(one)) ?? own.at(-1)
      return rotation === undefined ? null : shown(rotation)
    },
    stop: ({ ids }) => rotations.stop(ids),
    takeBack: ({ ids }) => rotations.takeBack(ids),
    goOn: ({ ids }) => rotations.goOn(ids),
    look: ({ ids }) => rotations.look(ids),
    dismiss: ({ ids }) => rotations.dismiss(ids),
    dismissEnded: ({ accountId }) =>
      rotations.dismiss(
        ofAccount(accountId)
          .filter(hasEnded)
          .map(({ id }) => id),
      ),
  }
}

/**
 * The rotations of an account; by null those of all accounts, where those of the sample domains count while they are
 * meant.
 *
 * @param meansSamples never when absent
 */
export function rotationsOf(
  all: readonly StoredRotation[],
  accountId: string | null,
  meansSamples?: (accountId: string | null) => boolean,
): StoredRotation[] {
  const samples = meansSamples?.(accountId) ?? false
  return all.filter((one) =>
    accountId === null ? one.accountId !== SAMPLES_ACCOUNT_ID || samples : one.accountId === accountId,
  )
}

/** @param search a part of the domain's name, in A-labels or as a person reads it; empty for all */
export function named(rotations: readonly StoredRotation[], search: string): readonly StoredRotation[] {
  const words = search.trim().toLowerCase()
  if (words === '') return rotations
  return rotations.filter(
    ({ signingDomain }) => signingDomain.includes(words) || toUnicode(signingDomain).includes(words),
  )
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function idOf({ accountId, signingDomain }: { accountId: string; signingDomain: string }): string {
  return `${accountId}\n${signingDomain}`
}
