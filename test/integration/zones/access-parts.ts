import { setTimeout as delay } from 'node:timers/promises'
import type { ZoneAccessParts } from '../../../src/main/zones/zone-access'

/** What an adapter needs, with Node's own fetch. */
export const realParts: ZoneAccessParts = {
  fetch: (input, init) => fetch(input, init),
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
}

/** Waits for nothing, and says what it was asked to wait for. */
export function hurriedParts(waits: number[] = []): ZoneAccessParts {
  return {
    ...realParts,
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      waits.push(ms)
    },
  }
}

/** Sends every request, and loses the answer of each that is no GET. */
export const losingParts: ZoneAccessParts = {
  ...hurriedParts(),
  fetch: async (input, init) => {
    const response = await fetch(input, init)
    await response.arrayBuffer().catch(() => undefined)
    if ((init?.method ?? 'GET') === 'GET') return fetch(input, init)
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET', message: 'reset' } })
  },
}
