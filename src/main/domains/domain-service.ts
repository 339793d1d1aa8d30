import type { DomainDetail, DomainKey } from '../../preload/contract/domain'
import type { Emit } from '../../preload/contract/events'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ChangeSource } from '../../preload/contract/history'
import type { Handlers } from '../../preload/contract/index'
import { requireAccount } from '../accounts/known-account'
import type { Cache } from '../cache/cache'
import { parseDomainName } from '../names/domain-name'
import { toUnicode } from '../names/unicode-name'
import type { ProviderAnswer } from '../provider/types'
import type { AccountCalls, ProviderRequest } from './calls/account-calls'
import { requireNameRepeated } from './details/confirmation'
import { dkimAuthority } from './details/dkim-authority'
import { storedDomain } from './details/stored-domain'
import { outOfReach, subaccountToAskFor } from './details/subaccounts'
import type { TouchedNames } from './details/touched-names'
import { requireValidDomain, requireValidOptions } from './option-rules'
import { readHandlers } from './read-handlers'

/** What the domain service works with. */
export interface DomainServiceDependencies {
  readonly cache: Cache
  readonly accountIds: () => readonly string[]
  /** Whether the account's list takes in the domains of its subaccounts. */
  readonly includesSubaccounts: (accountId: string) => boolean
  readonly calls: Pick<AccountCalls, 'askAbout' | 'askFor'>
  readonly touched: TouchedNames
  readonly emit: Emit
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** The `domains` channels, and what no window asks for. */
export interface DomainService {
  readonly handlers: Handlers['domains']
  /** As `Domains` has it. */
  readonly lookUpNew: (key: DomainKey, subaccountId: string | null) => Promise<DomainDetail>
}

/** How many of the domains that sign with another's key are named; a window shows no more at a glance. */
const MOST_SIGNERS = 100

/**
 * Answers the `domains` channels. Reads answer from the cache at once. Writes go to the provider first; its answer is
 * stored in one transaction, then `domainsChanged` is told, then the call answers.
 */
export function createDomainService(dependencies: DomainServiceDependencies): DomainService {
  const { cache, accountIds, calls, touched, emit, now } = dependencies

  /** Asks the provider about a domain. When the provider no longer has it, the cache drops it too. */
  async function askAbout<T>(key: DomainKey, request: ProviderRequest<T>): Promise<T> {
    try {
      return await calls.askAbout(key, request)
    } catch (error) {
      if (!isGone(key, error)) throw error
      if (isOfSubaccount(key)) throw outOfReach(key, error)
      throw (await forget(key, 'refresh')) ? gone(key, error) : error
    }
  }

  /** An account that is gone says nothing about its domains. */
  function isGone({ accountId }: DomainKey, error: unknown): boolean {
    return isNotFound(error) && accountIds().includes(accountId)
  }

  /** Whether a domain is in the list only because the account's list takes in its subaccounts. */
  function isOfSubaccount(key: DomainKey): boolean {
    return subaccountToAskFor(cache, dependencies.includesSubaccounts, key) !== null
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

  const refresh: Handlers['domains']['refresh'] = async (key) => {
    const answer = await askAbout(key, (client, signal) => client.get(key.name, signal))
    return store(key.accountId, answer, 'refresh')
  }

  const handlers: Handlers['domains'] = {
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
    refresh,
    checkName({ accountId, name }) {
      requireAccount(accountIds(), accountId)
      return newName(accountId, name)
    },
    async create({ accountId, name, options, subaccountId = null }) {
      requireAccount(accountIds(), accountId)
      const parsed = requireValidDomain(() => newName(accountId, name), options)
      return store(
        accountId,
        await calls.askFor({ accountId, subaccountId }, (client, signal) =>
          client.create(parsed.name, options, signal),
        ),
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
      requireNameRepeated(key, confirmation, 'it')
      const answer = await calls
        .askAbout(key, (client, signal) => client.delete(key.name, signal))
        .catch((error: unknown) => {
          if (!isGone(key, error)) throw error
          if (isOfSubaccount(key)) throw outOfReach(key, error)
          return alreadyGone(key)
        })
      await forget(key, 'delete')
      return answer
    },
  }

  return {
    handlers,
    async lookUpNew(key, subaccountId) {
      if (subaccountId === null) return refresh(key)
      // The cache does not know yet whose it is.
      const whom = { accountId: key.accountId, subaccountId }
      const answer = await calls.askFor(whom, (client, signal) => client.get(key.name, signal))
      return store(key.accountId, answer, 'refresh')
    },
  }
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
