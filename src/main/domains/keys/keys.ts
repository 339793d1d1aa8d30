import { LEAST_ROTATION_DAYS } from '../../../preload/contract/dkim-keys'
import type { DomainKey } from '../../../preload/contract/domain'
import type { Emit } from '../../../preload/contract/events'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Handlers } from '../../../preload/contract/index'
import type { ChangedKeys, DomainKeys, KnownKey } from '../../../preload/contract/keys'
import { Sequencer } from '../../async/sequencer'
import type { Cache } from '../../cache/cache'
import type { DkimKeyCalls } from '../../provider/types'
import type { AccountCalls } from '../calls/account-calls'
import { dkimAuthority } from '../details/dkim-authority'
import { readImportedKey } from './import-pem'
import { type ChooseKeyFile, readKeyFile } from './key-file'
import { type KeyFetch, lacksKeys } from './key-fetch'
import {
  requireAnotherSigns,
  requireDeletable,
  requireKey,
  requireKnownOutcome,
  requireNotTheProviders,
  requireOwnKeys,
  requireRepeated,
} from './key-rules'
import { keysOfDomain, type KeysOwner, ownerOf } from './keys-of-domain'
import { sendOnce } from './lost-answer'
import { lookAtKey, type LookAtRecords, requirePublished } from './published-key'
import { requireFreeSelector } from './selectors'

/** What the changes of keys work with. */
export interface KeysDependencies {
  readonly cache: Pick<Cache, 'get' | 'has' | 'keysOf' | 'signers'>
  readonly calls: Pick<AccountCalls, 'askAbout'>
  readonly fetching: KeyFetch
  /** Fetches a domain into the cache, and tells the window. */
  readonly refreshDomain: (key: DomainKey) => Promise<unknown>
  readonly lookAtRecords: LookAtRecords
  readonly chooseKeyFile: ChooseKeyFile
  readonly emit: Emit
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Longest time between two automatic rotations that is taken, in days. */
const MOST_ROTATION_DAYS = 3650

/** A change under way: whose keys, and the keys as the provider said just now. */
interface Change extends KeysOwner {
  readonly key: DomainKey
  readonly keys: readonly KnownKey[]
}

/**
 * Answers the `keys` channels. Before a change, the keys are fetched, so that it is judged by what is so now; changes of
 * an account's keys are made one after another. After it, the keys and the domain are fetched again.
 */
export function createKeys(dependencies: KeysDependencies): Handlers['keys'] {
  const { cache, calls, fetching, emit, now } = dependencies
  const turns = new Map<string, Sequencer>()

  const known = (key: DomainKey): DomainKeys => keysOfDomain(cache, fetching, key, now())

  function inTurn<T>({ accountId }: DomainKey, work: () => Promise<T>): Promise<T> {
    const turn = turns.get(accountId) ?? new Sequencer()
    turns.set(accountId, turn)
    return turn.run(work)
  }

  /**
   * Makes a change of keys.
   *
   * @param make sends it, and answers what is worth saying of it
   */
  function change(key: DomainKey, make: (change: Change) => Promise<string[]>): Promise<ChangedKeys> {
    return inTurn(key, async () => {
      const owner = ownerOf(cache, key)
      const keys = await fetching.fetch(key, owner.authority)
      const notes = await make({ ...owner, key, keys })
      return { ...(await follow(key, owner.authority, notes)) }
    })
  }

  /** Fetches what a change may have changed. The change itself was made, whatever comes of that. */
  async function follow(key: DomainKey, authority: string, notes: readonly string[]): Promise<ChangedKeys> {
    const { accountId, name } = key
    const before = cache.signers({ accountId, name: authority }, 1).total
    const fetched = await Promise.allSettled([
      dependencies.refreshDomain(key),
      ...(authority !== name && cache.has({ accountId, name: authority })
        ? [dependencies.refreshDomain({ accountId, name: authority })]
        : []),
    ])
    // The domain may sign with other keys now.
    const keysFetched = await fetching.fetch(key, ownerOf(cache, key).authority).then(
      () => true,
      (error: unknown) => lacksKeys(error),
    )
    // Every domain that signs with these keys has other records now.
    if (before > 0) emit('domainsChanged', { accountId, names: null })
    else emit('domainsChanged', { accountId, names: [name] })
    const isWhole = keysFetched && fetched.every(({ status }) => status === 'fulfilled')
    return { ...known(key), notes: isWhole ? [...notes] : [...notes, NOT_FETCHED] }
  }

  function send(
    { key, authority }: Pick<Change, 'key' | 'authority'>,
    request: (calls: DkimKeyCalls, signal: AbortSignal) => Promise<unknown>,
    isDone: (keys: readonly KnownKey[]) => boolean,
  ): Promise<string[]> {
    return sendOnce(
      () => calls.askAbout(key, (client, signal) => request(client.dkimKeys, signal)),
      async () => isDone(await fetching.fetch(key, authority)),
    )
  }

  function importPem({
    accountId,
    name,
    selector: typed,
    pem,
  }: DomainKey & { readonly selector: string; readonly pem: string }): Promise<ChangedKeys> {
    const imported = readImportedKey(pem)
    requireOwnKeys(ownerOf(cache, { accountId, name }), name)
    return change({ accountId, name }, async (owner) => {
      const { authority, keys } = owner
      const selector = requireFreeSelector(typed, authority, keys)
      const notes = await send(
        owner,
        (dkimKeys, signal) => dkimKeys.create(authority, selector, { pem: imported.pem }, signal),
        (after) =>
          after.some((key) => key.selector === selector && key.record.value.includes(imported.publicKey)),
      )
      return [...imported.notes, ...notes]
    })
  }

  return {
    list: known,
    async refresh(key) {
      const { authority } = ownerOf(cache, key)
      try {
        await fetching.fetch(key, authority)
      } catch (error) {
        // The keys that the records name are known all the same.
        if (!lacksKeys(error)) throw error
      }
      emit('domainsChanged', { accountId: key.accountId, names: [key.name] })
      return known(key)
    },
    async look({ accountId, name, selector }) {
      const { authority } = ownerOf(cache, { accountId, name })
      const key = requireKey(cache.keysOf(accountId, authority), selector)
      const { at, check } = await lookAtKey(dependencies.lookAtRecords, accountId, key)
      if (check !== undefined) return { at, check }
      throw new ZonedeskError('offline', `No name server could be asked about ${key.record.name}.`, {
        fix: 'Check the network, and look again.',
      })
    },
    create: ({ accountId, name, selector: typed, bits }) =>
      change({ accountId, name }, async (owner) => {
        requireOwnKeys(owner, name)
        const { authority, keys } = owner
        const selector = requireFreeSelector(typed, authority, keys)
        return send(
          owner,
          (dkimKeys, signal) => dkimKeys.create(authority, selector, { bits }, signal),
          (after) => after.some((key) => key.selector === selector && key.bits === bits),
        )
      }),
    import: importPem,
    async importFile({ accountId, name, selector }) {
      const owner = ownerOf(cache, { accountId, name })
      const { authority } = owner
      requireOwnKeys(owner, name)
      // Nobody is asked for a file that could not be sent.
      requireFreeSelector(selector, authority, cache.keysOf(accountId, authority))
      const path = await dependencies.chooseKeyFile()
      return path === null ? null : importPem({ accountId, name, selector, pem: await readKeyFile(path) })
    },
    activate: ({ accountId, name, selector: typed }) =>
      change({ accountId, name }, async (owner) => {
        requireOwnKeys(owner, name)
        const key = requireKey(owner.keys, typed)
        if (key.record.isActive === true) return ['The provider already signs with this key.']
        await requirePublished(dependencies.lookAtRecords, accountId, key)
        return send(
          owner,
          (dkimKeys, signal) => dkimKeys.activate(owner.authority, key.selector, signal),
          (after) => isSigning(after, key.selector) === true,
        )
      }),
    deactivate: ({ accountId, name, selector: typed }) =>
      change({ accountId, name }, async (owner) => {
        const key = requireKey(owner.keys, typed)
        requireNotTheProviders(key)
        if (key.record.isActive === false) return ['The provider does not sign with this key now.']
        requireAnotherSigns(owner.keys, key)
        return send(
          owner,
          (dkimKeys, signal) => dkimKeys.deactivate(owner.authority, key.selector, signal),
          (after) => isSigning(after, key.selector) === false,
        )
      }),
    delete: ({ accountId, name, selector: typed, confirmation }) =>
      change({ accountId, name }, async (owner) => {
        const key = requireKey(owner.keys, typed)
        requireNotTheProviders(key)
        requireRepeated(key, confirmation)
        requireDeletable(owner.keys, key)
        return send(
          owner,
          (dkimKeys, signal) => dkimKeys.delete(key.signingDomain, key.selector, signal),
          (after) => after.every(({ selector }) => selector !== key.selector),
        )
      }),
    setAuthority: ({ accountId, name, self }) =>
      inTurn({ accountId, name }, async () => {
        const key = { accountId, name }
        const isOwn = (): boolean => dkimAuthority(cache.get(key)?.records ?? []) === name
        const owner = ownerOf(cache, key)
        requireKnownOutcome(owner, name)
        const { authority } = owner
        const said: { changed: boolean | null } = { changed: null }
        const notes = await sendOnce(
          async () => {
            const answer = await calls.askAbout(key, (client, signal) =>
              client.dkimKeys.setAuthority(name, self, signal),
            )
            said.changed = answer.changed
          },
          async () => {
            await dependencies.refreshDomain(key)
            return isOwn() === self
          },
        )
        const after = await follow(key, authority, notes)
        if (said.changed === false && isOwn() !== self) throw unchangedAuthority(name, self, after.authority)
        return after
      }),
    setSelector: ({ accountId, name, selector: typed }) =>
      change({ accountId, name }, async (owner) => {
        requireOwnKeys(owner, name)
        const { authority, keys } = owner
        if (authority !== name) {
          throw new ZonedeskError('refused', `${name} signs with the keys of ${authority}.`, {
            fix: `Change the selector at ${authority}.`,
          })
        }
        const selector = requireFreeSelector(typed, authority, keys)
        return send(
          owner,
          (dkimKeys, signal) => dkimKeys.setSelector(name, selector, signal),
          (after) => after.some((key) => key.selector === selector),
        )
      }),
    setRotation: ({ accountId, name, enabled, intervalDays }) =>
      inTurn({ accountId, name }, async () => {
        const key = { accountId, name }
        requireAutomatic(ownerOf(cache, key), name)
        requireInterval(intervalDays)
        return calls.askAbout(key, (client, signal) =>
          client.dkimKeys.setRotation(name, { enabled, intervalDays }, signal),
        )
      }),
    rotateNow: ({ accountId, name }) =>
      inTurn({ accountId, name }, async () => {
        const key = { accountId, name }
        const owner = ownerOf(cache, key)
        requireAutomatic(owner, name)
        const before = signingSelectors(cache.keysOf(accountId, owner.authority))
        const notes = await send(
          { key, authority: owner.authority },
          (dkimKeys, signal) => dkimKeys.rotateNow(name, signal),
          (after) => before !== signingSelectors(after),
        )
        return follow(key, owner.authority, notes)
      }),
  }
}

const NOT_FETCHED = 'The change was made, but not everything could be fetched again. Refresh to see it.'

/** Whether a key signs; null where the provider did not say, or there is no such key. */
function isSigning(keys: readonly KnownKey[], selector: string): boolean | null {
  return keys.find((key) => key.selector === selector)?.record.isActive ?? null
}

function signingSelectors(keys: readonly KnownKey[]): string {
  return keys.flatMap(({ selector, record }) => (record.isActive === true ? selector : [])).join(' ')
}

function requireAutomatic({ isAutomatic }: KeysOwner, name: string): void {
  if (isAutomatic) return
  throw new ZonedeskError('refused', `${name} is not under automatic sender security.`, {
    fix: 'Turn automatic sender security on in the settings of the domain, or rotate the key yourself.',
  })
}

/** The provider answers well where it changes nothing, such as where it knows no domain above. */
function unchangedAuthority(name: string, self: boolean, authority: string): ZonedeskError {
  return new ZonedeskError(
    'refused',
    `The provider changed nothing: ${name} still signs with ${self ? `the keys of ${authority}` : 'its own keys'}.`,
    {
      fix: self
        ? 'Ask the provider why.'
        : 'First add the domain above it to the account, and verify that domain.',
    },
  )
}

function requireInterval(days: number | null): void {
  if (days === null) return
  if (Number.isInteger(days) && days >= LEAST_ROTATION_DAYS && days <= MOST_ROTATION_DAYS) return
  throw new ZonedeskError(
    'invalid',
    `The time between two rotations must be a whole number of days, at least ${LEAST_ROTATION_DAYS}.`,
    {
      fix: `Enter a whole number of days, from ${LEAST_ROTATION_DAYS} to ${MOST_ROTATION_DAYS}.`,
      field: 'intervalDays',
    },
  )
}
