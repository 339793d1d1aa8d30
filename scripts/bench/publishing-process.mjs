// Plans and writes with the app's own parts and by bare loops, and prints what both took. It runs in the app's own runtime,
// whose SQLite is the one that keeps the journal.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { runnerImport } from 'vite'
import { ROOT } from '../setup/paths.mjs'

const ZONES = Number(process.argv[2])
const DOMAINS = Number(process.argv[3])
/** As many as the plan checks at once. */
const AT_ONCE = 8

/** @param {number} at */
const apexOf = (at) => `z${at % ZONES}.com`
const KEYS = Array.from({ length: DOMAINS }, (_, at) => ({
  accountId: 'bench',
  name: `d${Math.floor(at / ZONES)}.${apexOf(at)}`,
}))

/** A small internet with the zones in it. Types are those of the modules, which are read as they are. */
async function startScene() {
  /** @param {string} path @returns {Promise<any>} */
  const read = async (path) => (await runnerImport(join(ROOT, path))).module
  const [{ startLab, exampleZone }, { startPowerDns }, adapters, plans, runs, profiles, checks, clients] =
    await Promise.all([
      read('test/dns-server/lab.ts'),
      read('test/dns-server/powerdns.ts'),
      read('src/main/zones/powerdns/open-powerdns.ts'),
      read('src/main/domains/publishing/plans.ts'),
      read('src/main/domains/publishing/runs.ts'),
      read('src/main/profile/profile.ts'),
      read('src/main/domains/checks/check-domain.ts'),
      read('src/main/dns/client/dns-client.ts'),
    ])
  const apexes = Array.from({ length: ZONES }, (_, at) => apexOf(at))
  const host = '127.0.0.1'
  const lab = await startLab({
    com: [
      'example NS ns1.example.com.',
      'ns1.example A 127.0.0.2',
      ...apexes.flatMap((apex) => {
        const label = apex.replace(/\.com$/, '')
        return [`${label} NS ns.${apex}.`, `ns.${label} A ${host}`]
      }),
    ].join('\n'),
    stubs: Object.fromEntries(apexes.map((apex) => [apex, [host]])),
    first: { 'example.com': exampleZone(PROVIDER) },
  })
  const server = await startPowerDns({ zones: {}, keys: [], host, port: lab.port })
  for (const apex of apexes) {
    await fetch(`${server.apiUrl}/api/v1/servers/localhost/zones`, {
      method: 'POST',
      headers: { 'X-API-Key': server.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `${apex}.`, kind: 'Native', zone: zoneText(apex, host) }),
    })
  }
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-bench-publishing-'))
  const profile = profiles.openProfile(join(folder, 'profile.sqlite'))
  return {
    ...{ lab, server, adapters, plans, runs, checks, clients, profile },
    async stop() {
      profile.close()
      rmSync(folder, { recursive: true, force: true })
      await server.stop()
      await lab.stop()
    },
  }
}
/** @typedef {Awaited<ReturnType<typeof startScene>>} Scene */

const PROVIDER = [
  'spf TXT "v=spf1 ip4:198.51.100.0/24 ~all"',
  'track A 198.51.100.3',
  'mxa A 198.51.100.1',
  'mxb A 198.51.100.2',
]

/** @param {string} apex @param {string} host */
function zoneText(apex, host) {
  return [
    `$ORIGIN ${apex}.`,
    '$TTL 300',
    `@ SOA ns.${apex}. hostmaster.${apex}. 7 3600 600 86400 60`,
    `@ NS ns.${apex}.`,
    `ns A ${host}`,
    '@ TXT "google-site-verification=abc123"',
    'd0 900 TXT "v=spf1 ip4:192.0.2.77 -all"',
    '',
  ].join('\n')
}

/** @param {string} name */
function expected(name) {
  const key = `k=rsa; p=${'A'.repeat(216)}`
  return [
    ['sending', 'TXT', name, 'v=spf1 include:spf.example.com ~all', null],
    ['sending', 'TXT', `k1._domainkey.${name}`, key, null],
    ['sending', 'CNAME', `email.${name}`, 'track.example.com', null],
    ['receiving', 'MX', name, 'mxa.example.com', 10],
    ['receiving', 'MX', name, 'mxb.example.com', 10],
  ].map(([purpose, type, owner, value, priority]) => ({
    ...{ purpose, type, name: owner, value, priority, valid: 'unknown', cached: [], isActive: true },
  }))
}

const UNHURRIED = { concurrency: 64, perServer: 64, perSecond: Infinity, burst: 1e9, jitterMs: 0 }

/** @param {Scene} scene */
function access({ adapters, server }, fetching = fetch) {
  return adapters.openPowerDns(
    { kind: 'powerdns', url: server.apiUrl, serverId: 'localhost' },
    server.apiKey,
    { fetch: fetching, now: Date.now, sleep: (/** @type {number} */ ms) => wait(ms) },
  )
}

/** @param {Scene} scene */
async function measurePlan(scene) {
  const { lab, plans, checks, clients } = scene
  const client = clients.createDnsClient({
    fetch: () => Promise.reject(new Error('DoH is not measured')),
    limits: UNHURRIED,
  })
  /** @type {Map<string, { asked: any[], requests: string[] }>} what each domain read, in order */
  const noted = new Map()
  /** @type {string[]} */
  const requests = []
  const host = access(scene, (input, init) => {
    requests.push(String(input))
    return fetch(input, init)
  })
  let ended = () => {}
  const isReady = new Promise((resolve) => (ended = () => resolve(undefined)))
  const resolver = { id: 'system', name: 'System', kind: 'system', address: lab.resolver.address }
  const planner = plans.createPublishPlans({
    cache: {
      get: (/** @type {{ name: string }} */ { name }) => ({ records: expected(name) }),
      list: () => ({ items: [], next: null }),
      count: () => 0,
    },
    async observe(/** @type {{ name: string }} */ { name }, /** @type {AbortSignal} */ signal) {
      /** @type {any[]} */
      const asked = []
      noted.set(name, { asked, requests })
      /** @type {any[]} */
      const seen = []
      const noting = Object.assign(Object.create(client), {
        ask(/** @type {any} */ query, /** @type {any} */ options) {
          asked.push(query)
          return client.ask(query, options)
        },
      })
      const access = {
        client: noting,
        resolvers: () => [resolver],
        families: () => [4],
        authoritativePort: lab.port,
      }
      const check = await checks.checkDomain(access, name, expected(name), {
        ...{
          neighbours: [],
          fresh: false,
          signal,
          onSeen: (/** @type {any} */ basis, /** @type {any} */ diagnosis) =>
            seen.push({ ...basis, diagnosis }),
        },
      })
      return { ...seen[0], check }
    },
    source: {
      accessFor: async () => host,
      async placeOf(
        /** @type {string} */ _name,
        /** @type {{ apex: string }} */ { apex },
        /** @type {AbortSignal} */ signal,
      ) {
        const [zone] = await host.find(apex, signal)
        return { state: 'ready', connection: { id: 'c', name: 'PowerDNS', kind: 'powerdns' }, zone }
      },
    },
    emit: (/** @type {string} */ _event, /** @type {{ state: string }} */ { state }) => {
      if (state !== 'planning') ended()
    },
    onFault(/** @type {unknown} */ error) {
      throw error
    },
    now: Date.now,
  })
  const began = performance.now()
  const { id } = await planner.forScope({ kind: 'domains', keys: KEYS })
  await isReady
  const ownMs = performance.now() - began
  const { totals } = planner.get(id)
  if (totals.change !== DOMAINS) throw new Error(`only ${totals.change} of ${DOMAINS} domains have a plan`)
  const { zones } = planner.writes(id, new Set())
  client.close()

  const fresh = clients.createDnsClient({
    fetch: () => Promise.reject(new Error('DoH is not measured')),
    limits: UNHURRIED,
  })
  const of = [...noted.values()].map(({ asked }) => asked).values()
  const left = requests.values()
  const perDomain = Math.ceil(requests.length / DOMAINS)
  const bareBegan = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const asked of of) {
        await Promise.all(asked.map((query) => fresh.ask(query)))
        for (let count = 0; count < perDomain; count += 1) {
          const next = left.next()
          if (next.done === true) break
          await (await fetch(next.value, { headers: { 'X-API-Key': scene.server.apiKey } })).text()
        }
      }
    }),
  )
  const bareMs = performance.now() - bareBegan
  fresh.close()
  const questions = [...noted.values()].reduce((sum, { asked }) => sum + asked.length, 0)
  return { ownMs, bareMs, reads: questions + requests.length, zones }
}

/**
 * @param {Scene} scene
 * @param {readonly any[]} zones
 */
async function measureWrite(scene, zones) {
  /** @type {{ url: string, init: RequestInit | undefined }[]} */
  const sent = []
  const host = access(scene, (input, init) => {
    sent.push({ url: String(input), init })
    return fetch(input, init)
  })
  let ended = () => {}
  const isOver = new Promise((resolve) => (ended = () => resolve(undefined)))
  const runs = scene.runs.createPublishRuns({
    store: scene.profile.published,
    source: { accessFor: async () => host },
    watch: () => undefined,
    emit: (/** @type {string} */ _event, /** @type {{ state: string }} */ { state }) => {
      if (state !== 'running') ended()
    },
    onFault(/** @type {unknown} */ error) {
      throw error
    },
    now: Date.now,
  })
  const began = performance.now()
  const { id } = runs.start(zones, null)
  await isOver
  const ownMs = performance.now() - began
  const { written } = runs.get(id).zones
  if (written !== zones.length) throw new Error(`only ${written} of ${zones.length} zones were written`)
  await runs.close()
  // The same requests once more: a PATCH that replaces an RRset by itself is as much work as the first.
  const left = sent.values()
  const bareBegan = performance.now()
  await Promise.all(
    Array.from({ length: host.capabilities.atOnce }, async () => {
      for (const { url, init } of left) await (await fetch(url, { ...init, signal: null })).text()
    }),
  )
  return { ownMs, bareMs: performance.now() - bareBegan }
}

const scene = await startScene()
try {
  const planned = await measurePlan(scene)
  const { zones, ...plan } = planned
  const write = await measureWrite(scene, zones)
  console.log(JSON.stringify({ plan, write }))
} finally {
  await scene.stop()
}
