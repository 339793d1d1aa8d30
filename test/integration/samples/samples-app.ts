import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { accountHandlers } from '../../../src/main/accounts/account-handlers'
import { createAccounts, type Accounts } from '../../../src/main/accounts/accounts'
import { createConnect } from '../../../src/main/accounts/connect'
import { createClients } from '../../../src/main/accounts/clients'
import { createKeychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../src/main/accounts/session-keys'
import { createAppSamples, type AppSamples } from '../../../src/main/app/samples'
import { createChecks, type Checks } from '../../../src/main/domains/checks/checks'
import { createDomains, type Domains } from '../../../src/main/domains/domains'
import { createWatches, type Watches } from '../../../src/main/domains/watch/watches'
import { createDnsClient } from '../../../src/main/dns/client/dns-client'
import type { EventName } from '../../../src/preload/contract/events'
import { SAMPLES_ACCOUNT_ID } from '../../../src/preload/contract/accounts'
import { fakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'
import { openApp, type OpenedApp } from '../unbreakable/opened-app'
import { pacesOf } from '../accounts/paces-of'

/** The parts of the app that the sample domains work with, on files of their own. */
export interface SamplesApp {
  readonly folder: string
  readonly app: OpenedApp
  readonly samples: AppSamples
  readonly accounts: Accounts
  readonly accountsApi: ReturnType<typeof accountHandlers>
  readonly domains: Domains
  readonly checks: Checks
  readonly watches: Watches
  /** Events told to the window, in order. */
  readonly told: { readonly name: EventName; readonly payload: unknown }[]
  /** Watches whose end was told to the desktop. */
  readonly faults: unknown[]
  close(): Promise<void>
}

/**
 * Opens the parts as the app puts them together.
 *
 * @param folder the data folder; a new one when absent
 */
export async function openSamplesApp(folder = newFolder()): Promise<SamplesApp> {
  const app = await openApp(folder)
  const { profile } = app
  const { cache } = app.cache
  const told: SamplesApp['told'] = []
  const faults: unknown[] = []
  const emit = (name: EventName, payload: unknown): void => void told.push({ name, payload })
  const onFault = (error: unknown): void => void faults.push(error)
  const samples = createAppSamples({
    files: app,
    cache,
    apiKey: 'samples-key',
    emit,
    partners: () => ({
      removeAccount: async (accountId) => accountsApi.remove({ accountId }),
      check: (key) => checks.check(key, true),
      adoptWatch: (watch) => watches.adopt(watch),
      sync: (accountId) => void domains.sync.start({ accountId }),
    }),
    onFault,
  })
  const accounts = createAccounts({
    paces: pacesOf(profile),
    store: profile.accounts,
    keychain: createKeychain({ open: () => Promise.resolve(fakeKeychainBackend()), platform: 'linux' }),
    sessionKeys: createSessionKeys(),
    connect: createConnect({
      embedded: app.service.fetch,
      samples: samples.fetch,
      network: () => Promise.reject(new Error('No provider is asked here.')),
      sleep: () => Promise.resolve(),
    }),
    embedded: app.service.connection,
    samples: samples.connection,
  })
  const clients = createClients((accountId) => accounts.client(accountId))
  const domains = createDomains({
    cache,
    clientFor: clients.clientFor,
    accountIds: () => profile.accounts.list().map(({ id }) => id),
    emit,
    onFault,
  })
  // A resolver that nobody listens at: what asks the network gets no answer.
  const network = createDnsClient({ fetch: () => Promise.reject(new Error('No DNS over HTTPS.')) })
  const checks = createChecks({
    ...{ cache, emit, onFault, runs: profile.checkRuns, dnsOf: samples.dnsOf },
    dns: {
      client: network,
      resolvers: () => [{ id: 'system', name: 'System resolver', kind: 'system', address: '127.0.0.1:9' }],
      families: () => [4],
    },
  })
  const watches = createWatches({
    store: profile.watches,
    known: (key) => cache.has(key),
    meansSamples: (accountId) => cache.meansSamples(accountId),
    check: (key) => checks.check(key, true),
    verify: async (key) => (await domains.domains.verify(key)).domain.state === 'active',
    ask: async (key) => (await domains.domains.refresh(key)).domain.state === 'active',
    notify: () => undefined,
    emit,
    onFault,
  })
  const accountsApi = accountHandlers({
    accounts,
    sync: domains.sync,
    onForget: {
      client: clients.forget,
      watches: (accountId) => watches.forgetAccount(accountId),
      jobs: () => undefined,
      domains: async (accountId) => {
        await domains.forgetAccount(accountId)
        if (accountId === SAMPLES_ACCOUNT_ID) await samples.forget()
      },
    },
    confirmWrite: () => undefined,
    onChange: () => emit('accountsChanged', {}),
    onFault,
  })
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await Promise.all([checks.close(), watches.close(), domains.close()])
    network.close()
    samples.close()
    await app.close()
  }
  onTestFinished(close)
  return { folder, app, samples, accounts, accountsApi, domains, checks, watches, told, faults, close }
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-samples-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
