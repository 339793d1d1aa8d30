import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from '../setup/processes.mjs'
import { buildParts } from './publishing-parts.mjs'
import { number } from './results.mjs'

const ZONES = 300
const DOMAINS = 1_000
const MAX_RATIO = 1.5

/** @typedef {{ ms: number, cpuMs: number }} Taken */
/** @typedef {{ own: Taken, bare: Taken }} Pair */
/** @typedef {Pair & { level: Taken, questions: number, requests: number }} Planned */
/** @typedef {Pair & { requests: number }} Written */

/**
 * Plans and writes the records of 1,000 domains in 300 zones of one PowerDNS on loopback, with the app's own parts as the
 * app's build bundles them, and by bare loops: the same questions to the same name servers and the same requests over
 * HTTP, as they were noted, with nothing made of the answers. The reads of a plan are read again in two ways: one after
 * another, and as many at once as the plan reads. The writes are sent again as many at once as the app sends. The app and
 * the loops take turns. The resolver remembers nothing of the one when the other begins.
 *
 * @param {string} electron the app's runtime
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./results.mjs').Line[]>}
 */
export async function publishingLines(electron, env = process.env) {
  const script = join(import.meta.dirname, 'publishing-process.mjs')
  const parts = await buildParts()
  const { code, stdout, stderr } = await capture(electron, [script, parts, String(ZONES), String(DOMAINS)], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  }).finally(() => rmSync(parts, { recursive: true, force: true }))
  if (code !== 0) throw new Error(`The bench of publishing ended early:\n${stderr}`)
  const { plans, writes } = /** @type {{ plans: Planned[], writes: Written[] }} */ (
    JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  )
  const [plan] = plans
  const { questions = 0, requests = 0 } = plan ?? {}
  const sent = writes.reduce((sum, write) => sum + write.requests, 0)
  const read = `${number(questions, 0)} questions and ${number(requests, 0)} requests, planned twice`
  return [
    line('planning', 'reads, one after another', plans, read),
    withoutGoal(
      line(
        'planning',
        'reads, as many at once',
        plans.map(({ own, level }) => ({ own, bare: level })),
        read,
      ),
    ),
    line('writing', 'writes, as many at once', writes, `${number(sent, 0)} requests`),
  ]
}

/**
 * The fastest loop that could be thought of shows what a plan costs beside its reads. The goal is for a bare loop.
 *
 * @param {import('./results.mjs').Line} measured
 * @returns {import('./results.mjs').Line}
 */
function withoutGoal(measured) {
  return { ...measured, goal: '', met: null }
}

/**
 * @param {string} what the app does
 * @param {string} loop what the bare loop does
 * @param {Pair[]} pairs
 * @param {string} of how much
 * @returns {import('./results.mjs').Line}
 */
function line(what, loop, pairs, of) {
  /** @param {'own' | 'bare'} whose @param {keyof Taken} which */
  const seconds = (whose, which) => pairs.reduce((sum, pair) => sum + pair[whose][which], 0) / 1000
  const ratio = seconds('own', 'ms') / seconds('bare', 'ms')
  const [own, bare] = [number(seconds('own', 'ms'), 1), number(seconds('bare', 'ms'), 1)]
  const [ownCpu, bareCpu] = [number(seconds('own', 'cpuMs'), 1), number(seconds('bare', 'cpuMs'), 1)]
  return {
    what: `${what} ${number(DOMAINS, 0)} domains in ${number(ZONES, 0)} zones of a PowerDNS on loopback, beside a bare loop of the same ${loop} (${of})`,
    goal: `≤ ${MAX_RATIO} x`,
    measured: `${number(ratio, 2)} x (${own} s, bare ${bare} s; processor time of the process ${ownCpu} s, bare ${bareCpu} s)`,
    met: ratio <= MAX_RATIO,
  }
}
