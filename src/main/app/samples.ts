import { existsSync } from 'node:fs'
import type { DomainKey } from '../../preload/contract/domain'
import type { Emit } from '../../preload/contract/events'
import { ZonedeskError } from '../../preload/contract/failure'
import type { Handlers } from '../../preload/contract'
import type { DomainCheck } from '../../preload/contract/findings'
import { SAMPLES_ACCOUNT_ID } from '../../preload/contract/accounts'
import type { SamplesStatus } from '../../preload/contract/samples'
import type { Watch } from '../../preload/contract/watches'
import type { Connection } from '../accounts/connection'
import type { Cache } from '../cache/cache'
import type { DataFiles } from '../data-folder/data-files'
import type { DnsAccess } from '../domains/checks/check-domain'
import { createLookUpZone, type LookUpZone } from '../domains/dns-hosts/look-up-zone'
import type { ZoneStore } from '../profile/zone-store'
import type { Fetch } from '../provider/types'
import type { Samples } from '../samples/samples'

/** Sample domains that the app brings. A test holds it against them, so that nobody need read them to know. */
export const SAMPLE_COUNT = 44

/** What the account with sample domains needs of the rest of the app. */
export interface SamplePartners {
  /** Removes the account as any other is removed; it calls `forget`. */
  readonly removeAccount: (accountId: string) => Promise<unknown>
  /** Checks a domain anew. */
  readonly check: (key: DomainKey) => Promise<DomainCheck>
  readonly adoptWatch: (watch: Watch) => void
  /** Begins a sync of an account, and tells the window how it stands. */
  readonly sync: (accountId: string) => void
}

/** The sample domains as the app sees them. Nothing of them is read until they are there, or are asked for. */
export interface AppSamples {
  readonly handlers: Handlers['samples']
  readonly connection: Connection
  readonly fetch: Fetch
  /** How DNS is asked about the domains of an account; null where it is the network's. */
  readonly dnsOf: (accountId: string) => Promise<DnsAccess> | null
  /** Their zones, which are kept apart from all others. */
  readonly apart: { readonly accountId: string; readonly zones: ZoneStore; readonly lookUpZone: LookUpZone }
  /** Has the DNS host of a sample domain publish what checks offer. */
  publish(key: DomainKey): Promise<number>
  /** Forgets what is left once the account is gone. */
  forget(): Promise<void>
  /** Forgets what an adding left that was cut off, such as by a power failure. */
  begin(): Promise<void>
  close(): void
}

/**
 * @param parts.partners asked once both sides exist
 * @param parts.apiKey known to this process alone
 */
export function createAppSamples(parts: {
  readonly files: Pick<DataFiles, 'profile' | 'samples'>
  readonly cache: Cache
  readonly apiKey: string
  readonly emit: Emit
  readonly partners: () => SamplePartners
  readonly onFault: (error: unknown) => void
}): AppSamples {
  const { files, cache, apiKey, emit, partners, onFault } = parts
  const { accounts, notes, zones } = files.profile
  let loading: Promise<Samples> | null = null
  let loaded: Samples | null = null
  let adding: {
    readonly controller: AbortController
    readonly ended: Promise<unknown>
    done: number
  } | null = null
  let removing = false

  function load(): Promise<Samples> {
    loading ??= import('../samples/samples').then(({ createSamples }) => {
      loaded = createSamples({ files: files.samples, cache, accounts, notes, zones, apiKey, onFault })
      return loaded
    })
    return loading
  }

  const isThere = (): boolean => accounts.get(SAMPLES_ACCOUNT_ID) !== undefined

  function status(): SamplesStatus {
    const state = adding !== null ? 'adding' : removing ? 'removing' : isThere() ? 'present' : 'absent'
    return {
      state,
      accountId: state === 'present' ? SAMPLES_ACCOUNT_ID : null,
      done: adding?.done ?? 0,
      total: SAMPLE_COUNT,
    }
  }

  const tell = (): void => emit('samplesChanged', status())

  function tellAll(): void {
    emit('accountsChanged', {})
    emit('domainsChanged', { accountId: SAMPLES_ACCOUNT_ID, names: null })
    emit('notesChanged', { keys: null })
    tell()
  }

  async function add(controller: AbortController): Promise<void> {
    const samples = await load()
    await samples.add({
      signal: controller.signal,
      onProgress(done) {
        if (adding === null || adding.done === done) return
        adding.done = done
        tell()
      },
    })
    for (const watch of samples.watches()) partners().adoptWatch(watch)
  }

  function requireSample({ accountId, name }: DomainKey): void {
    if (accountId !== SAMPLES_ACCOUNT_ID) {
      throw new ZonedeskError(
        'refused',
        `${name} is not a sample domain, so only its DNS host can publish.`,
        {
          fix: 'Copy its records, and publish them at its DNS host.',
        },
      )
    }
    if (cache.has({ accountId, name })) return
    throw new ZonedeskError('not-found', `${name} is not among the sample domains.`, {
      fix: 'Choose one that is in the list.',
    })
  }

  const access = async (): Promise<DnsAccess> => {
    const { client, resolvers } = await load()
    return { client, resolvers: () => resolvers, families: () => [4] }
  }

  async function publish(key: DomainKey): Promise<number> {
    requireSample(key)
    const samples = await load()
    const changes = await samples.publish(key, () => partners().check(key))
    if (changes > 0) await partners().check(key)
    return changes
  }

  return {
    handlers: {
      status,
      async add() {
        if (!isThere()) {
          const controller = adding?.controller ?? new AbortController()
          adding ??= { controller, ended: add(controller), done: 0 }
          const { ended } = adding
          tell()
          try {
            await ended
          } finally {
            adding = null
            tellAll()
          }
          partners().sync(SAMPLES_ACCOUNT_ID)
        }
        const account = accounts.get(SAMPLES_ACCOUNT_ID)
        if (account === undefined)
          throw new ZonedeskError('not-found', 'The sample domains were removed meanwhile.', {
            fix: 'Add them again.',
          })
        const { createdAt: _, ...told } = account
        return { ...told, key: 'not-needed' }
      },
      cancel() {
        adding?.controller.abort()
        return {}
      },
      async remove() {
        adding?.controller.abort()
        await adding?.ended.catch(() => undefined)
        if (isThere()) await partners().removeAccount(SAMPLES_ACCOUNT_ID)
        return {}
      },
      publish: async (key) => ({ changes: await publish(key) }),
    },
    connection: {
      kind: 'samples',
      baseUrl: 'http://samples.invalid',
      apiKey: () => Promise.resolve(apiKey),
    },
    fetch: async (url, init) => (await load()).fetch(url, init),
    dnsOf: (accountId) => (accountId === SAMPLES_ACCOUNT_ID ? access() : null),
    apart: {
      accountId: SAMPLES_ACCOUNT_ID,
      lookUpZone: async (name, signal) => createLookUpZone(await access())(name, signal),
      zones: {
        override: (key) => zones.override(key),
        setOverride: (key, zone) => zones.setOverride(key, zone),
        preset: (zone) => loaded?.zones.preset(zone) ?? null,
        setPreset: (zone, presetId) => loaded?.zones.setPreset(zone, presetId),
        seen: (name) => loaded?.zones.seen(name) ?? null,
        putSeen: (name, sighting) => loaded?.zones.putSeen(name, sighting),
      },
    },
    publish,
    async forget() {
      removing = true
      tell()
      try {
        await (await load()).forget()
      } finally {
        removing = false
        tellAll()
      }
    },
    async begin() {
      if (isThere() || !existsSync(files.samples.path)) return
      await (await load()).forget()
    },
    close() {
      adding?.controller.abort()
      loaded?.close()
    },
  }
}
