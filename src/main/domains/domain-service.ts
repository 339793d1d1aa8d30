import { ZonedeskError } from '../../preload/contract/failure'
import type { DomainDetail, DomainKey } from '../../preload/contract/domain'
import type { ChangeSource } from '../../preload/contract/history'
import type { Handlers } from '../../preload/contract/index'
import { parseDomainName } from '../names/domain-name'
import { toUnicode } from '../names/unicode-name'
import type { ProviderAnswer, ProviderClient } from '../provider/types'
import { type AutomaticSync, createAutomaticSync, type Timer } from './sync/automatic-sync'
import { createCallsUnderWay } from './calls/calls-under-way'
import type { DomainServiceDependencies } from './dependencies'
import { createDetailFetch } from './details/detail-fetch'
import { dkimAuthority } from './dkim-authority'
import { createHistoryHandlers } from './history/history-handlers'
import { pruneHistoryDaily } from './history/history-pruning'
import { requireAccount } from '../accounts/known-account'
import { requireValidOptions } from './option-rules'
import { createProbe } from './calls/probe'
import { createReach } from './calls/reach'
import { readHandlers, storedDomain } from './read-handlers'
import { createSeenDetails } from './details/seen-details'
import { isOfSubaccount, outOfReach } from './details/subaccounts'
import { createSyncEngine } from './sync/sync-engine'
import { createTouchedNames } from './details/touched-names'

/** The use cases around domains, as the contract names them, and what the app itself needs beside them. */
export interface DomainService extends Pick<Handlers, 'domains' | 'history' | 'sync'> {
  /** Stops what runs for an account and forgets its cached domains. Call after the account is removed. */
  forgetAccount(accountId: string): Promise<void>
  /**
   * Stops every sync and call under way and waits for their end. The cache stays open.
   */
  close(): Promise<void>
}

/** Domains named of those that sign with another's key; a window shows no more at a glance. */
const MOST_SIGNERS = 100

/** The process may end while it waits. */
const systemTimer: Timer = (ms, call) => {
  const timer = setTimeout(call, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

type Request<T> = (client: ProviderClient, signal: AbortSignal) => Promise<T>

/**
 * Makes the service. Reads answer from the cache at once. Writes go to the provider first; its answer is stored
 * in one transaction, then `domainsChanged` is told, then the call answers.
 */
export function createDomainService(dependencies: DomainServiceDependencies): DomainService {
  const { cache, clientFor, accountIds, emit, now = Date.now, timer = systemTimer } = dependencies
  const calls = createCallsUnderWay()
  const touched = createTouchedNames()
  const reach = createReach({
    now,
    remembered: (accountId) => cache.syncState(accountId).offlineSince,
    onChange: reachChanged,
  })
  const probe = createProbe(clientFor, reach, now)
  const details = createDetailFetch({ cache, reach, touched, now })
  const sync = createSyncEngine({
    ...{ ...dependencies, now, reach, probe, touched, details },
    onEnd: (accountId, how) => automatic?.ended(accountId, how),
  })
  const seen = createSeenDetails({
    ...{ cache, clientFor, accountIds, reach, details, emit, now },
    includesSubaccounts: (accountId) => dependencies.includesSubaccounts?.(accountId) === true,
  })
  const automatic = automaticSync()
  const stopPruning = pruneHistoryDaily({
    ...{ cache, now, timer, onFault: noteFault },
    keepDays: () => dependencies.historyDays?.() ?? 0,
  })

  function automaticSync(): AutomaticSync | null {
    const everyMinutes = dependencies.syncEveryMinutes
    if (everyMinutes === undefined) return null
    const { random = Math.random } = dependencies
    return createAutomaticSync({
      ...{ accountIds, everyMinutes, now, random, timer },
      standing: (accountId) => sync.standing(accountId),
      start: (accountId) => void sync.start(accountId),
      probe: (accountId) => probe.look(accountId).catch((error: unknown) => noteFault(error)),
    })
  }

  /** An account removed meanwhile, or whose key is gone, is no fault. */
  function noteFault(error: unknown): void {
    if (!(error instanceof ZonedeskError)) dependencies.onFault?.(error)
  }

  function reachChanged(accountId: string, offlineSince: number | null): void {
    if (!accountIds().includes(accountId)) return
    cache.markOffline(accountId, offlineSince).catch(noteFault)
    sync.report(accountId)
    if (offlineSince === null) sync.start(accountId)
    automatic?.wake()
  }

  async function ask<T>(accountId: string, request: Request<T>): Promise<T> {
    requireAccount(accountIds(), accountId)
    const answer = await calls.run(accountId, async (signal) => {
      const client = await clientFor(accountId)
      if (reach.offlineSince(accountId) !== null) await requireReachable(accountId)
      return reach.through(accountId, () => request(client, signal))
    })
    requireAccount(accountIds(), accountId)
    return answer
  }

  /**
   * A provider known to be out of reach is looked for first, with a read that is quick to give up: the network may be
   * back without the app knowing. The request itself is not cut short instead, since a write that was cut off may have
   * been carried out.
   */
  async function requireReachable(accountId: string): Promise<void> {
    const trouble = await probe.recent(accountId)
    if (trouble === null) return
    const { code, message, fix } = trouble.failure
    if (code === 'cancelled') throw trouble
    throw new ZonedeskError('offline', `${message} Nothing was sent.`, { fix, cause: trouble })
  }

  /** The same about a domain that may be gone at the provider; then it leaves the cache too. */
  async function askAbout<T>(key: DomainKey, request: Request<T>): Promise<T> {
    try {
      return await ask(key.accountId, request)
    } catch (error) {
      if (!isGone(key, error)) throw error
      if (listsSubaccounts(key)) throw outOfReach(key, error)
      throw (await forget(key, 'refresh')) ? gone(key, error) : error
    }
  }

  /** An account that is gone says nothing about its domains. */
  function isGone({ accountId }: DomainKey, error: unknown): boolean {
    return isNotFound(error) && accountIds().includes(accountId)
  }

  /** Whether a domain is in the list only because the account's list takes in its subaccounts. */
  function listsSubaccounts(key: DomainKey): boolean {
    return dependencies.includesSubaccounts?.(key.accountId) === true && isOfSubaccount(cache, key)
  }

  async function store(
    accountId: string,
    { domain, records }: ProviderAnswer,
    source: ChangeSource,
  ): Promise<DomainDetail> {
    const fetchedAt = now()
    const times = { fetchedAt, source, ...(source === 'verify' && { verifiedAt: fetchedAt }) }
    touched.touch(accountId, domain.name)
    await cache.putDetail(accountId, domain, records, times)
    announce({ accountId, name: domain.name })
    return stored({ accountId, name: domain.name })
  }

  async function forget(key: DomainKey, source: ChangeSource): Promise<boolean> {
    touched.touch(key.accountId, key.name)
    const removed = await cache.remove(key, { at: now(), source })
    announce(key)
    return removed
  }

  function announce({ accountId, name }: DomainKey): void {
    emit('domainsChanged', { accountId, names: [name] })
  }

  const stored = (key: DomainKey): DomainDetail => storedDomain(cache, key)

  function newName(accountId: string, typed: string): ReturnType<typeof parseDomainName> {
    const parsed = parseDomainName(typed)
    if (!cache.has({ accountId, name: parsed.name })) return parsed
    throw new ZonedeskError('already-exists', `${parsed.name} is already in this account.`, {
      fix: 'Open it in the list; if it was deleted elsewhere, sync first.',
      field: 'name',
    })
  }

  return {
    domains: {
      ...readHandlers(cache),
      count: async (request) => ({ total: await cache.count(request) }),
      authority(key) {
        const { records } = stored(key)
        const name = dkimAuthority(records)
        return {
          name,
          unicodeName: name === null ? '' : toUnicode(name),
          known: name !== null && cache.has({ accountId: key.accountId, name }),
          signers: cache.signers(key, MOST_SIGNERS),
        }
      },
      async refresh(key) {
        const answer = await askAbout(key, (client, signal) => client.get(key.name, signal))
        return store(key.accountId, answer, 'refresh')
      },
      checkName({ accountId, name }) {
        requireAccount(accountIds(), accountId)
        return newName(accountId, name)
      },
      async create({ accountId, name, options }) {
        requireAccount(accountIds(), accountId)
        const parsed = newName(accountId, name)
        requireValidOptions(options)
        return store(
          accountId,
          await ask(accountId, (client, signal) => client.create(parsed.name, options, signal)),
          'create',
        )
      },
      async update({ changes, ...key }) {
        requireValidOptions(changes)
        return store(
          key.accountId,
          await askAbout(key, (client, signal) => client.update(key.name, changes, signal)),
          'edit',
        )
      },
      async verify(key) {
        const answer = await askAbout(key, (client, signal) => client.verify(key.name, signal))
        return store(key.accountId, answer, 'verify')
      },
      async delete({ confirmation, ...key }) {
        requireConfirmation(key, confirmation)
        const answer = await ask(key.accountId, (client, signal) => client.delete(key.name, signal)).catch(
          (error: unknown) => {
            if (!isGone(key, error)) throw error
            if (listsSubaccounts(key)) throw outOfReach(key, error)
            return alreadyGone(key)
          },
        )
        await forget(key, 'delete')
        return answer
      },
    },
    sync: {
      start: ({ accountId }) => sync.start(accountId),
      cancel: ({ accountId }) => sync.cancel(accountId),
      status: () => sync.status(),
      see({ keys }) {
        seen.see(keys)
        return {}
      },
      networkChanged({ online }) {
        automatic?.networkChanged(online)
        return {}
      },
    },
    history: createHistoryHandlers({ cache, stored, now }),
    async forgetAccount(accountId) {
      automatic?.forget(accountId)
      await Promise.all([calls.stop(accountId), sync.forget(accountId), seen.stop(accountId)])
      await cache.removeAccount(accountId)
      emit('domainsChanged', { accountId, names: null })
    },
    async close() {
      automatic?.stop()
      stopPruning()
      await Promise.all([probe.close(), sync.close(), seen.stop(null), calls.stop(null)])
    },
  }
}

/** The name as sent or with U-labels, as the window shows both. */
function requireConfirmation({ name }: DomainKey, confirmation: string): void {
  if (confirmation === name || confirmation === toUnicode(name)) return
  throw new ZonedeskError('invalid', `The confirmation is not the domain's name.`, {
    fix: `Type ${name} to delete it.`,
    field: 'confirmation',
  })
}

function isNotFound(error: unknown): boolean {
  return error instanceof ZonedeskError && error.failure.code === 'not-found'
}

function gone({ name }: DomainKey, cause: unknown): ZonedeskError {
  return new ZonedeskError(
    'not-found',
    `${name} is no longer at the provider and was removed from the list.`,
    {
      fix: 'Add it again if you still need it.',
      cause,
    },
  )
}

function alreadyGone({ name }: DomainKey): { message: string } {
  return { message: `${name} was already deleted at the provider.` }
}
