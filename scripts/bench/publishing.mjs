import { join } from 'node:path'
import { capture } from '../setup/processes.mjs'
import { number } from './results.mjs'

const ZONES = 300
const DOMAINS = 1_000
const MAX_RATIO = 1.5

/** @typedef {{ ownMs: number, bareMs: number }} Times */

/**
 * Plans and writes the records of 1,000 domains in 300 zones of one PowerDNS on loopback, with the app's own parts, and
 * by a bare loop: the same questions to the same name servers and the same requests over HTTP, as they were noted, with
 * nothing made of the answers.
 *
 * @param {string} electron the app's runtime
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./results.mjs').Line[]>}
 */
export async function publishingLines(electron, env = process.env) {
  const script = join(import.meta.dirname, 'publishing-process.mjs')
  const { stdout } = await capture(electron, [script, String(ZONES), String(DOMAINS)], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  })
  const { plan, write } = /** @type {{ plan: Times & { reads: number }, write: Times }} */ (
    JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  )
  return [
    line('planning', plan, `${number(plan.reads, 0)} reads`),
    line('writing', write, `${number(ZONES, 0)} zones`),
  ]
}

/**
 * @param {string} what
 * @param {Times} times
 * @param {string} of
 * @returns {import('./results.mjs').Line}
 */
function line(what, { ownMs, bareMs }, of) {
  const ratio = ownMs / bareMs
  return {
    what: `${what} ${number(DOMAINS, 0)} domains in ${number(ZONES, 0)} zones of a PowerDNS on loopback, beside a bare loop of the same (${of})`,
    goal: `≤ ${MAX_RATIO} x`,
    measured: `${number(ratio, 2)} x (${number(ownMs / 1000, 1)} s, bare ${number(bareMs / 1000, 1)} s)`,
    met: ratio <= MAX_RATIO,
  }
}
