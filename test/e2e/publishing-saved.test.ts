import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PowerDnsServer, startPowerDns } from '../dns-server/powerdns'
import { type PatchProxy, startPatchProxy } from '../integration/domains/publishing/patch-proxy'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { photograph } from './pictures'
import { connectPowerDns, textsAt } from './zones-scene'

/** Each is written by itself, and the host takes one write after another. */
const ZONES = 50
const DOMAINS = 1000
const DAY_MS = 24 * 60 * 60 * 1000
const POLICY = 'v=spf1 include:mailgun.org ~all'
const OLD = 'v=spf1 -all'

const apexOf = (at: number): string => `z${at % ZONES}.test`
const nameOf = (at: number): string => `d${Math.floor(at / ZONES)}.${apexOf(at)}`
/** One in ten has a policy that goes. */
const hasOld = (at: number): boolean => at % 10 === 0

interface SavedDomain {
  readonly at: number
  readonly zone?: string
  readonly hostedId?: string
}

/** A file as the app saves it, whatever is in it. */
function planFile(domains: readonly SavedDomain[], savedAt: number): string {
  const content = {
    savedAt,
    domains: domains.map(({ at, zone = apexOf(at), hostedId = `${zone}.` }) => {
      const name = zone === apexOf(at) ? nameOf(at) : `mg.${zone}`
      const set = (text: string) => ({
        ...{ name, type: 'TXT', ttl: 300 },
        data: [{ type: 'TXT', strings: [text] }],
      })
      const before = zone === apexOf(at) && hasOld(at) ? set(OLD) : null
      const reasons = ['The name has no SPF policy.']
      const changes = [{ name, type: 'TXT', before, after: set(POLICY), reasons }]
      return { key: { accountId: 'embedded', name }, zone, hostedId, changes }
    }),
  }
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return JSON.stringify({ format: 'zonedesk-plan', version: 1, sha256, content })
}

describe('a saved plan', () => {
  const folder = temporaryFolder()
  let server: PowerDnsServer
  let proxy: PatchProxy
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    server = await startPowerDns({ zones: {}, keys: [] })
    // Zones are made over the API: a tool for each of fifty would take minutes.
    for (let at = 0; at < ZONES; at += 1) {
      const apex = apexOf(at)
      const old = Array.from({ length: Math.ceil(DOMAINS / ZONES) }, (_, of) => at + of * ZONES)
        .filter((one) => one < DOMAINS && hasOld(one))
        .map((one) => `${nameOf(one)}. 300 IN TXT "${OLD}"`)
      const zone = [
        `$ORIGIN ${apex}.`,
        '$TTL 300',
        `@ SOA ns.${apex}. hostmaster.${apex}. 7 3600 600 86400 1`,
        `@ NS ns.${apex}.`,
        'ns A 127.0.0.1',
        ...old,
        '',
      ].join('\n')
      const answer = await fetch(`${server.apiUrl}/api/v1/servers/localhost/zones`, {
        method: 'POST',
        headers: { 'X-API-Key': server.apiKey, 'content-type': 'application/json' },
        body: JSON.stringify({ name: `${apex}.`, kind: 'Native', zone }),
      })
      if (!answer.ok) throw new Error(await answer.text())
    }
    proxy = await startPatchProxy(server.apiUrl, () => undefined)
    app = await startApp(folder.path)
    page = app.page
    await resizeTo(app, 1280, 800)
    // Nobody is asked: no server of these tests serves the domains to others.
    await page.evaluate(
      (resolver) => window.zonedesk.settings.set({ resolver, resolvers: [] }),
      '127.0.0.1:9',
    )
    await connectPowerDns(page, 'Our PowerDNS', { ...server, apiUrl: proxy.url })
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await app.close()
    await proxy.stop()
    await server.stop()
    folder.remove()
  })

  const dialog = (name: string) => page.getByRole('dialog', { name })
  const plan = () => dialog('Publish records')
  const list = () => plan().getByRole('listbox', { name: 'Domains of the plan' })

  async function open(text: string): Promise<void> {
    const path = join(folder.path, 'plan.json')
    writeFileSync(path, text)
    await app.electron.evaluate(({ dialog: system }, chosen) => {
      system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
    }, path)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('open a saved plan')
    await page.keyboard.press('Enter')
  }

  it.each([
    [
      'old',
      () => planFile([{ at: 1 }], Date.now() - 365 * DAY_MS),
      'This plan is 365 days old.',
      'Plan the domains anew: zones change, so Zonedesk opens no plan that is older than 30 days.',
    ],
    [
      'edited',
      () => planFile([{ at: 1 }], Date.now()).replace('~all', '+all'),
      'The plan in this file was edited, or a part of it is missing.',
      'Ask for the file as it was saved, or plan anew.',
    ],
    [
      'cut',
      () => planFile([{ at: 1 }], Date.now()).slice(0, 300),
      'This file is not a plan that Zonedesk saved.',
      'Choose a file that was saved with “Save this plan” as JSON.',
    ],
  ])('that is %s does not open, and a message says what to do', async (kind, text, message, fix) => {
    await open(text())
    const told = page.getByRole('region', { name: 'Messages' })
    await told.getByText(message, { exact: false }).waitFor()
    await told.getByText(fix).waitFor()
    expect(await plan().count()).toBe(0)
    await photograph(page, `saved-${kind}`)
    await told.getByRole('button', { name: 'Dismiss' }).click()
  })

  it.each([
    ['none', { zone: 'other.test' }, 'No connection holds the zone of mg.other.test.'],
    ['moved', { hostedId: 'z1.test.2' }, 'z1.test has moved since this was planned:'],
  ])('of another zone writes nothing, and says why (%s)', async (kind, other, message) => {
    await open(planFile([{ at: 1, ...other }], Date.now()))
    await plan().getByText(message, { exact: false }).first().waitFor()
    await plan().getByRole('button', { name: 'Nothing to write' }).waitFor()
    expect(await plan().getByRole('button', { name: 'Nothing to write' }).isDisabled()).toBe(true)
    expect(await violations(app)).toEqual([])
    await photograph(page, `saved-${kind}`)
    await resizeTo(app, 900, 600)
    await photograph(page, `saved-${kind}-small`)
    await resizeTo(app, 1280, 800)
    await page.keyboard.press('Escape')
    expect(proxy.taken.size).toBe(0)
  })

  it('of 1,000 domains draws what is in sight, and is narrowed', async () => {
    const all = Array.from({ length: DOMAINS }, (_, at) => ({ at }))
    await open(planFile([...all, { at: 1, zone: 'other.test' }], Date.now() - DAY_MS))
    await plan()
      .getByText(
        '1,000 domains in 50 zones through 1 connection: 1,000 records come, 100 go; 1 domain is left out.',
      )
      .first()
      .waitFor()
    expect(await list().getByRole('option').count()).toBeLessThan(60)
    expect(await list().getByRole('option').first().getAttribute('aria-setsize')).toBe('1001')
    expect(await violations(app)).toEqual([])
    await photograph(page, 'saved-many')
    await resizeTo(app, 900, 600)
    await photograph(page, 'saved-many-small')
    await resizeTo(app, 1280, 800)
    await plan()
      .getByRole('button', { name: /^Nothing is written/ })
      .click()
    await plan().getByText('No connection holds the zone of mg.other.test.').first().waitFor()
    expect(await list().getByRole('option').count()).toBe(1)
    await plan().getByRole('button', { name: /^All/ }).click()
    await list().press('End')
    await list().press('ArrowUp')
    await plan()
      .getByRole('heading', { name: nameOf(DOMAINS - 1) })
      .waitFor()
    await page.keyboard.press('Space')
    await plan()
      .getByText(
        '999 domains in 50 zones through 1 connection: 999 records come, 100 go; 2 domains are left out.',
      )
      .first()
      .waitFor()
    await photograph(page, 'saved-many-left')
  })

  it('of 1,000 domains is asked about once more, and written zone by zone', async () => {
    await plan().getByRole('button', { name: 'Write 999 and remove 100 records in 50 zones…' }).press('Enter')
    const confirm = dialog('Write this?')
    await confirm.getByText('999 RRsets change in 50 zones: 999 records come, 100 go.').first().waitFor()
    expect(await confirm.getByRole('list', { name: 'What goes' }).getByRole('listitem').count()).toBe(100)
    expect(proxy.taken.size).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'saved-many-confirm')
    await resizeTo(app, 900, 600)
    await photograph(page, 'saved-many-confirm-small')
    await resizeTo(app, 1280, 800)
    await confirm.getByRole('button', { name: 'Write 999 and remove 100 records in 50 zones' }).press('Enter')
    await dialog('Publish records').getByText('50 zones written').first().waitFor()
    const whose = /^For d\d+\.z0\.test, .*\.z0\.test and 15 more domains$/
    await dialog('Publish records').getByText(whose).waitFor()
    await photograph(page, 'saved-many-run')
    expect([...proxy.taken.values()]).toEqual(Array.from({ length: ZONES }, () => 1))
    expect(await textsAt(server, nameOf(0))).toEqual([POLICY])
    expect(await textsAt(server, nameOf(DOMAINS - 1))).toEqual([])
  })
})
