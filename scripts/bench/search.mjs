import { domainNames } from './domain-names.mjs'
import { seeded, pick } from './seeded.mjs'
import { quantile } from './statistics.mjs'
import { ready, THE_APP, withWindow } from './window.mjs'

/** Texts that are typed; each letter asks a question. */
const TEXTS = 60
const LONGEST = 8
/** How many of the slowest keystrokes the results name. */
const NAMED = 12

/** @typedef {{ text: string, milliseconds: number }} Keystroke */

/**
 * Types parts of names, letter by letter, and texts that nothing has, and asks for the first rows each time, from the
 * window through the border to the cache and back.
 *
 * @param {import('./window.mjs').Runtime} runtime
 * @param {string} data
 * @param {number} domains
 * @returns {Promise<{ p50: number, p95: number, worst: number, worstText: string, slow: Keystroke[] }>} milliseconds
 */
export async function measureSearch(runtime, data, domains) {
  const keystrokes = typed(domainNames(domains))
  const times = await withWindow(runtime, { app: THE_APP, data }, async (page) => {
    await ready(page)
    return page.evaluate(async (texts) => {
      const api = /** @type {any} */ (globalThis).zonedesk
      const request = {
        accountId: null,
        filter: 'all',
        sort: 'name',
        descending: false,
        after: null,
        limit: 100,
      }
      /** @type {number[]} */
      const all = []
      for (const search of ['', ...texts]) {
        const began = performance.now()
        const page = await api.domains.list({ ...request, search })
        all.push(performance.now() - began)
        if (!page.ok) throw new Error(page.failure.message)
      }
      return all.slice(1)
    }, keystrokes)
  })
  const slow = keystrokes
    .map((text, index) => ({ text, milliseconds: times[index] ?? 0 }))
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, NAMED)
  return {
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    worst: slow[0]?.milliseconds ?? 0,
    worstText: slow[0]?.text ?? '',
    slow,
  }
}

/**
 * @param {readonly string[]} names
 * @returns {string[]} what the search box holds after each letter
 */
function typed(names) {
  const random = seeded(11)
  return Array.from({ length: TEXTS }, (_, index) => {
    const name = pick(random, names)
    const from = Math.floor(random() * Math.max(1, name.length - LONGEST))
    return index % 6 === 5 ? `q${index}zx${index}` : name.slice(from, from + LONGEST)
  }).flatMap((text) => Array.from(text, (_, letter) => text.slice(0, letter + 1)))
}
