// Plans and writes with the app's own parts and by bare loops, and prints what both took. It runs in the app's own runtime,
// whose SQLite is the one that keeps the journal, and has nothing in its memory that the app has not.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

/** The folder of the parts that were built. */
const PARTS = process.argv[2] ?? ''
const ZONES = Number(process.argv[3])
const DOMAINS = Number(process.argv[4])
/** The app and the bare loops take turns, so that what else the machine does falls on all. */
const PAIRS = 2
/** As many domains as the plan checks at once. */
const AT_ONCE = 8

/** @param {number} at */
const apexOf = (at) => `z${at % ZONES}.com`
const KEYS = Array.from({ length: DOMAINS }, (_, at) => ({
  accountId: 'bench',
  name: `d${Math.floor(at / ZONES)}.${apexOf(at)}`,
}))

/**
 * The parts of the app, and servers to ask and to write to.
 *
 * @returns {Promise<Record<import('./publishing-parts.mjs').PartName, any>>} types are those of the modules
 */
async function readParts() {
  const files = readdirSync(PARTS).filter((file) => /^[a-zA-Z]+\.mjs$/.test(file))
  const read = files.map(async (file) => [
    file.replace('.mjs', ''),
    await import(pathToFileURL(join(PARTS, file)).href),
  ])
  return Object.fromEntries(await Promise.all(read))
}

/** A small internet with the zones in it. */
async function startScene() {
  const app = await readParts()
  const { startLab, exampleZone } = app.lab
  const { startPowerDns } = app.powerdns
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
  const profile = app.profiles.openProfile(join(PARTS, 'profile.sqlite'))
  return {
    ...{ lab, server, app, profile },
    async stop() {
      profile.close()
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
function access({ app, server }, fetching = fetch) {
  return app.adapters.openPowerDns(
    { kind: 'powerdns', url: server.apiUrl, serverId: 'localhost' },
    server.apiKey,
    { fetch: fetching, now: Date.now, sleep: (/** @type {number} */ ms) => wait(ms) },
  )
}

/** @typedef {{ ms: number, cpuMs: number }} Taken by the clock, and of the processors by this process */

/** @param {() => Promise<unknown>} work @returns {Promise<Taken>} */
async function timed(work) {
  const cpu = process.cpuUsage()
  const began = performance.now()
  await work()
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1000 }
}

/** @param {Pick<Scene, 'app'>} scene */
function dnsClient({ app }) {
  return app.clients.createDnsClient({
    fetch: () => Promise.reject(new Error('DoH is not measured')),
    limits: UNHURRIED,
  })
}

/** The user's connection, found for each domain as the app finds it. @param {Scene} scene @param {any} host */
function zoneSource({ app, server }, host) {
  const settings = { kind: 'powerdns', url: server.apiUrl, serverId: 'localhost' }
  const connection = { id: 'c', name: 'PowerDNS', settings, readOnly: false }
  const connections = { accessFor: async () => host }
  const lists = app.lists.createZoneLists({ ...connections, now: Date.now })
  const store = { list: () => [connection], choices: () => [] }
  return app.places.zonePlaces(app.zoneOf.createZoneOf({ store, lists, now: Date.now }), connections)
}

/**
 * Plans once, and reads the same twice more: one thing after another, and as many at once as the plan.
 *
 * @param {Scene} scene
 */
async function measurePlan(scene) {
  const { lab, app } = scene
  const resolver = { id: 'system', name: 'System', kind: 'system', address: lab.resolver.address }
  await lab.resolver.restart()
  const client = dnsClient(scene)
  /** @type {any[][]} the questions of each domain, in order */
  const asked = []
  /** @type {string[]} */
  const requests = []
  const host = access(scene, (input, init) => {
    requests.push(String(input))
    return fetch(input, init)
  })
  let ended = () => {}
  const isReady = new Promise((resolve) => (ended = () => resolve(undefined)))
  const planner = app.plans.createPublishPlans({
    cache: {
      get: (/** @type {{ name: string }} */ { name }) => ({ records: expected(name) }),
      list: () => ({ items: [], next: null }),
      count: () => 0,
    },
    async observe(/** @type {{ name: string }} */ { name }, /** @type {AbortSignal} */ signal) {
      /** @type {any[]} */
      const own = []
      asked.push(own)
      /** @type {any[]} */
      const seen = []
      const noting = Object.assign(Object.create(client), {
        ask(/** @type {any} */ query, /** @type {any} */ options) {
          own.push(query)
          return client.ask(query, options)
        },
      })
      const dns = {
        client: noting,
        resolvers: () => [resolver],
        families: () => [4],
        authoritativePort: lab.port,
      }
      const check = await app.checks.checkDomain(dns, name, expected(name), {
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
    source: zoneSource(scene, host),
    emit: (/** @type {string} */ _event, /** @type {{ state: string }} */ { state }) => {
      if (state !== 'planning') ended()
    },
    onFault(/** @type {unknown} */ error) {
      throw error
    },
    now: Date.now,
  })
  let id = 0
  const own = await timed(async () => {
    ;({ id } = await planner.forScope({ kind: 'domains', keys: KEYS }))
    await isReady
  })
  const { totals } = planner.get(id)
  if (totals.change !== DOMAINS) throw new Error(`only ${totals.change} of ${DOMAINS} domains have a plan`)
  const { zones } = planner.writes(id, new Set())
  client.close()

  const reads = { asked, requests }
  const bare = await readBare(scene, reads, 1)
  const level = await readBare(scene, reads, AT_ONCE)
  const questions = asked.reduce((sum, own) => sum + own.length, 0)
  return { own, bare, level, questions, requests: requests.length, zones }
}

/**
 * Reads what a plan has read, and makes nothing of the answers.
 *
 * @param {Scene} scene
 * @param {{ asked: readonly any[][], requests: readonly string[] }} reads the questions of each domain, and the requests
 * @param {number} atOnce with 1, each read waits for the one before; with more, as many domains are read at once, and all
 *   questions of a domain are asked together
 */
async function readBare({ app, lab, server }, { asked, requests }, atOnce) {
  // What the resolver remembers of the reads before would be no work for it.
  await lab.resolver.restart()
  const client = dnsClient({ app })
  const domains = asked.values()
  const left = requests.values()
  const perDomain = Math.ceil(requests.length / DOMAINS)
  const readInTurn = async () => {
    for (const questions of domains) {
      if (atOnce > 1) await Promise.all(questions.map((query) => client.ask(query)))
      else for (const query of questions) await client.ask(query)
      for (let count = 0; count < perDomain; count += 1) {
        const next = left.next()
        if (next.done === true) break
        await (await fetch(next.value, { headers: { 'X-API-Key': server.apiKey } })).json()
      }
    }
  }
  const taken = await timed(() => Promise.all(Array.from({ length: atOnce }, readInTurn)))
  client.close()
  return taken
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
  const runs = scene.app.runs.createPublishRuns({
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
  let id = 0
  const own = await timed(async () => {
    ;({ id } = runs.start(zones, null))
    await isOver
  })
  const { written } = runs.get(id).zones
  if (written !== zones.length) {
    const other = runs
      .zones(id, null, 0, zones.length)
      .items.find((/** @type {{ state: string }} */ { state }) => state !== 'written')
    throw new Error(
      `only ${written} of ${zones.length} zones were written; ${other?.zone} is ${other?.state}: ${other?.message}`,
    )
  }
  await runs.close()
  // The same requests once more: a PATCH that replaces an RRset by itself is as much work as the first.
  const left = sent.values()
  const bare = await timed(() =>
    Promise.all(
      Array.from({ length: host.capabilities.atOnce }, async () => {
        for (const { url, init } of left) await (await fetch(url, { ...init, signal: null })).text()
      }),
    ),
  )
  return { own, bare, requests: sent.length }
}

const scene = await startScene()
try {
  /** @type {any[]} */
  const plans = []
  for (let pair = 0; pair < PAIRS; pair += 1) plans.push(await measurePlan(scene))
  const { zones } = plans.at(-1)
  /** @type {any[]} */
  const writes = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    writes.push(
      await measureWrite(
        scene,
        zones.filter((/** @type {unknown} */ _, /** @type {number} */ at) => at % PAIRS === pair),
      ),
    )
  }
  const told = plans.map(({ zones: _, ...plan }) => plan)
  console.log(JSON.stringify({ plans: told, writes }))
} finally {
  await scene.stop()
}
