import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { end } from '../setup/processes.mjs'

const API_KEY = 'a-key-of-the-pictures'
const DOMAINS = ['mg.north-pier.example', 'news.north-pier.example', 'shop.north-pier.example']

/**
 * @typedef {object} Provider
 * @property {string} baseUrl
 * @property {string} apiKey
 * @property {() => Promise<void>} stop after which it cannot be reached
 */

/**
 * Starts a provider on this computer that has a few domains.
 *
 * @param {string} electron path of the executable
 * @returns {Promise<Provider>}
 */
export async function startProvider(electron) {
  const child = spawn(electron, [join(ROOT, 'out/main/serve.js'), '--db', ':memory:', '--port', '0'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ZONEDESK_API_KEY: API_KEY },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const baseUrl = /http:\/\/[\d.:]+/.exec(String(line))?.[0]
  if (baseUrl === undefined) throw new Error(`The provider of the pictures did not start: ${line}`)
  for (const name of DOMAINS) {
    const answer = await fetch(`${baseUrl}/v4/domains`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`api:${API_KEY}`).toString('base64')}` },
      body: new URLSearchParams({ name }),
    })
    if (!answer.ok) throw new Error(await answer.text())
  }
  return { baseUrl, apiKey: API_KEY, stop: () => end(child, { group: false }) }
}
