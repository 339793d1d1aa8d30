import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProfile } from '../../src/main/profile/profile'
import type { StoredZoneWrite } from '../../src/main/profile/publish-store'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addDomain } from './dns-scene'
import { photograph } from './pictures'

const KINDS = ['rfc2136', 'powerdns', 'cloudflare', 'route53', 'desec', 'digitalocean']
/** Each colour and each size once: every state in all four would take a minute. */
const LOOKS = [
  ['light', 1280, 800],
  ['dark', 900, 600],
] as const
const STATES = ['written', 'conflict', 'partial', 'failed', 'unknown', 'cancelled'] as const

function zoneOf(state: StoredZoneWrite['state'], position: number): StoredZoneWrite {
  const zone = `zone-${position}.com`
  const set = (text: string) => ({
    ...{ name: zone, type: 'TXT' as const, ttl: 300 },
    data: [{ type: 'TXT' as const, strings: [text] }],
  })
  return {
    ...{ position, zone, hostedId: zone, connection: { id: 'c', name: 'Office', kind: 'powerdns' } },
    ...{ state, at: 1_790_000_000_000, domains: [{ accountId: 'embedded', name: `mg.${zone}` }] },
    changes: [
      {
        ...{ name: zone, type: 'TXT' as const, before: set('v=spf1 -all'), after: set('v=spf1 mx -all') },
        ...{ reasons: ['The SPF record lacks the provider.'], is: 'other', found: set('v=spf1 a -all') },
      },
    ],
    ...{ message: state === 'written' ? '' : 'Something happened to the zone.', fix: '' },
    ...{ undoneBy: null, tries: 0 },
  }
}

describe('axe finds nothing in the dialogs of publishing and connections, light and wide, dark and narrow', () => {
  const folder = temporaryFolder()
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    const profile = openProfile(join(folder.path, 'profile.sqlite'))
    const run = { state: 'done' as const, startedAt: 1_790_000_000_000, undoes: null }
    profile.published.add({ ...run, domains: STATES.length }, STATES.map(zoneOf))
    profile.close()
    app = await startApp(folder.path)
    page = app.page
    // Nobody is asked: no server of these tests serves the domain.
    await page.evaluate(
      (resolver) => window.zonedesk.settings.set({ resolver, resolvers: [] }),
      '127.0.0.1:9',
    )
    await addDomain(app, 'mg.example.com')
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  /** What axe finds in each look. */
  async function everywhere(name: string): Promise<string[]> {
    const found: string[] = []
    for (const [theme, width, height] of LOOKS) {
      await page.evaluate((chosen) => window.zonedesk.settings.set({ theme: chosen }), theme)
      await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' })
      await resizeTo(app, width, height)
      found.push(...(await violations(app)).map((one) => `${theme} ${width}: ${one}`))
    }
    await photograph(page, `a11y-${name}`)
    return found
  }
  const dialog = (): Locator => page.getByRole('dialog').last()
  const press = (key: string): Promise<void> => page.keyboard.press(key)
  async function command(words: string): Promise<void> {
    await press('Control+k')
    await dialog().getByRole('combobox').fill(words)
    await press('Enter')
  }

  it('in the offer while no host is connected, and in a plan that writes nothing', async () => {
    await page.getByText('servers that take signed updates').first().waitFor()
    expect(await everywhere('offer')).toEqual([])
    await command('publish the records of all')
    await page.getByRole('region', { name: 'What happens to this domain' }).waitFor()
    expect(await everywhere('plan-refused')).toEqual([])
  })

  it('and F1 in the plan opens the page about publishing', async () => {
    await press('F1')
    await page
      .getByRole('dialog', { name: 'Guide' })
      .getByRole('heading', { name: 'Publishing records' })
      .waitFor()
    await press('Escape')
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('in the runs and in a run with zones in every state', async () => {
    await command('show what was published')
    await dialog()
      .getByRole('button', { name: new RegExp(`mg\\.zone-0\\.com and ${STATES.length - 1} others`) })
      .waitFor()
    expect(await everywhere('runs')).toEqual([])
    await dialog()
      .getByRole('button', { name: /others/ })
      .press('Enter')
    await dialog().getByRole('listbox', { name: 'Zones' }).press('ArrowDown')
    await dialog().getByText('Something happened to the zone.').first().waitFor()
    expect(await everywhere('run')).toEqual([])
    await press('Escape')
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('in the connections, and in the form of each host', async () => {
    await command('connections to DNS hosts')
    await dialog().getByText('No DNS host is connected').waitFor()
    expect(await everywhere('connections')).toEqual([])
    await dialog().getByRole('button', { name: 'Add connection' }).click()
    for (const kind of KINDS) {
      await dialog().getByRole('combobox', { name: 'DNS host' }).selectOption(kind)
      expect(await violations(app)).toEqual([])
    }
    expect(await everywhere('connection-form')).toEqual([])
    await press('F1')
    await page
      .getByRole('dialog', { name: 'Guide' })
      .getByRole('heading', { name: 'Connections to DNS hosts' })
      .waitFor()
    await press('Escape')
  })
})
