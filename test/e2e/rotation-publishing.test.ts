import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addDomain } from './dns-scene'
import { photograph } from './pictures'
import type { Rotation } from '../../src/preload/contract/rotations'
import { connectPowerDns, startZonesScene, textsAt, type ZonesScene } from './zones-scene'

const APEXES = ['one.com', 'two.com', 'three.com']
const NAMES = APEXES.map((apex) => `mg.${apex}`)
const DAY_MS = 24 * 60 * 60_000

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
    expect(started).toMatchObject({ ok: true, value: { done: 3, refused: 0 } })
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
    await write(name, rrsets)
    const verified = await page.evaluate((key) => window.zonedesk.domains.verify(key), {
      accountId: 'embedded',
      name,
    })
    expect(verified.ok).toBe(true)
  }

  /** Writes into the zone of a domain as somebody else would, beside the app. */
  async function write(name: string, rrsets: readonly object[]): Promise<void> {
    const response = await fetch(`${scene.server.apiUrl}/api/v1/servers/localhost/zones/${name.slice(3)}.`, {
      method: 'PATCH',
      headers: { 'X-API-Key': scene.server.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ rrsets }),
    })
    expect(response.status).toBe(204)
  }

  /** Time passes for the app, the window and the computer's sleep, and for nobody else. */
  async function pass(days: number): Promise<void> {
    const ms = days * DAY_MS
    await app.electron.evaluate(({ powerMonitor }, more) => {
      const before = Date.now
      Date.now = () => before() + more
      powerMonitor.emit('resume')
    }, ms)
    await page.evaluate((more) => {
      const before = Date.now
      Date.now = () => before() + more
    }, ms)
  }

  const texts = (name: string): Promise<string[]> => textsAt(scene.server, name)

  async function rotationOf(signingDomain: string): Promise<Rotation> {
    const outcome = await page.evaluate((key) => window.zonedesk.rotations.ofDomain(key), {
      ...{ accountId: 'embedded', signingDomain },
    })
    if (!outcome.ok || outcome.value === null) throw new Error(`there is no rotation of ${signingDomain}`)
    return outcome.value
  }

  async function newRecord(signingDomain: string): Promise<{ name: string; value: string }> {
    const record = (await rotationOf(signingDomain)).newKey?.record
    if (record === undefined || record === null) throw new Error('there is no new key')
    return record
  }

  const removal = () => page.getByRole('dialog', { name: 'Remove records of keys that are gone' })

  /** Says yes to a plan that takes one record away, and once more where it asks. */
  async function agreeToRemove(): Promise<void> {
    await removal()
      .getByRole('button', { name: /^Remove 1 record/ })
      .click()
    const confirm = page.getByRole('dialog', { name: 'Write this?' })
    await confirm.waitFor()
    await photograph(page, 'rotation-remove-confirm')
    await confirm.getByRole('button', { name: /^Remove 1 record/ }).click()
  }

  const waits = (name: string) => rotations().getByRole('option', { name })

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
    await rotations().getByText('Zonedesk can write the record into', { exact: false }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'rotation-publish-offer')
    await resizeTo(app, 900, 600)
    await photograph(page, 'rotation-publish-offer-small')
    await resizeTo(app, 1280, 800)

    // All that wait: looked at, and closed.
    await rotations().getByRole('button', { name: 'Publish 3 records…' }).click()
    await plan().getByText('3 domains in 3 zones', { exact: false }).first().waitFor()
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

  it('is published for all that wait by one plan', async () => {
    const rest = NAMES.slice(1)
    const records = await Promise.all(rest.map(newRecord))
    await rotations().getByRole('button', { name: 'Publish 2 records…' }).click()
    await plan().getByText('2 domains in 2 zones', { exact: false }).first().waitFor()
    await plan().getByRole('button', { name: 'Write 2 records into 2 zones' }).click()
    for (const { name, value } of records) {
      await expect.poll(() => texts(name), { timeout: 20_000 }).toEqual([value])
    }
    await page.getByRole('dialog').last().getByText('Written', { exact: false }).first().waitFor()
    await page.keyboard.press('Escape')
    for (const name of rest) await waits(name).getByText('Step 5 of 7', { exact: false }).waitFor()
    // What stood in the zones still stands there.
    for (const name of NAMES) expect(await texts(name)).toEqual(['v=spf1 include:mailgun.org ~all'])
  })

  it('goes once its key is deleted and its day has come: for one, by hand, and for all', async () => {
    const olds = await Promise.all(NAMES.map(async (name) => (await rotationOf(name)).oldKeys[0]!.record))
    const news = await Promise.all(NAMES.map(newRecord))
    // A clock that is set forward alone ends nothing at once: it counts for half of the keep time at most.
    for (let days = 0; days < 9; days += 3) {
      await pass(3.1)
      const looked = Date.now() + (days + 3) * DAY_MS
      await expect
        .poll(async () =>
          (await Promise.all(NAMES.map(rotationOf))).every((one) => (one.lastAt ?? 0) > looked),
        )
        .toBe(true)
    }
    for (const name of NAMES) await waits(name).getByText('Done', { exact: true }).waitFor()
    for (const { name, value } of olds) expect(await texts(name)).toEqual([value])
    await waits(NAMES[0]!).click()
    await rotations().getByText('Can go from the zone from', { exact: false }).waitFor()
    await photograph(page, 'rotation-left-kept')
    expect(await rotations().getByRole('button', { name: 'Remove the record…' }).count()).toBe(0)
    await pass(9)

    // One.
    await waits(NAMES[0]!).getByText('Its record can go from the zone now', { exact: false }).waitFor()
    await rotations().getByText('Still there', { exact: false }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'rotation-left-due')
    await rotations().getByRole('button', { name: 'Remove the record…' }).click()
    await removal().getByText('The key is deleted at the provider', { exact: false }).first().waitFor()
    await photograph(page, 'rotation-remove-plan')
    await agreeToRemove()
    await expect.poll(() => texts(olds[0]!.name), { timeout: 20_000 }).toEqual([])
    await page.keyboard.press('Escape')
    await waits(NAMES[0]!).getByText('the rotation is over', { exact: false }).waitFor()
    await rotations().getByText('Gone from the zone', { exact: false }).waitFor()
    expect(await rotations().getByRole('button', { name: 'Remove the record…' }).count()).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'rotation-left-gone')
    await resizeTo(app, 900, 600)
    await photograph(page, 'rotation-left-gone-small')
    await resizeTo(app, 1280, 800)

    // By hand.
    await write(NAMES[1]!, [{ name: `${olds[1]!.name}.`, type: 'TXT', changetype: 'DELETE' }])
    await waits(NAMES[1]!).click()
    await rotations().getByRole('button', { name: 'Look now' }).click()
    await waits(NAMES[1]!).getByText('the rotation is over', { exact: false }).waitFor()

    // All that are left, which is one.
    await rotations()
      .getByRole('button', { name: /^Records of / })
      .click()
    await page.getByRole('menuitem', { name: 'Remove the records that can go…' }).click()
    await removal().getByText('1 domain in 1 zone', { exact: false }).first().waitFor()
    await agreeToRemove()
    await expect.poll(() => texts(olds[2]!.name), { timeout: 20_000 }).toEqual([])
    await page.keyboard.press('Escape')
    await waits(NAMES[2]!).getByText('the rotation is over', { exact: false }).waitFor()
    for (const { name, value } of news) expect(await texts(name)).toEqual([value])
    for (const name of NAMES) expect(await texts(name)).toEqual(['v=spf1 include:mailgun.org ~all'])
    await photograph(page, 'rotation-left-over')
  })
})
