import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountHandlers } from '../../../../src/main/accounts/account-handlers'
import { createAccounts, type Accounts } from '../../../../src/main/accounts/accounts'
import { createClients } from '../../../../src/main/accounts/clients'
import { createConnect } from '../../../../src/main/accounts/connect'
import { createKeychain } from '../../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../../src/main/accounts/session-keys'
import { createWriteGuard, type WriteGuard } from '../../../../src/main/accounts/writes/guard-writes'
import { readOnlyRefusal } from '../../../../src/main/accounts/writes/write-rules'
import { createBulkHandlers } from '../../../../src/main/domains/bulk/bulk-handlers'
import { createEditPlans } from '../../../../src/main/domains/bulk/edit-plans'
import { type BulkJobs, createBulkJobs } from '../../../../src/main/domains/bulk/bulk-jobs'
import { createDomains, type Domains } from '../../../../src/main/domains/domains'
import { accountKeyCalls } from '../../../../src/main/domains/keys/rotations/account-key-calls'
import { rotationHandlers } from '../../../../src/main/domains/keys/rotations/rotation-handlers'
import { createRotations, type Rotations } from '../../../../src/main/domains/keys/rotations/rotations'
import { planWrites } from '../../../../src/main/domains/planned-writes'
import { createEmbeddedService } from '../../../../src/main/embedded/service'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { Handlers } from '../../../../src/preload/contract'
import type { Account } from '../../../../src/preload/contract/accounts'
import type { BulkJob } from '../../../../src/preload/contract/bulk'
import { inProcess, openCache } from '../../../cache/local-cache'
import { serveFetch, type ServedFetch } from '../../../http-server/serve-fetch'
import { fakeKeychainBackend } from '../../../unit/accounts/fake-keychain-backend'
import { aCheck, aRecordCheck } from '../../../unit/renderer/a-check'
import { pacesOf } from '../../accounts/paces-of'

const KEY = 'key-of-the-tests-only'

/** A provider on this computer that notes what it is asked. */
export interface CountedProvider {
  readonly account: Account
  readonly baseUrl: string
  readonly apiKey: string
  /** Requests that are no reads, as `POST /v4/domains`. */
  writes(): string[]
  /** What was asked until now counts no longer: it was made to begin with. */
  forget(): void
}

/** The parts of the app that write at providers, over two real ones. */
export interface WritesApp {
  readonly acme: CountedProvider
  readonly other: CountedProvider
  readonly profile: Profile
  readonly accounts: Accounts
  /** Behind the guard, as the window reaches them. */
  readonly handlers: Pick<
    Handlers,
    | 'accounts'
    | 'bulk'
    | 'domains'
    | 'history'
    | 'keys'
    | 'rotations'
    | 'smtpCredentials'
    | 'subaccounts'
    | 'sync'
    | 'tracking'
  >
  /** Not behind the guard, as what runs by itself reaches them. */
  readonly service: Domains
  readonly guard: WriteGuard
  /** Puts a TXT record into the DNS that the providers ask; it holds nothing else. */
  publish(record: { readonly name: string; readonly value: string }): void
  /** Waits until a job is under way no longer. */
  settled(id: number): Promise<BulkJob>
  /** Ends the jobs and begins anew with what the files have, as a start of the app does. */
  restart(): Promise<void>
  close(): Promise<void>
}

/**
 * @param names domains that both accounts have
 * @param pem what is in the file that the user chooses where a key is imported
 */
export async function openWritesApp(names: readonly string[], pem = ''): Promise<WritesApp> {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-writes-'))
  const keyFile = join(folder, 'key.pem')
  writeFileSync(keyFile, pem)
  const texts = new Map<string, string>()
  const services = ['acme', 'other'].map((id) =>
    createEmbeddedService({
      databasePath: join(folder, `${id}.sqlite`),
      apiKey: KEY,
      resolver: '127.0.0.1:9',
      lookUp: (questions) =>
        Promise.resolve(
          questions.map(({ name }) => {
            const text = texts.get(name)
            return text === undefined
              ? { failure: 'No DNS is asked here.' }
              : { seen: { type: 'TXT', texts: [text] } }
          }),
        ),
    }),
  )
  const servers: ServedFetch[] = []
  for (const service of services) {
    // No DNS is asked here: a verification finds the records as they were.
    const answered = ({ url, headers }: Request): Request =>
      new Request(url.slice(0, -'/verify'.length), { headers })
    servers.push(
      await serveFetch((request) =>
        service.fetch(request.url.endsWith('/verify') ? answered(request) : request),
      ),
    )
  }
  for (const { baseUrl } of servers) {
    for (const name of names) {
      await fetch(`${baseUrl}/v4/domains`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`api:${KEY}`).toString('base64')}` },
        body: new URLSearchParams({ name }),
      })
    }
  }
  const seeded = servers.map(({ requests }) => requests.length)

  const profile = openProfile(join(folder, 'profile.sqlite'))
  const cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const accounts = createAccounts({
    paces: pacesOf(profile),
    store: profile.accounts,
    keychain: createKeychain({ open: () => Promise.resolve(fakeKeychainBackend()), platform: 'linux' }),
    sessionKeys: createSessionKeys(),
    connect: createConnect({
      embedded: () => Promise.reject(new Error('not asked here')),
      samples: () => Promise.reject(new Error('not asked here')),
      network: fetch,
      sleep: () => Promise.resolve(),
    }),
    embedded: { kind: 'embedded', baseUrl: 'http://embedded.invalid', apiKey: () => Promise.resolve(KEY) },
  })
  const added: CountedProvider[] = []
  for (const [index, { baseUrl, requests }] of servers.entries()) {
    added.push({
      ...{ baseUrl, apiKey: KEY },
      account: await accounts.add({
        name: index === 0 ? 'Acme' : 'Other',
        region: 'own',
        baseUrl,
        apiKey: KEY,
        keepKey: 'session',
      }),
      writes: () => requests.slice(seeded[index]).filter((request) => !request.startsWith('GET ')),
      forget: () => void (seeded[index] = requests.length),
    })
  }
  const clients = createClients((accountId) => accounts.client(accountId))
  const accountIds = (): string[] => profile.accounts.list().map(({ id }) => id)
  const service = createDomains({
    ...{ cache, clientFor: clients.clientFor, accountIds, emit: () => undefined },
    // Every name server has every record.
    lookAtRecords: () => Promise.resolve(aCheck([aRecordCheck(0)])),
    chooseKeyFile: () => Promise.resolve(keyFile),
  })
  for (const { account } of added) {
    for (const name of names) await service.domains.refresh({ accountId: account.id, name })
  }

  const isThere = (key: { accountId: string; name: string }): boolean => cache.has(key)
  const open = (): BulkJobs =>
    createBulkJobs({
      store: profile.bulk,
      known: (key) => cache.get(key),
      isThere,
      emit: () => undefined,
      create: async (key, options, subaccountId) => service.domains.create({ ...key, options, subaccountId }),
      lookUpNew: service.lookUpNew,
      closedSubaccount: service.closedSubaccount,
      update: async (key, changes) => service.domains.update({ ...key, changes }),
      verify: async (key) => service.domains.verify(key),
      refresh: async (key) => service.domains.refresh(key),
      tag: () => undefined,
      unicodeName: (name) => name,
      readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
    })
  let jobs = open()
  const plans = createEditPlans({
    cache,
    readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
  })
  const key = (selector: string, signs: boolean) => ({
    ...{ selector, signs },
    record: { name: `${selector}._domainkey.example.com`, value: `k=rsa; p=${selector}` },
  })
  const openRotations = (): Rotations =>
    createRotations({
      store: profile.rotations,
      // No key signs without DNS, so what there is to replace is said here; what is sent is real.
      calls: {
        ...accountKeyCalls(service.calls),
        read: () => Promise.resolve([key('old', true), key('new', false)]),
      },
      look: (_, { name }) =>
        Promise.resolve({
          seen: { name, at: Date.now(), zone: 'example.com', servers: [], everywhere: true },
          ttl: 60,
          nowhere: false,
        }),
      isNameTaken: () => Promise.resolve(false),
      readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
      emit: () => undefined,
      clocks: () => ({ wall: Date.now(), up: Date.now() }),
    })
  let rotations = openRotations()
  const dialogs = { save: () => Promise.resolve(null), open: () => Promise.resolve(null) }
  const guard = createWriteGuard({
    planned: planWrites({
      openPlan: (id) => plans.open(id),
      openJob(id) {
        const job = jobs.list().find((one) => one.id === id)
        return job && { ...job, rows: jobs.rows(id) }
      },
      rotation: (id) => rotations.get(id),
    }),
    account: (accountId) => profile.accounts.get(accountId),
  })
  const guarded = (): WritesApp['handlers'] =>
    guard.guard({
      accounts: accountHandlers({
        ...{ accounts, sync: service.sync },
        onForget: {
          client: (accountId) => clients.forget(accountId),
          watches: () => undefined,
          jobs(accountId) {
            jobs.forgetAccount(accountId)
            rotations.forgetAccount(accountId)
          },
          domains: (accountId) => service.forgetAccount(accountId),
        },
        confirmWrite: (token) => guard.confirm(token),
        onChange: () => undefined,
        onFault: (_, error) => {
          throw error
        },
      }),
      subaccounts: { list: ({ accountId }) => cache.subaccounts(accountId) },
      history: service.history,
      sync: service.sync,
      domains: service.domains,
      keys: service.keys,
      bulk: createBulkHandlers(jobs, {
        ...{ accountIds, isThere, plans, dialogs },
        closedSubaccount: service.closedSubaccount,
      }),
      tracking: service.tracking,
      smtpCredentials: service.smtpCredentials,
      rotations: rotationHandlers({
        rotations,
        keysOf: () => [],
        detailOf: () => undefined,
        signersOf: () => 0,
        readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
      }),
    })

  const app = {
    ...{ acme: added[0]!, other: added[1]!, profile, accounts, service, guard },
    handlers: guarded(),
    publish: ({ name, value }: { readonly name: string; readonly value: string }) =>
      void texts.set(name, value),
    async settled(id: number): Promise<BulkJob> {
      for (;;) {
        const job = jobs.list().find((one) => one.id === id)!
        if (job.state !== 'running') return job
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async restart() {
      await Promise.all([jobs.close(), rotations.close()])
      jobs = open()
      rotations = openRotations()
      app.handlers = guarded()
    },
    async close() {
      await Promise.all([jobs.close(), rotations.close(), service.close()])
      await cache.close()
      profile.close()
      for (const server of servers) await server.stop()
      for (const one of services) one.close()
      rmSync(folder, { recursive: true })
    },
  }
  return app
}
