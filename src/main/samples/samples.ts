import { existsSync, renameSync, rmSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Server } from '../../preload/contract/dns-answer'
import type { DomainKey } from '../../preload/contract/domain'
import { ZonedeskError } from '../../preload/contract/failure'
import type { DomainCheck, Finding } from '../../preload/contract/findings'
import { SAMPLES_ACCOUNT_ID } from '../../preload/contract/accounts'
import type { Watch } from '../../preload/contract/watches'
import type { Cache } from '../cache/cache'
import type { DnsClient } from '../dns/client/dns-client'
import { changeOf } from '../dns/rehearsal/zone-change'
import type { EmbeddedService } from '../embedded/service'
import type { AccountStore, StoredAccount } from '../profile/account-store'
import type { NoteStore } from '../profile/note-store'
import type { ZoneSighting, ZoneStore } from '../profile/zone-store'
import { createProviderClient } from '../provider/client/client'
import type { Fetch } from '../provider/types'
import { unwritableFile } from '../sqlite/storage-failure'
import { sampleData, type SampleData } from './data/sample-data'
import { createKeptFile } from './kept-file'
import { checkNow, HOUR_MS, replayDomain } from './replay'
import { DAY_MS, makeSampleFile, openSampleService, SAMPLES_BASE_URL } from './sample-service'
import { World, WORLD_RESOLVERS } from './world/world'
import { worldClient, worldLookup } from './world/world-access'
import { rowOf, worldZones, type WorldRow } from './world/zone-content'

/** Changes that one publishing makes at most. */
const MOST_CHANGES = 20

/** Where the sample domains are kept. */
export interface SampleFiles {
  /** The file of their service. That it is there says that something of the samples may be. */
  readonly path: string
  /** The user's own file, where `path` is a copy for this run because nothing can be written. */
  readonly copyOf?: string | undefined
  /** What was tried in their DNS. */
  readonly keptPath: string
}

export interface SamplesDependencies {
  readonly files: SampleFiles
  readonly cache: Cache
  readonly accounts: AccountStore
  readonly notes: NoteStore
  /** The zones of all other accounts, among which only a domain's own override is kept. */
  readonly zones: Pick<ZoneStore, 'override' | 'setOverride'>
  /** Known to this process alone. */
  readonly apiKey: string
  readonly onFault: (error: unknown) => void
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
  /** What the app brings; another in tests. */
  readonly data?: SampleData
}

/** How the domains are added. */
export interface AddOptions {
  readonly signal: AbortSignal
  /** Told how many are ready. */
  readonly onProgress: (done: number) => void
}

/** The account with the sample domains: its service, its DNS, and how both come and go. */
export interface Samples {
  /**
   * Adds the account with its domains, or nothing: the row in the list of accounts comes last.
   *
   * @throws ZonedeskError `storage`, `cancelled`
   */
  add(options: AddOptions): Promise<StoredAccount>
  /** The watches that are under way from the first moment on. */
  watches(): Watch[]
  /** Forgets what is left once the account is gone, or of an adding that was cut off. @throws ZonedeskError `storage` */
  forget(): Promise<void>
  /** Sends to the service. It begins anew where its file is gone. */
  readonly fetch: Fetch
  /** Asks the servers and resolvers of their DNS. */
  readonly client: DnsClient
  readonly resolvers: readonly Server[]
  readonly zones: ZoneStore
  /**
   * Has the DNS host of a domain make the changes that checks offer, one after the other, as each may depend on the
   * one before.
   *
   * @param check checks the domain anew
   * @returns how many changes were made
   */
  publish(key: DomainKey, check: () => Promise<DomainCheck>): Promise<number>
  close(): void
}

export function createSamples(dependencies: SamplesDependencies): Samples {
  const { files, cache, accounts, notes, apiKey, onFault, now = Date.now } = dependencies
  const { data = sampleData() } = dependencies
  const kept = createKeptFile(files.keptPath)
  const worldOf = (moment: 'nothing' | 'right' | 'now'): World => new World(worldZones(data, () => moment))
  const world = worldOf('now')
  world.publish(kept.get())
  /** When it is and how DNS is for the service, while the past is played again; null: now. */
  let present: { readonly at: number; readonly world: World } | null = null
  let service: EmbeddedService | null = null
  /** What DNS showed of zones; asked again after a restart. */
  const sightings = new Map<string, ZoneSighting>()
  const client = worldClient(world)

  function open(): EmbeddedService {
    return openSampleService({
      path: files.path,
      copyOf: files.copyOf,
      apiKey,
      lookUp: (questions) =>
        Promise.resolve(questions.map((question) => worldLookup(present?.world ?? world, question))),
      now: () => present?.at ?? now(),
      log: onFault,
    })
  }

  /** What is in the file can be made again, so one that cannot be used gives way to a new one. */
  function running(): EmbeddedService {
    if (service !== null) return service
    if (!existsSync(files.path)) make()
    try {
      service = open()
    } catch (error) {
      if (files.copyOf !== undefined) throw error
      onFault(error)
      removeFile()
      make()
      service = open()
    }
    return service
  }

  function make(): void {
    removeFile()
    const making = `${files.path}.new`
    removeDatabase(making)
    makeSampleFile(making, data, now())
    // SQLite has put its log into the file by closing it.
    renameSync(making, files.path)
  }

  function removeFile(): void {
    service?.close()
    service = null
    removeDatabase(files.path)
  }

  async function fill({ signal, onProgress }: AddOptions): Promise<void> {
    const at = now()
    const provider = createProviderClient({
      ...{ baseUrl: SAMPLES_BASE_URL, apiKey: () => Promise.resolve(apiKey), perSecond: null },
      fetch: send,
    })
    const replay = {
      ...{ cache, client: provider, now: at },
      worlds: { nothing: worldOf('nothing'), right: worldOf('right'), now: world },
      setPresent: (moment: number, how: World) => void (present = { at: moment, world: how }),
    }
    try {
      const run = await cache.startRun(SAMPLES_ACCOUNT_ID, at, null)
      const steps = data.domains.length * 2
      let done = 0
      const turn = async (): Promise<void> => {
        onProgress(Math.floor(((done += 1) * data.domains.length) / steps))
        // The window has its turn.
        await setImmediate()
        signal.throwIfAborted()
      }
      for (const domain of data.domains) {
        await replayDomain(replay, domain)
        await turn()
      }
      for (const { name, checkedHoursAgo } of data.domains) {
        if (checkedHoursAgo !== null) await checkNow(replay, name, at - checkedHoursAgo * HOUR_MS)
        await turn()
      }
      await cache.finishRun(SAMPLES_ACCOUNT_ID, run, run, at)
      await cache.markSynced(SAMPLES_ACCOUNT_ID, at)
    } finally {
      present = null
    }
    const written = data.domains.map(({ name, tags, note }) => ({
      ...{ accountId: SAMPLES_ACCOUNT_ID, name, add: tags, remove: [] },
      ...(note !== '' && { note }),
    }))
    notes.apply(written, at - DAY_MS)
  }

  const send: Fetch = async (url, init) => {
    const response = await running().fetch(new Request(url, init))
    // RFC 4918 11.5: the file cannot be read or written.
    if (response.status === 507) throw unwritableFile(files.copyOf ?? files.path, null)
    // RFC 9110 15.6.4: no lookup succeeded.
    if (response.status !== 503) return response
    throw new ZonedeskError('bad-answer', 'The name servers of this sample domain do not answer.', {
      fix: 'Check the domain against DNS to see what is wrong with them.',
    })
  }

  return {
    async add(options) {
      const known = accounts.get(SAMPLES_ACCOUNT_ID)
      if (known !== undefined) return known
      if (files.copyOf !== undefined) throw unwritableFile(files.copyOf, null)
      await this.forget()
      const account: StoredAccount = {
        id: SAMPLES_ACCOUNT_ID,
        kind: 'samples',
        name: freeName(accounts.list().map(({ name }) => name)),
        region: null,
        baseUrl: null,
        createdAt: now(),
        includeSubaccounts: false,
        writeMode: 'normal',
      }
      try {
        make()
        await fill(options)
        options.signal.throwIfAborted()
        accounts.add(account)
        return account
      } catch (error) {
        await this.forget()
        if (options.signal.aborted) throw new ZonedeskError('cancelled', 'The sample domains were not added.')
        throw error
      }
    },
    watches: () =>
      data.domains.filter(({ watched }) => watched === true).map(({ name }) => watchOf(name, now())),
    async forget() {
      // The profile first, as for any account: what is left of it in the cache is then nobody's.
      accounts.remove(SAMPLES_ACCOUNT_ID)
      await cache.removeAccount(SAMPLES_ACCOUNT_ID)
      sightings.clear()
      world.publish({ added: [], removed: [] })
      client.forget()
      kept.remove()
      // Last: while it is there, the next start looks for what is left.
      removeFile()
    },
    fetch: send,
    client,
    resolvers: WORLD_RESOLVERS,
    zones: {
      override: (key) => dependencies.zones.override(key),
      setOverride: (key, zone) => dependencies.zones.setOverride(key, zone),
      preset: (zone) => kept.get().presets[zone] ?? null,
      setPreset(zone, presetId) {
        const { [zone]: _, ...others } = kept.get().presets
        const presets = presetId === null ? others : { ...others, [zone]: presetId }
        kept.set({ ...kept.get(), presets }).catch(onFault)
      },
      seen: (name) => sightings.get(name) ?? null,
      putSeen: (name, sighting) => void sightings.set(name, sighting),
    },
    async publish({ name }, check) {
      const made = new Set<string>()
      while (made.size < MOST_CHANGES) {
        const next = firstChange(await check(), made)
        if (next === null) break
        made.add(next.id)
        const change = changeOf(next.fix, name)
        if (change === null) continue
        const [gone, come] = [change.removed.map(rowOf), change.added.map(rowOf)]
        const before = kept.get()
        const added = without(before.added, [...gone, ...come]).concat(come)
        const removed = without(before.removed, come).concat(gone)
        world.publish({ added, removed })
        client.forget()
        await kept.set({ ...before, added, removed })
      }
      return made.size
    },
    close() {
      client.close()
      service?.close()
      service = null
    },
  }
}

/** The first finding whose cure changes the zone and was not tried yet, the worst first. */
function firstChange(
  check: DomainCheck,
  made: ReadonlySet<string>,
): { readonly id: string; readonly fix: Finding['fix'] } | null {
  const findings = [...check.records.flatMap((record) => record.findings), ...check.findings]
  for (const worst of ['bad', 'warn'] as const) {
    for (const { code, severity, subject, fix } of findings) {
      const id = JSON.stringify([code, subject])
      if (severity === worst && !made.has(id) && changeOf(fix, check.domain) !== null) return { id, fix }
    }
  }
  return null
}

function without(rows: readonly WorldRow[], others: readonly WorldRow[]): WorldRow[] {
  return rows.filter(
    (row) =>
      !others.some(({ name, type, value }) => row.name === name && row.type === type && row.value === value),
  )
}

/** A name that no account has; upper and lower case count as one. */
function freeName(names: readonly string[]): string {
  const taken = new Set(names.map((name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'Samples' : `Samples ${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** A watch that has looked twice since somebody published the records a while ago. */
function watchOf(name: string, now: number): Watch {
  return {
    accountId: SAMPLES_ACCOUNT_ID,
    name,
    state: 'waiting',
    since: now - 2 * HOUR_MS,
    looks: 2,
    lastAt: now - HOUR_MS,
    nextAt: now + HOUR_MS,
    expectedBy: now + 2 * HOUR_MS,
    published: null,
    records: null,
    sentence: 'Some records are not seen everywhere yet.',
  }
}

function removeDatabase(path: string): void {
  for (const part of ['', '-wal', '-shm', '-journal']) rmSync(path + part, { force: true })
}
