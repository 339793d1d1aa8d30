import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addDomain } from './dns-scene'
import { photograph } from './pictures'
import { connectPowerDns, startZonesScene, textsAt, type ZonesScene } from './zones-scene'

const APEXES = ['one.com', 'two.com']
const NAMES = ['mg.one.com', 'mg.two.com']

describe('the record of a rotated key', () => {
  const folder = temporaryFolder()
  let scene: ZonesScene
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    scene = await startZonesScene(folder.path, APEXES)
    app = scene.app
    page = app.page
    for (const name of NAMES) {
      await addDomain(app, name)
      await sign(name)
    }
    const started = await page.evaluate(
      (keys) => window.zonedesk.rotations.start({ keys, bits: 2048, keepDays: 7 }),
      NAMES.map((signingDomain) => ({ accountId: 'embedded', signingDomain })),
    )
    expect(started).toMatchObject({ ok: true, value: { done: 2, refused: 0 } })
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await scene.stop()
    folder.remove()
  })

  const rotations = () => page.getByRole('dialog', { name: 'Key rotations' })
  const plan = () => page.getByRole('dialog', { name: 'Publish records' })

  /** Puts the texts of a domain into its zone by hand, and has the provider see them. */
  async function sign(name: string): Promise<void> {
    const outcome = await page.evaluate((key) => window.zonedesk.domains.get(key), {
      accountId: 'embedded',
      name,
    })
    if (!outcome.ok) throw new Error(outcome.failure.message)
    const rrsets = outcome.value.records
      .filter(({ type }) => type === 'TXT')
      .map(({ name: owner, value }) => ({
        ...{ name: `${owner}.`, type: 'TXT', ttl: 60, changetype: 'REPLACE' },
        records: [
          { content: (value.match(/.{1,255}/g) ?? []).map((part) => `"${part}"`).join(' '), disabled: false },
        ],
      }))
    const response = await fetch(`${scene.server.apiUrl}/api/v1/servers/localhost/zones/${name.slice(3)}.`, {
      method: 'PATCH',
      headers: { 'X-API-Key': scene.server.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ rrsets }),
    })
    expect(response.status).toBe(204)
    const verified = await page.evaluate((key) => window.zonedesk.domains.verify(key), {
      accountId: 'embedded',
      name,
    })
    expect(verified.ok).toBe(true)
  }

  const texts = (name: string): Promise<string[]> => textsAt(scene.server, name)

  async function newRecord(signingDomain: string): Promise<{ name: string; value: string }> {
    const outcome = await page.evaluate((key) => window.zonedesk.rotations.ofDomain(key), {
      ...{ accountId: 'embedded', signingDomain },
    })
    const record = outcome.ok ? outcome.value?.newKey?.record : undefined
    if (record === undefined || record === null) throw new Error('there is no new key')
    return record
  }

  it('is there to copy where no connection holds the zone, and the page says how to add one', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('key rotations')
    await page.keyboard.press('Enter')
    await rotations()
      .getByRole('option', { name: 'mg.one.com' })
      .getByText('has to be published', { exact: false })
      .waitFor()
    await rotations().getByText('No connection holds the zone', { exact: false }).waitFor()
    await rotations().getByRole('button', { name: 'Add a connection…' }).waitFor()
    await rotations()
      .getByRole('button', { name: /^Copy record/ })
      .waitFor()
    expect(
      await rotations()
        .getByRole('button', { name: /^Publish/ })
        .count(),
    ).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'rotation-publish-none')
  })

  it('is published by a plan that has nothing else, and the rotation goes on by itself', async () => {
    await connectPowerDns(page, 'Our PowerDNS', scene.server)
    await rotations().getByText('Zonedesk can write it into', { exact: false }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'rotation-publish-offer')
    await resizeTo(app, 900, 600)
    await photograph(page, 'rotation-publish-offer-small')
    await resizeTo(app, 1280, 800)

    // All that wait: looked at, and closed.
    await rotations().getByRole('button', { name: 'Publish 2 records…' }).click()
    await plan().getByText('2 domains in 2 zones', { exact: false }).first().waitFor()
    await plan().getByText('DKIM key of the rotation under way', { exact: false }).first().waitFor()
    await photograph(page, 'rotation-publish-plan-all')
    await plan().getByRole('button', { name: 'Close', exact: true }).last().click()
    await plan().waitFor({ state: 'detached' })

    // One.
    const [first, second] = [await newRecord(NAMES[0]!), await newRecord(NAMES[1]!)]
    await rotations().getByRole('option', { name: 'mg.one.com' }).click()
    await rotations().getByRole('button', { name: 'Publish…', exact: true }).click()
    await plan().getByText('DKIM key of the rotation under way', { exact: false }).first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'rotation-publish-plan')
    await plan().getByRole('button', { name: 'Write 1 record into 1 zone' }).click()
    await expect.poll(() => texts(first.name), { timeout: 20_000 }).toEqual([first.value])
    expect(await texts(second.name)).toEqual([])
    await page.getByRole('dialog').last().getByText('Written', { exact: false }).first().waitFor()
    await photograph(page, 'rotation-publish-run')
    await page.keyboard.press('Escape')

    // The window looks for the record at once; the next look by itself would be half a minute away.
    await rotations()
      .getByRole('option', { name: 'mg.one.com' })
      .getByText('Step 5 of 7', { exact: false })
      .waitFor()
    await photograph(page, 'rotation-publish-done')
  })
})
