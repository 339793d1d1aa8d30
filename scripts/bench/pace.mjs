import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../setup/paths.mjs'
import { startChild } from './child.mjs'
import { domainNames } from './domain-names.mjs'
import { number } from './results.mjs'

const MIN_SHARE = 0.9
const MAX_REFUSED = 0.01
const MAX_MINUTES = 4
const WHOLE = 10_000

/**
 * The two providers: what each allows a second, and for how many domains it is asked. The first has less than 10,000
 * unless all are asked for; the second, three windows of a minute.
 */
const PROVIDERS = [
  { rule: '50/s', words: '50 a second', perSecond: 50, domains: 3_000 },
  { rule: '300/min', words: '300 a minute', perSecond: 5, domains: 900 },
]

/**
 * Fetches records as the sync does, with the app's client and a pace that knows nothing at first, from a provider on
 * loopback that allows so many requests and answers after 80 ms.
 *
 * @param {boolean} whole whether the records of 10,000 domains are really fetched: three and a half minutes
 * @returns {Promise<import('./results.mjs').Line[]>}
 */
export async function paceLines(whole) {
  /** @type {import('./results.mjs').Line[]} */
  const lines = []
  for (const provider of PROVIDERS) {
    const isFast = provider.perSecond === 50
    const domains = whole && isFast ? WHOLE : provider.domains
    const { seconds, allowed, refused } = await measurePace(provider.rule, domains)
    const share = allowed / (seconds * provider.perSecond)
    const part = refused / (allowed + refused)
    const minutes = ((seconds / domains) * WHOLE) / 60
    const reckoned = domains === WHOLE ? '' : `, reckoned from ${number(domains, 0)}`
    const time = isFast ? `; 10,000 domains in ${number(minutes, 1)} minutes${reckoned}` : ''
    lines.push({
      what: `records of ${number(domains, 0)} domains from a provider that allows ${provider.words}, with nothing learned before`,
      goal: `≥ ${MIN_SHARE * 100} % of what it allows, < ${MAX_REFUSED * 100} % refused${isFast ? `, 10,000 in < ${MAX_MINUTES} minutes` : ''}`,
      measured: `${number(share * 100, 1)} %, ${number(part * 100, 2)} % refused, ${number(seconds, 0)} s${time}`,
      met: share >= MIN_SHARE && part < MAX_REFUSED && (!isFast || minutes < MAX_MINUTES),
    })
  }
  return lines
}

/**
 * @param {string} rule
 * @param {number} domains
 * @returns {Promise<{ seconds: number, allowed: number, refused: number }>}
 */
async function measurePace(rule, domains) {
  const { module: clients } = await runnerImport(join(ROOT, 'src/main/provider/client/client.ts'))
  const { module: paces } = await runnerImport(join(ROOT, 'src/main/provider/pace/learned-pace.ts'))
  const provider = await startChild(process.execPath, [
    join(import.meta.dirname, 'limited-provider-process.mjs'),
    ...[String(domains), rule],
  ])
  try {
    const pace = /** @type {any} */ (paces).createLearnedPace({ now: Date.now })
    const client = /** @type {any} */ (clients).createProviderClient({
      ...{ baseUrl: provider.line, apiKey: async () => 'bench', fetch, pace },
    })
    const names = domainNames(domains).values()
    const worker = async () => {
      for (const name of names) await client.get(name, undefined, { urgency: 'background' })
    }
    const began = performance.now()
    // The client begins no more of them than its pace has places for.
    await Promise.all(Array.from({ length: 32 }, worker))
    const seconds = (performance.now() - began) / 1000
    const counts = /** @type {{ allowed: number, refused: number }} */ (
      await (await fetch(`${provider.line}/counts`)).json()
    )
    return { seconds, ...counts }
  } finally {
    await provider.stop()
  }
}
