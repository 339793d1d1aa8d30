import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inProcess, openCache } from '../../../cache/local-cache'
import { createDomains } from '../../../../src/main/domains/domains'
import { createEmbeddedService } from '../../../../src/main/embedded/service'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import { startFaultyServer, type FaultyServer } from '../../../faulty-server/faulty-server'
import { serveFetch } from '../../../http-server/serve-fetch'
import { type JobsUnderTest, jobsOver, NO_CLIPBOARD } from './jobs-over'

const NAMES = Array.from({ length: 12 }, (_, index) => `new${index}.example.net`)
/** So short that a stall costs the test little. */
const SHORT = { answerMs: 60, pauseMs: 40, bodyMs: 90 }

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-bulk-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** A start of the app against a server, with clocks that let no waiting take time. */
function start(baseUrl: string, limits?: typeof SHORT): JobsUnderTest & { end(): Promise<void> } {
  let skipped = 0
  const now = (): number => {
    skipped += 60_000
    return Date.now() + skipped
  }
  const cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const client = createProviderClient({
    ...{ baseUrl, apiKey: async () => 'key-of-the-tests-only', fetch, perSecond: null, writesAtOnce: 1, now },
    ...(limits !== undefined && { limits }),
    sleep: () => Promise.resolve(),
  })
  const service = createDomains({
    ...{ cache, now },
    clientFor: async () => client,
    accountIds: () => ['acme'],
    emit: () => {},
    ...NO_CLIPBOARD,
  })
  const under = jobsOver(join(folder, 'profile.sqlite'), 'acme', { service, cache })
  return {
    ...under,
    async end() {
      await under.close()
      await cache.close()
      expect(under.faults).toEqual([])
    },
  }
}

describe('a job against a server that goes wrong', () => {
  let server: FaultyServer
  beforeEach(async () => {
    server = await startFaultyServer()
  })
  afterEach(async () => {
    await server.close()
  })

  it.each(Array.from({ length: 12 }, (_, at) => at + 1))(
    'adds every domain exactly once, and its report is true, seed %i',
    async (seed) => {
      server.begin({
        ...{ seed, domains: 3, pageSize: 10, broken: 0.6, wrongPage: 0, moving: 0, smtpPassword: 'none' },
      })
      const ill = start(server.url, SHORT)
      const { id } = ill.add(NAMES.join('\n'))
      for (let attempts = 0; attempts < 6; attempts++) {
        const { state } = await ill.settled(id)
        // However the job ended, the provider has what the job reports as done.
        for (const [name, told] of Object.entries(ill.states(id))) {
          if (told === 'done' || told === 'there') expect(server.truth.byName.has(name)).toBe(true)
        }
        if (state !== 'stopped') break
        ill.jobs.resume(id)
      }
      await ill.end()

      server.heal()
      const well = start(server.url)
      well.jobs.resume(id)
      await well.settled(id)
      well.jobs.retry(id)
      expect(await well.settled(id)).toMatchObject({
        state: 'done',
        counts: { failed: 0, unsure: 0, waiting: 0 },
      })
      await well.end()
      expect([...server.truth.byName.keys()].filter((name) => name.endsWith('.example.net')).sort()).toEqual(
        NAMES.toSorted(),
      )
    },
    60_000,
  )
})

describe('a job against the embedded service over HTTP', () => {
  it('adds with the options of all and of a row', async () => {
    const service = createEmbeddedService({
      databasePath: join(folder, 'service.sqlite'),
      apiKey: 'key-of-the-tests-only',
      resolver: '127.0.0.1:1',
    })
    const served = await serveFetch((request) => service.fetch(request))
    const app = start(served.baseUrl)
    const { id } = app.add('domain,web_prefix,tags\na.example.net,links,vip\nb.example.net,,', {
      options: { webPrefix: 'email2', spamAction: 'tag' },
      tags: ['new'],
    })
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 2 } })
    expect(app.tagged).toEqual(['a.example.net: new vip', 'b.example.net: new'])
    const settings = async (name: string) => {
      const response = await service.fetch(
        new Request(`${served.baseUrl}/v4/domains/${name}`, {
          headers: { authorization: `Basic ${Buffer.from('api:key-of-the-tests-only').toString('base64')}` },
        }),
      )
      return ((await response.json()) as { domain: Record<string, unknown> }).domain
    }
    expect(await settings('a.example.net')).toMatchObject({ web_prefix: 'links', spam_action: 'tag' })
    expect(await settings('b.example.net')).toMatchObject({ web_prefix: 'email2', spam_action: 'tag' })
    expect(served.requests).toEqual(['POST /v4/domains', 'POST /v4/domains', ...served.requests.slice(2)])
    await app.end()
    await served.stop()
    service.close()
  })
})
