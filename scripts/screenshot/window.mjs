import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron } from 'playwright-core'
import { runnerImport } from 'vite'
import { ROOT } from '../setup/paths.mjs'

const PICTURE = join(ROOT, 'docs', 'window.png')
const SIZE = { width: 1280, height: 800 }
const SHOWN = 'mg.example.com'

/** The domains of the picture, and how many of their records are published; null: nobody has looked yet. */
const DOMAINS = new Map([
  ['alerts.example.com', 'all'],
  ['billing.example.com', 'all'],
  ['bücher.example.org', 'all'],
  ['events.example.net', 'all but one'],
  ['mail.example.org', 'all'],
  [SHOWN, 'some'],
  ['news.example.com', 'all'],
  ['newsletter.example.org', null],
  ['notify.example.net', 'all'],
  ['shop.example.com', 'none'],
  ['support.example.net', 'all'],
  ['tickets.example.com', 'all'],
])
const ZONES = ['example.com', 'example.net', 'example.org']

/**
 * @typedef {{ type: string, name: string, value: string, priority: number | null }} PublishedRecord
 * @typedef {object} DnsServer
 * @property {string} address
 * @property {(origin: string, text: string) => Promise<void>} setZone
 * @property {() => Promise<void>} stop
 * @typedef {object} DnsServers
 * @property {(options: { zones: Record<string, string> }) => Promise<DnsServer>} startDnsServer
 * @property {(origin: string, records: PublishedRecord[]) => string} zoneFor
 */

/**
 * Fills the app with domains, publishes their records on a DNS server of its own, has them verified there, and takes
 * a picture of the window.
 *
 * @param {object} runtime
 * @param {string} runtime.electron path of the executable
 * @param {NodeJS.ProcessEnv} runtime.env
 * @param {boolean} runtime.noSandbox
 * @returns {Promise<string>} the picture's path
 */
export async function takePicture({ electron, env, noSandbox }) {
  const { module } = await runnerImport(join(ROOT, 'test/dns-server/knot.ts'))
  const { startDnsServer, zoneFor } = /** @type {DnsServers} */ (module)
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-screenshot-'))
  const dns = await startDnsServer({
    zones: Object.fromEntries(ZONES.map((zone) => [zone, zoneFor(zone, [])])),
  })
  const app = await _electron.launch({
    executablePath: electron,
    args: [...(noSandbox ? ['--no-sandbox'] : []), ROOT, `--user-data-dir=${folder}`],
    env: /** @type {Record<string, string>} */ (env),
    cwd: ROOT,
  })
  try {
    const page = await app.firstWindow()
    await page.waitForSelector('html[data-ready]', { state: 'attached' })
    await app.evaluate(
      ({ BrowserWindow }, { width, height }) =>
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      SIZE,
    )
    /**
     * @param {string} subject
     * @param {string} channel
     * @param {Record<string, unknown>} request
     * @returns {Promise<any>}
     */
    const ask = (subject, channel, request) =>
      page.evaluate(async ([subjectName, channelName, parameters]) => {
        const api = /** @type {any} */ (globalThis)['zonedesk']
        const outcome = await api[subjectName][channelName](parameters)
        if (!outcome.ok) throw new Error(outcome.failure.message)
        return outcome.value
      }, /** @type {const} */ ([subject, channel, request]))
    await ask('settings', 'set', { theme: 'light', resolver: dns.address })

    /** @type {PublishedRecord[]} */
    const published = []
    /** @type {string[]} */
    const looked = []
    for (const [name, which] of DOMAINS) {
      const detail = await ask('domains', 'create', { accountId: 'embedded', name, options: {} })
      published.push(...publishedOf(detail.records, which))
      if (which !== null) looked.push(detail.domain.name)
    }
    for (const zone of ZONES) {
      await dns.setZone(
        zone,
        zoneFor(
          zone,
          published.filter(({ name }) => name.endsWith(`.${zone}`)),
        ),
      )
    }
    for (const name of looked) await ask('domains', 'verify', { accountId: 'embedded', name })

    await page.getByRole('option').filter({ hasText: SHOWN }).click()
    await page.getByRole('heading', { name: SHOWN }).waitFor()
    await page.getByRole('row').getByText('Different', { exact: true }).waitFor()
    // No part of the picture is to be raised under the pointer, or to have the focus.
    await page.mouse.move(SIZE.width - 40, SIZE.height - 40)
    await page.waitForTimeout(1000)
    mkdirSync(dirname(PICTURE), { recursive: true })
    await page.screenshot({ path: PICTURE })
    return PICTURE
  } finally {
    await app.close()
    await dns.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/**
 * @param {PublishedRecord[]} wanted what the domain needs: DKIM, SPF, tracking, two MX
 * @param {string | null} which
 * @returns {PublishedRecord[]}
 */
function publishedOf(wanted, which) {
  switch (which) {
    case 'all':
      return wanted
    case 'all but one':
      return wanted.filter(({ type }) => type !== 'CNAME')
    case 'some':
      return wanted
        .filter(({ type }) => type !== 'CNAME')
        .map((record) =>
          record.value.startsWith('v=spf1')
            ? { ...record, value: 'v=spf1 include:_spf.example.net ~all' }
            : record,
        )
    default:
      return []
  }
}
