import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../setup/paths.mjs'
import { bareLoop } from './bare-dns.mjs'
import { median } from './statistics.mjs'

/** Of each kind; the kinds take turns, so that what else the machine does falls on both. */
const ROUNDS = 7
const CONCURRENCY = 64
const ZONE = 'bench.example'

/** What a provider asks for, seven records a domain: label and type. */
const RECORDS = /** @type {const} */ ([
  ['', 'TXT'],
  ['pic._domainkey.', 'TXT'],
  ['email.', 'CNAME'],
  ['', 'MX'],
  ['_dmarc.', 'TXT'],
  ['_mta-sts.', 'TXT'],
  ['krs._domainkey.', 'TXT'],
])

/**
 * Checks seven records of each domain at a name server (Knot DNS) on loopback: by a bare loop of dgram and
 * dns-packet, and by the app's client without pauses and without remembered answers.
 *
 * @param {number} [domains]
 * @returns {Promise<{ bareMs: number, ownMs: number, ratio: number, questions: number }>} medians; the ratio is the
 *   median of the rounds' own ratios
 */
export async function measureDns(domains = 1_000) {
  const { module: knot } = await runnerImport(join(ROOT, 'test/dns-server/knot.ts'))
  const { module: dns } = await runnerImport(join(ROOT, 'src/main/dns/client/dns-client.ts'))
  const server = await /** @type {any} */ (knot).startDnsServer({ zones: { [ZONE]: zoneOf(domains) } })
  const questions = Array.from({ length: domains }, (_, index) =>
    RECORDS.map(([label, type]) => ({ name: `${label}d${index}.${ZONE}`, type })),
  ).flat()
  const client = /** @type {any} */ (dns).createDnsClient({
    fetch: () => Promise.reject(new Error('DoH is not measured')),
    limits: {
      concurrency: CONCURRENCY,
      perServer: CONCURRENCY,
      perSecond: Infinity,
      burst: 1e9,
      jitterMs: 0,
    },
  })
  const asked = { id: 'ns', name: 'ns', kind: 'authoritative', address: server.address }
  const own = async () => {
    let next = 0
    const line = async () => {
      for (let question = questions[next++]; question !== undefined; question = questions[next++]) {
        const { outcome } = await client.ask(
          { server: asked, question, recursionDesired: false },
          { fresh: true },
        )
        if (outcome.kind !== 'answered' || outcome.answers.length !== 1) {
          throw new Error(`${question.name} ${question.type} had no answer`)
        }
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, line))
  }
  try {
    /** @type {number[]} */
    const bareMs = []
    /** @type {number[]} */
    const ownMs = []
    for (let round = 0; round <= ROUNDS; round += 1) {
      const bare = await timed(() => bareLoop(server.port, questions, CONCURRENCY))
      const taken = await timed(own)
      // The first of each warms up.
      if (round === 0) continue
      bareMs.push(bare)
      ownMs.push(taken)
    }
    const ratios = ownMs.map((ms, index) => ms / /** @type {number} */ (bareMs[index]))
    return {
      bareMs: median(bareMs),
      ownMs: median(ownMs),
      ratio: median(ratios),
      questions: questions.length,
    }
  } finally {
    client.close()
    await server.stop()
  }
}

/** @param {number} domains */
function zoneOf(domains) {
  const key = `k=rsa; p=${'A'.repeat(216)}`
  const lines = Array.from({ length: domains }, (_, index) => [
    `d${index} TXT "v=spf1 include:mailgun.org ~all"`,
    `d${index} MX 10 mxa.mailgun.org.`,
    `email.d${index} CNAME mailgun.org.`,
    ...['pic._domainkey', 'krs._domainkey'].map((label) => `${label}.d${index} TXT "${key}"`),
    `_dmarc.d${index} TXT "v=DMARC1; p=none"`,
    `_mta-sts.d${index} TXT "v=STSv1; id=1"`,
  ])
  const head = [
    `$ORIGIN ${ZONE}.`,
    '$TTL 300',
    '@ SOA ns hostmaster 1 3600 600 86400 300',
    '@ NS ns',
    'ns A 127.0.0.1',
  ]
  return [...head, ...lines.flat(), ''].join('\n')
}

/** @param {() => Promise<void>} work @returns {Promise<number>} milliseconds */
async function timed(work) {
  const began = performance.now()
  await work()
  return performance.now() - began
}
