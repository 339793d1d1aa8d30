import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron } from 'playwright-core'
import { ROOT } from '../setup/paths.mjs'
import { startDnsHost } from './dns-host.mjs'
import { startProvider } from './lost-provider.mjs'
import { palettePng } from './palette-png.mjs'

const PICTURES = 'docs/guide/pictures'
/** Where the dark picture of a scene goes, relative to the light one. */
const DARK = 'dark'
/** The account of the sample domains. */
const SAMPLES = 'samples'

/**
 * @typedef {import('./scenes.mjs').Scene} Scene
 * @typedef {import('playwright-core').ElectronApplication} Application
 * @typedef {import('playwright-core').Page} Page
 */

/**
 * Starts the app, adds its sample domains, and takes a light and a dark picture of each scene.
 *
 * @param {object} runtime
 * @param {string} runtime.electron path of the executable
 * @param {NodeJS.ProcessEnv} runtime.env
 * @param {boolean} runtime.noSandbox
 * @param {readonly Scene[]} scenes
 * @param {(path: string) => void} onTaken told the path of each picture, relative to the clone
 */
export async function takePictures({ electron, env, noSandbox }, scenes, onTaken) {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-screenshot-'))
  const app = await _electron.launch({
    executablePath: electron,
    args: [...(noSandbox ? ['--no-sandbox'] : []), ROOT, `--user-data-dir=${folder}`],
    env: /** @type {Record<string, string>} */ (env),
    cwd: ROOT,
  })
  try {
    const page = await app.firstWindow()
    await page.waitForSelector('html[data-ready]', { state: 'attached' })
    // The tour offers itself once, over the window.
    await ask(page, 'settings', 'set', { tour: 'done' })
    const taken = async (/** @type {Scene} */ scene) =>
      (await takeScene(app, page, scene, electron)).forEach(onTaken)
    for (const scene of scenes.filter(({ fresh }) => fresh === true)) await taken(scene)
    await ask(page, 'samples', 'add', {})
    for (const scene of scenes.filter(({ fresh }) => fresh !== true)) await taken(scene)
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/**
 * @param {Application} app
 * @param {Page} page
 * @param {Scene} scene
 * @param {string} electron
 * @returns {Promise<string[]>} the paths of its pictures, relative to the clone
 */
async function takeScene(app, page, scene, electron) {
  const { name, folder = PICTURES, fresh = false, steps } = scene
  const [width, height] = scene.size
  await ask(page, 'settings', 'set', { theme: 'light' })
  await ask(page, 'settings', 'setView', {
    accountId: fresh ? null : SAMPLES,
    search: '',
    filter: 'all',
    selected: null,
    tab: 'records',
  })
  await app.evaluate(
    ({ BrowserWindow }, content) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(content.width, content.height),
    { width, height },
  )
  // What the scene before left open is gone with the page.
  await page.reload()
  await page.waitForSelector('html[data-whole]', { state: 'attached' })
  /** @param {string} typed */
  const search = async (typed) => {
    await ask(page, 'settings', 'setView', { search: typed })
    await page.reload()
    await page.waitForSelector('html[data-whole]', { state: 'attached' })
  }
  /** @type {(() => Promise<unknown>)[]} */
  const ended = []
  const stage = {
    page,
    search,
    /** @param {string} domain @param {'records' | 'dns' | 'history'} tab */
    open: async (domain, tab) => {
      await page.keyboard.press('/')
      await page.keyboard.type(domain)
      await page.getByRole('option').filter({ hasText: domain }).first().click()
      await page.getByRole('heading', { level: 1, name: domain }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.press('Control+A')
      await page.keyboard.press('Delete')
      await page.keyboard.press('Escape')
      await page
        .getByRole('tab', { name: { records: 'Records', dns: 'DNS', history: 'History' }[tab] })
        .click()
    },
    /** @param {string} label */
    command: async (label) => {
      await page.keyboard.press('Control+K')
      await page.keyboard.type(label)
      await page.getByRole('option').filter({ hasText: label }).first().click()
    },
    loseProvider: () => loseProvider(page, electron, ended),
    connectDnsHost: (/** @type {readonly string[]} */ apexes) => connectDnsHost(page, apexes, ended),
    rotate: (/** @type {readonly string[]} */ domains) =>
      ask(page, 'rotations', 'start', {
        ...{ keys: domains.map((signingDomain) => ({ accountId: SAMPLES, signingDomain })) },
        ...{ bits: 2048, keepDays: 7 },
      }),
  }
  try {
    return await photograph(app, page, { name, folder, width, height }, await steps(stage))
  } finally {
    for (const end of ended) await end()
  }
}

/**
 * @param {Application} app
 * @param {Page} page
 * @param {{ name: string, folder: string, width: number, height: number }} picture
 * @param {import('playwright-core').Locator | null} shown null for the whole window
 * @returns {Promise<string[]>}
 */
async function photograph(app, page, { name, folder, width, height }, shown) {
  // No part of the picture is to be raised under the pointer.
  await page.mouse.move(width - 2, height - 2)
  const paths = []
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    await ask(page, 'settings', 'set', { theme })
    await page.evaluate(() =>
      Promise.allSettled(globalThis.document.getAnimations().map(({ finished }) => finished)),
    )
    await page.waitForTimeout(700)
    const box = (await shown?.boundingBox()) ?? null
    const png = await page.screenshot(box === null ? {} : { clip: wholePixels(box) })
    const path = join(folder, theme === 'dark' ? DARK : '', `${name}.png`)
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), palettePng(await pixelsOf(app, png)))
    paths.push(path)
  }
  return paths
}

/**
 * What is shown without the parts of pixels at its edges, in which what is behind it would be seen.
 *
 * @param {{ x: number, y: number, width: number, height: number }} box in CSS pixels
 */
function wholePixels({ x, y, width, height }) {
  const [left, top] = [Math.ceil(x), Math.ceil(y)]
  return { x: left, y: top, width: Math.floor(x + width) - left, height: Math.floor(y + height) - top }
}

/** @param {Application} app @param {Buffer} png */
async function pixelsOf(app, png) {
  const { bitmap, width, height } = await app.evaluate(({ nativeImage }, data) => {
    const image = nativeImage.createFromBuffer(Buffer.from(data, 'base64'))
    return { bitmap: image.toBitmap().toString('base64'), ...image.getSize() }
  }, png.toString('base64'))
  return { pixels: Buffer.from(bitmap, 'base64'), width, height }
}

/**
 * @param {Page} page
 * @param {string} electron
 * @param {(() => Promise<unknown>)[]} ended gets what removes the account
 */
async function loseProvider(page, electron, ended) {
  const provider = await startProvider(electron)
  try {
    const { id: accountId } = await ask(page, 'accounts', 'add', {
      name: 'North Pier',
      region: 'own',
      baseUrl: provider.baseUrl,
      apiKey: provider.apiKey,
      keepKey: 'session',
    })
    // While another account has domains, sample domains do not count among those of all accounts.
    ended.push(() => ask(page, 'accounts', 'remove', { accountId }))
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^North Pier/ })
      .click()
    await page.getByRole('option').first().click()
    await page.getByRole('tab', { name: 'Records' }).waitFor()
    await provider.stop()
    await ask(page, 'sync', 'start', { accountId })
  } finally {
    await provider.stop()
  }
}

/**
 * Connects a DNS host that holds some zones of the sample domains, as their name servers answer.
 *
 * @param {Page} page
 * @param {readonly string[]} apexes
 * @param {(() => Promise<unknown>)[]} ended gets what removes the connection and ends the host
 */
async function connectDnsHost(page, apexes, ended) {
  /** @type {Record<string, [string, string, string][]>} */
  const published = Object.fromEntries(apexes.map((apex) => [apex, []]))
  const { items } = await ask(page, 'domains', 'list', {
    ...{ accountId: SAMPLES, filter: 'all', search: '', sort: 'name', descending: false },
    ...{ after: null, limit: 1000 },
  })
  for (const { name } of items) {
    const apex = apexes.find((one) => name === one || name.endsWith(`.${one}`))
    if (apex === undefined) continue
    const check = await ask(page, 'checks', 'get', { accountId: SAMPLES, name })
    const { records } = await ask(page, 'domains', 'get', { accountId: SAMPLES, name })
    for (const record of check?.records ?? []) {
      const { priority = null } = records[record.index] ?? {}
      const value = priority === null ? record.expected : `${priority} ${record.expected}`
      if (record.standing === 'published') published[apex]?.push([record.name, record.type, value])
    }
  }
  const host = await startDnsHost(published)
  ended.push(host.stop)
  const { id: connectionId } = await ask(page, 'connections', 'add', {
    ...{ name: 'Our name servers', secret: host.apiKey, keepSecret: 'session', isReadOnly: false },
    settings: { kind: 'powerdns', url: host.url, serverId: 'localhost' },
  })
  ended.unshift(() => ask(page, 'connections', 'remove', { connectionId }))
  return host
}

/**
 * @param {Page} page
 * @param {string} subject
 * @param {string} channel
 * @param {Record<string, unknown>} request
 * @returns {Promise<any>} what the main process answers
 */
function ask(page, subject, channel, request) {
  return page.evaluate(async ([subjectName, channelName, parameters]) => {
    const api = /** @type {any} */ (globalThis)['zonedesk']
    const outcome = await api[subjectName][channelName](parameters)
    if (!outcome.ok) throw new Error(outcome.failure.message)
    return outcome.value
  }, /** @type {const} */ ([subject, channel, request]))
}
