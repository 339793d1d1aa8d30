import { isDeepStrictEqual } from 'node:util'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import { neededChecks, type DomainCheck } from '../../../preload/contract/findings'
import type { Handlers } from '../../../preload/contract/index'
import { SAMPLES_ACCOUNT_ID } from '../../../preload/contract/accounts'
import type { Watch } from '../../../preload/contract/watches'
import type { Emit } from '../../../preload/contract/events'
import { keyText } from '../key-text'
import { isPublished, nextLook } from './next-look'
import type { WatchStore } from '../../profile/watch-store'

/** Longer than any TTL in use and than providers look for records. */
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60 * 1000
/** Longest time a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** How long a watch waits before each of its steps. */
export interface Pacing {
  readonly nextLook: typeof nextLook
  /** How long until the provider is asked again when it does not see the records or asks to wait, in milliseconds. */
  readonly verifyAgainAfterMs: number
  /** How long after the start a look waits that was due while the app was not running, in milliseconds. */
  readonly afterStartMs: number
}

const NOT_LISTED = 'The watch continues once the domains of the account have been fetched.'

const PACING: Pacing = { nextLook, verifyAgainAfterMs: 5 * 60_000, afterStartMs: 5_000 }

export interface WatchesDependencies {
  readonly store: WatchStore
  readonly known: (key: DomainKey) => boolean
  /** Whether sample domains are meant; by null for all accounts. Never when absent. */
  readonly meansSamples?: (accountId: string | null) => boolean
  /** Whether an account's domains were ever listed; without it, all were. */
  readonly isListed?: (accountId: string) => boolean
  /** Checks a domain against DNS. */
  readonly check: (key: DomainKey) => Promise<DomainCheck>
  /** Asks the provider to verify; true when the domain is then active and its records are valid. */
  readonly verify: (key: DomainKey) => Promise<boolean>
  /** Asks the provider how the domain stands, and has it do nothing; answers as `verify`. */
  readonly ask: (key: DomainKey) => Promise<boolean>
  /** The name of an account that is read only, where the provider is not to be asked to verify; null for any other. */
  readonly readOnly?: (accountId: string) => string | null
  /** Tells the person at the desktop. */
  readonly notify: (watch: Watch) => void
  readonly emit: Emit
  readonly onFault?: (error: unknown) => void
  readonly pacing?: Pacing
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** 0 up to 1. */
  readonly random?: () => number
}

export interface Watches {
  readonly handlers: Handlers['watches']
  /** Goes on with those that were under way when the app was last closed. */
  resume(): void
  /** Goes on with a watch that began elsewhere. */
  adopt(watch: Watch): void
  /** Takes in those that came into the store by another way than this, and goes on with them. */
  reload(): void
  /** Forgets those of an account that is gone. */
  forgetAccount(accountId: string): void
  /** Stops every timer and waits for looks under way. */
  close(): Promise<void>
}

/** Looks again at domains whose records were just published, until DNS and the provider have them. */
export function createWatches(dependencies: WatchesDependencies): Watches {
  const { store, known, meansSamples, check, verify, ask, notify, emit, onFault } = dependencies
  const { now = Date.now, random = Math.random, pacing = PACING, isListed = () => true } = dependencies
  const { readOnly = () => null } = dependencies
  const timers = new Map<string, NodeJS.Timeout>()
  const looking = new Map<string, Promise<void>>()
  const all = new Map(store.list().map((watch) => [keyText(watch), watch]))
  let closed = false

  function put(watch: Watch): Watch {
    if (isDeepStrictEqual(all.get(keyText(watch)), watch)) return watch
    all.set(keyText(watch), watch)
    store.put(watch)
    emit('watchesChanged', {})
    return watch
  }

  function schedule(watch: Watch): void {
    const id = keyText(watch)
    clearTimeout(timers.get(id))
    timers.delete(id)
    if (watch.nextAt === null || closed) return
    const timer = setTimeout(() => look(watch), Math.min(MAX_TIMER_MS, Math.max(0, watch.nextAt - now())))
    timers.set(id, timer)
  }

  function look(key: DomainKey): void {
    const id = keyText(key)
    if (looking.has(id) || closed) return
    const ended = lookOnce(id)
      .catch((error: unknown) => onFault?.(error))
      .finally(() => {
        looking.delete(id)
        // The watch was stopped and started again meanwhile: the result belongs to the one before.
        const watch = all.get(id)
        if (watch?.looks === 0 && watch.nextAt === null) look(key)
      })
    looking.set(id, ended)
  }

  async function lookOnce(id: string): Promise<void> {
    const before = all.get(id)
    if (before === undefined) return
    const key = { accountId: before.accountId, name: before.name }
    if (!known(key)) {
      // The domains of an account that came from another computer are not here before its first sync.
      if (isListed(key.accountId)) remove(key)
      else schedule(put({ ...before, state: 'waiting', nextAt: later(), sentence: NOT_LISTED }))
      return
    }
    put({ ...before, state: 'looking', nextAt: null, sentence: 'Asking DNS.' })
    const after = await outcomeOf(before, key)
    // A look cut off by the end of the app is made again.
    if (!isCurrent(before) || closed) return
    schedule(put(after))
    if (after.state === 'done' || after.state === 'given-up') notify(after)
  }

  async function outcomeOf(before: Watch, key: DomainKey): Promise<Watch> {
    const looks = before.looks + 1
    let seen: DomainCheck
    try {
      seen = await check(key)
    } catch (error) {
      return again({ ...before, looks }, error)
    }
    const needed = neededChecks(seen)
    const published = needed.filter(({ standing }) => standing === 'published').length
    const records = needed.length
    const plan = pacing.nextLook(seen, looks, now(), random())
    const watch: Watch = { ...before, looks, published, records, lastAt: now(), expectedBy: plan.expectedBy }
    if (isPublished(seen) && isCurrent(watch)) return verified(watch, key)
    if (now() - before.since >= GIVE_UP_AFTER_MS) return givenUp(watch)
    const rest = records - published
    const sentence = `${rest} of ${records} ${records === 1 ? 'record' : 'records'} ${rest === 1 ? 'is' : 'are'} not seen everywhere yet.`
    return { ...watch, state: 'waiting', nextAt: plan.at, sentence }
  }

  async function verified(watch: Watch, key: DomainKey): Promise<Watch> {
    put({
      ...watch,
      state: 'verifying',
      nextAt: null,
      sentence: 'DNS has every record. Asking the provider.',
    })
    const readOnlyName = readOnly(key.accountId)
    try {
      if (await (readOnlyName === null ? verify(key) : ask(key))) {
        return {
          ...watch,
          state: 'done',
          nextAt: null,
          expectedBy: null,
          sentence: 'DNS has every record, and the provider has verified them.',
        }
      }
    } catch (error) {
      return again(watch, error)
    }
    if (now() - watch.since >= GIVE_UP_AFTER_MS) return givenUp(watch, readOnlyName)
    return {
      ...watch,
      state: 'waiting',
      nextAt: later(),
      sentence:
        readOnlyName === null
          ? 'DNS has every record; the provider does not see them yet.'
          : `DNS has every record. ${readOnlyName} is read only, so Zonedesk waits for the provider to verify by itself.`,
    }
  }

  /** Whether the watch was not taken off the list meanwhile. */
  function isCurrent(watch: Watch): boolean {
    return all.get(keyText(watch))?.since === watch.since
  }

  function again(watch: Watch, error: unknown): Watch {
    if (!(error instanceof ZonedeskError)) onFault?.(error)
    const reason = error instanceof ZonedeskError ? error.failure.message : 'The check failed.'
    if (now() - watch.since >= GIVE_UP_AFTER_MS) return givenUp(watch)
    return { ...watch, state: 'waiting', nextAt: later(), sentence: `${reason} Zonedesk will try again.` }
  }

  function givenUp(watch: Watch, readOnlyName: string | null = null): Watch {
    return {
      ...watch,
      state: 'given-up',
      nextAt: null,
      expectedBy: null,
      sentence:
        readOnlyName === null
          ? 'The records are still not right after three days. The findings say why.'
          : `DNS has every record, and the provider has not verified them within three days. ${readOnlyName} is read only, so Zonedesk did not ask it to.`,
    }
  }

  function later(): number {
    return Math.round(now() + pacing.verifyAgainAfterMs * (1 + random() / 5))
  }

  function remove(key: DomainKey): void {
    const id = keyText(key)
    clearTimeout(timers.get(id))
    timers.delete(id)
    if (!all.delete(id)) return
    store.remove(key)
    emit('watchesChanged', {})
  }

  return {
    handlers: {
      list: ({ accountId = null }) => {
        const samples = meansSamples?.(accountId) ?? false
        return [...all.values()].filter((watch) =>
          watch.accountId === SAMPLES_ACCOUNT_ID ? samples : accountId !== SAMPLES_ACCOUNT_ID,
        )
      },
      start(key) {
        if (!known(key)) {
          throw new ZonedeskError('not-found', `${key.name} is not among the domains of this account.`, {
            fix: 'Sync the account, or add the domain.',
          })
        }
        const before = all.get(keyText(key))
        const goesOn = before !== undefined && before.state !== 'done' && before.state !== 'given-up'
        const watch = goesOn ? before : newWatch(key, now())
        put(watch)
        look(key)
        return all.get(keyText(key)) ?? watch
      },
      stop(key) {
        remove(key)
        return {}
      },
    },
    resume() {
      for (const watch of all.values()) {
        if (watch.state === 'done' || watch.state === 'given-up') continue
        const nextAt = Math.max(watch.nextAt ?? 0, now() + pacing.afterStartMs)
        schedule(put({ ...watch, state: 'waiting', nextAt }))
      }
    },
    adopt: (watch) => schedule(put(watch)),
    reload() {
      for (const watch of store.list()) {
        if (all.has(keyText(watch))) continue
        all.set(keyText(watch), watch)
        if (watch.state === 'done' || watch.state === 'given-up') continue
        schedule(put({ ...watch, state: 'waiting', nextAt: now() + pacing.afterStartMs }))
      }
      emit('watchesChanged', {})
    },
    forgetAccount(accountId) {
      for (const watch of [...all.values()]) if (watch.accountId === accountId) remove(watch)
    },
    async close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      await Promise.all(looking.values())
    },
  }
}

function newWatch(key: DomainKey, since: number): Watch {
  return {
    accountId: key.accountId,
    name: key.name,
    state: 'waiting',
    since,
    looks: 0,
    lastAt: null,
    nextAt: null,
    expectedBy: null,
    published: null,
    records: null,
    sentence: 'Not checked yet.',
  }
}
