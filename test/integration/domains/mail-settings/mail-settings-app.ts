import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDomains, type Domains } from '../../../../src/main/domains/domains'
import type { LookUp } from '../../../../src/main/embedded/records/lookup'
import { createEmbeddedService, type EmbeddedService } from '../../../../src/main/embedded/service'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import type { Cache } from '../../../../src/main/cache/cache'
import type { ProviderClient } from '../../../../src/main/provider/types'
import { inProcess, openCache } from '../../../cache/local-cache'
import { serveFetch } from '../../../http-server/serve-fetch'

const API_KEY = 'key-of-the-tests-only'
export const KEY = { accountId: 'a', name: 'mg.example.com' }

/** A request that the service carried out, and whose answer did not come. */
const LOST = new Response('<html>', { status: 502 })

/** What an account on the embedded service can do, over HTTP. */
export interface MailSettingsApp {
  readonly service: Domains
  readonly cache: Cache
  readonly client: ProviderClient
  /** The requests since the last look, as `PUT /v3/domains/...`. */
  asked(): string[]
  /** Loses the answers of requests that begin so; `before` keeps them from being carried out too. */
  lose(beginning: string | null, before?: boolean): void
  /** Whether the provider can be reached. */
  reachable: boolean
  /** What the service's DNS has at the tracking host; null for nothing. */
  cname: string | null
  /** Milliseconds that the service's clock is ahead of the computer's. */
  later: number
  /** Everything in the files of the app and of the service. */
  files(): string
  close(): Promise<void>
}

export async function openMailSettingsApp(): Promise<MailSettingsApp> {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-mail-settings-'))
  let lost: { readonly beginning: string; readonly before: boolean } | null = null
  const lookUp: LookUp = async (questions) =>
    questions.map(() => ({
      seen: { type: 'CNAME', targets: app.cname === null ? [] : [app.cname], addresses: [] },
    }))
  const embedded: EmbeddedService = createEmbeddedService({
    databasePath: join(folder, 'embedded.sqlite'),
    apiKey: API_KEY,
    resolver: '127.0.0.1:9',
    lookUp,
    now: () => Date.now() + app.later,
  })
  const server = await serveFetch(async (request) => {
    const isLost =
      lost !== null && `${request.method} ${new URL(request.url).pathname}`.startsWith(lost.beginning)
    if (isLost && lost?.before === true) return LOST.clone()
    const answer = await embedded.fetch(request)
    return isLost ? LOST.clone() : answer
  })
  const client = createProviderClient({
    baseUrl: server.baseUrl,
    apiKey: () => Promise.resolve(API_KEY),
    fetch: (url, init) => (app.reachable ? fetch(url, init) : Promise.reject(new TypeError('fetch failed'))),
    perSecond: null,
    tries: 1,
  })
  const cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const service = createDomains({
    cache,
    clientFor: () => Promise.resolve(client),
    accountIds: () => [KEY.accountId],
    emit: () => undefined,
  })
  let seen = 0
  const app: MailSettingsApp = {
    ...{ service, cache, client, reachable: true, cname: null, later: 0 },
    asked() {
      const asked = server.requests.slice(seen)
      seen = server.requests.length
      return asked
    },
    lose: (beginning, before = false) => void (lost = beginning === null ? null : { beginning, before }),
    files: () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('\n'),
    async close() {
      await service.close()
      await cache.close()
      await server.stop()
      embedded.close()
      rmSync(folder, { recursive: true })
    },
  }
  await service.domains.create({ ...KEY, options: {} })
  app.asked()
  return app
}
