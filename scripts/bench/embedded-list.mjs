import { writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { startChild } from './child.mjs'
import { domainNames } from './domain-names.mjs'
import { median } from './statistics.mjs'

const PAGE = 100
const CONNECTIONS = 16
const REQUESTS = 1_500
const ROUNDS = 5
const API_KEY = 'bench'

/**
 * Requests a second for a list page of 100: of the embedded service, and of its HTTP framework answering the same
 * bytes. Both run in a process of their own on the Node inside Electron, and take turns.
 *
 * @param {import('./window.mjs').Runtime} runtime
 * @param {string} folder
 * @returns {Promise<{ bare: number, embedded: number }>} medians
 */
export async function measureEmbeddedList({ electron, env }, folder) {
  const node = { ...env, ELECTRON_RUN_AS_NODE: '1' }
  const service = await startChild(
    electron,
    [join(ROOT, 'out/main/serve.js'), '--db', join(folder, 'embedded.sqlite'), '--port', '0'],
    { ...node, ZONEDESK_API_KEY: API_KEY },
  )
  try {
    const base = /http:\/\/\S+/.exec(service.line)?.[0] ?? ''
    for (const name of domainNames(PAGE)) await create(base, name)
    const list = `${base}/v4/domains?limit=${PAGE}`
    const body = join(folder, 'page.json')
    writeFileSync(body, await (await fetch(list, { headers: authorization() })).text())
    const bare = await startChild(
      electron,
      [join(import.meta.dirname, 'bare-framework-process.mjs'), body],
      node,
    )
    try {
      /** @type {{ bare: number[], embedded: number[] }} */
      const rates = { bare: [], embedded: [] }
      for (let round = 0; round <= ROUNDS; round += 1) {
        const measured = { bare: await rateOf(`${bare.line}/v4/domains`), embedded: await rateOf(list) }
        // The first round warms both up.
        if (round === 0) continue
        rates.bare.push(measured.bare)
        rates.embedded.push(measured.embedded)
      }
      return { bare: median(rates.bare), embedded: median(rates.embedded) }
    } finally {
      await bare.stop()
    }
  } finally {
    await service.stop()
  }
}

function authorization() {
  return { authorization: `Basic ${Buffer.from(`api:${API_KEY}`).toString('base64')}` }
}

/** @param {string} base @param {string} name */
async function create(base, name) {
  const answer = await fetch(`${base}/v4/domains`, {
    method: 'POST',
    headers: authorization(),
    body: new URLSearchParams({ name }),
  })
  if (!answer.ok) throw new Error(`The embedded service answered ${answer.status}: ${await answer.text()}`)
}

/**
 * @param {string} url
 * @returns {Promise<number>} requests a second
 */
async function rateOf(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  let left = REQUESTS
  const worker = async () => {
    while (left > 0) {
      left -= 1
      await once(url, agent)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  const took = performance.now() - began
  agent.destroy()
  return (REQUESTS * 1000) / took
}

/** @param {string} url @param {Agent} agent */
function once(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: authorization() }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`))
      answer.on('end', resolve).on('error', reject).resume()
    }).on('error', reject)
  })
}
