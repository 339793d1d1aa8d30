import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { setResolver, startDeafResolver } from './deaf-resolver'
import { addDomain, openDomain } from './dns-scene'
import { photograph } from './pictures'
import { connectPowerDns, startZonesScene, type ZonesScene } from './zones-scene'

const NAME = 'mg.one.com'
const LINK = `email.${NAME}`
const SITE = '203.0.113.5'

/** One zone in which a web site stands at the name of the tracking record. */
const LINES = ['email.mg 900 IN A 203.0.113.5', 'mg 900 IN TXT "vendor=0f3a"']

describe('what a person decides in a plan', () => {
  const folder = temporaryFolder()
  let scene: ZonesScene
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    scene = await startZonesScene(folder.path, ['one.com'], LINES)
    app = scene.app
    page = app.page
    await addDomain(app, NAME)
    await connectPowerDns(page, 'Our PowerDNS', scene.server)
    await openDomain(app, NAME)
    await page.getByRole('button', { name: 'Publish…' }).waitFor()
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await scene.stop()
    folder.remove()
  })

  const dialog = (name: string) => page.getByRole('dialog', { name })
  const plan = () => dialog('Publish records')
  const asks = () => plan().getByRole('button', { name: `Write this too…: CNAME at ${LINK}` })
  const leaves = () => plan().getByRole('button', { name: `Leave it out again: CNAME at ${LINK}` })

  /** The records of a name, as the server itself has them. */
  async function records(name: string): Promise<string[]> {
    const url = `${scene.server.apiUrl}/api/v1/servers/localhost/zones/one.com.`
    const answer = await fetch(url, { headers: { 'X-API-Key': scene.server.apiKey } })
    const zone = (await answer.json()) as {
      rrsets: { name: string; type: string; ttl: number; records: { content: string }[] }[]
    }
    return zone.rrsets
      .filter((set) => set.name === `${name}.`)
      .flatMap(({ type, ttl, records: some }) => some.map(({ content }) => `${ttl} ${type} ${content}`))
  }

  async function both(name: string): Promise<void> {
    await photograph(page, name)
    await resizeTo(app, 900, 600)
    await photograph(page, `${name}-small`)
    await resizeTo(app, 1280, 800)
  }

  const detail = () => plan().getByRole('region', { name: 'What happens to this domain' })
  const cancelButton = () => page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true })

  async function setWebPrefix(webPrefix: string): Promise<void> {
    const outcome = await page.evaluate((request) => window.zonedesk.domains.update(request), {
      accountId: 'embedded',
      name: NAME,
      changes: { webPrefix },
    })
    if (!outcome.ok) throw new Error(outcome.failure.message)
  }

  /** Asks the resolver of the lab again. */
  async function hear(): Promise<void> {
    const { address } = scene.lab.resolver
    await app.electron.evaluate(
      (_electron, server) => process.getBuiltinModule('node:dns').setServers([server]),
      address,
    )
    await setResolver(app, address)
  }

  async function accept(): Promise<void> {
    await asks().press('Enter')
    const confirm = dialog('Write this too?')
    await confirm.getByRole('button', { name: 'Write this too' }).press('Enter')
    await leaves().waitFor()
  }

  it('is left out at first, and says what goes and what may use it', async () => {
    await page.keyboard.press('p')
    await asks().waitFor()
    await plan()
      .getByText(/^1 domain in 1 zone through 1 connection: \d+ records come\.$/)
      .first()
      .waitFor()
    expect(await plan().getByText('You decided this').count()).toBe(0)
    expect(await violations(app)).toEqual([])
    await asks().scrollIntoViewIfNeeded()
    await both('decide-left-out')
  })

  it('is asked about once more, and can be left as it is', async () => {
    await asks().press('Enter')
    const confirm = dialog('Write this too?')
    await confirm.getByRole('list', { name: 'What goes' }).getByText(SITE).first().waitFor()
    await confirm.getByText(`It ends the web site or other service at ${SITE}.`).first().waitFor()
    expect(await violations(app)).toEqual([])
    await both('decide-confirm')
    // The focus is on what changes nothing.
    await page.keyboard.press('Enter')
    await asks().waitFor()
    await asks().press('Enter')
    await confirm.waitFor()
    await page.keyboard.press('Escape')
    await asks().waitFor()
  })

  it('is led to by the line that counts what waits', async () => {
    await plan().getByRole('button', { name: '1 change is left out until you decide' }).press('Enter')
    const waiting = plan().getByRole('region', { name: 'Left out until you decide' })
    await expect.poll(() => waiting.evaluate((node) => node === document.activeElement)).toBe(true)
    await photograph(page, 'decide-led-to')
    await page.keyboard.press('Tab')
    await expect.poll(() => asks().evaluate((node) => node === document.activeElement)).toBe(true)
  })

  it('is cancelled while it is planned, and the plan stays as it was', async () => {
    const deaf = await startDeafResolver()
    try {
      // The provider wants other records by now, so DNS is asked again, and does not answer.
      await setWebPrefix('links')
      await deaf.use(app)
      const before = await detail().innerText()
      for (const cancel of [() => page.keyboard.press('Escape'), () => cancelButton().press('Enter')]) {
        await asks().press('Enter')
        await dialog('Write this too?').getByRole('button', { name: 'Write this too' }).press('Enter')
        await page.getByRole('progressbar', { name: 'Planning anew' }).waitFor()
        await photograph(page, 'decide-under-way')
        await cancel()
        await asks().waitFor()
        await expect.poll(() => detail().innerText()).toBe(before)
      }
    } finally {
      await setWebPrefix('email')
      await hear()
      deaf.close()
    }
    await accept()
    // Leaving it out again takes time as well, and is cancelled in the plan itself.
    const again = await startDeafResolver()
    try {
      await setWebPrefix('links')
      await again.use(app)
      await leaves().press('Enter')
      await cancelButton().waitFor()
      await photograph(page, 'decide-leaving-under-way')
      await page.keyboard.press('Escape')
      await page.getByRole('progressbar', { name: 'Planning anew' }).waitFor({ state: 'detached' })
      await leaves().waitFor()
      await plan().getByText('You decided this').first().waitFor()
    } finally {
      await setWebPrefix('email')
      await hear()
      again.close()
    }
    await leaves().press('Enter')
    await asks().waitFor()
  })

  it('is a change like any other once a person decided on it, and can be taken back', async () => {
    await accept()
    const set = plan().getByRole('region', { name: `A ${LINK}: Goes` })
    await set.getByText('You decided this').first().waitFor()
    await plan()
      .getByText(/^1 domain in 1 zone through 1 connection: \d+ records come, 1 goes\.$/)
      .first()
      .waitFor()
    expect(await violations(app)).toEqual([])
    await both('decide-accepted')
    await leaves().scrollIntoViewIfNeeded()
    await both('decide-accepted-below')
    await leaves().press('Enter')
    await asks().waitFor()
    expect(await plan().getByText('You decided this').count()).toBe(0)
    expect(await records(LINK)).toEqual([`900 A ${SITE}`])
  })

  it('is refused where the plan has no such change', async () => {
    const outcome = await page.evaluate(async () => {
      const begun = await window.zonedesk.publishing.plan({
        scope: { kind: 'domains', keys: [{ accountId: 'embedded', name: 'mg.one.com' }] },
      })
      if (!begun.ok) return begun
      const { id } = begun.value
      for (;;) {
        const now = await window.zonedesk.publishing.getPlan({ id })
        if (!now.ok || now.value.state !== 'planning') break
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      return window.zonedesk.publishing.decide({ id, position: 0, change: 'none', accept: true })
    })
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code: 'not-found', message: 'This plan has no such change to decide on.' },
    })
    await page.keyboard.press('Escape')
  })

  it('goes with the plan to a second person, who sees what was decided', async () => {
    await page.keyboard.press('p')
    await accept()
    for (const [format, label] of [
      ['json', 'Save as JSON, to open again…'],
      ['md', 'Save as Markdown, to read…'],
    ] as const) {
      const path = join(folder.path, `plan.${format}`)
      await app.electron.evaluate(({ dialog: system }, chosen) => {
        system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
      }, path)
      await plan().getByRole('button', { name: 'Save this plan' }).press('Enter')
      await page.getByRole('menuitem', { name: label }).press('Enter')
      await plan().getByText(`Saved as ${path}`).first().waitFor()
    }
    const text = readFileSync(join(folder.path, 'plan.md'), 'utf8')
    expect(text).toContain('Decided by a person:')
    expect(text).toContain(`It ends the web site or other service at ${SITE}.`)
    await page.keyboard.press('Escape')
    await app.electron.evaluate(
      ({ dialog: system }, chosen) => {
        system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
      },
      join(folder.path, 'plan.json'),
    )
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('open a saved plan')
    await page.keyboard.press('Enter')
    await leaves().waitFor()
    await plan()
      .getByRole('region', { name: `A ${LINK}: Goes` })
      .getByText('Decided by a person')
      .first()
      .waitFor()
    expect(await violations(app)).toEqual([])
    await both('decide-saved')
  })

  it('is written when the person confirms what goes, and comes back when it is taken back', async () => {
    const before = await records(LINK)
    await plan()
      .getByRole('button', { name: /^Write \d+ and remove 1 record in 1 zone…/ })
      .press('Enter')
    const confirm = dialog('Write this?')
    await confirm.getByRole('list', { name: 'What goes' }).getByText(SITE).first().waitFor()
    await confirm.getByRole('button', { name: /^Write \d+ and remove 1 record in 1 zone/ }).press('Enter')
    await dialog('Publish records').getByText('1 zone written').first().waitFor()
    expect(await records(LINK)).toEqual(['3600 CNAME mailgun.org.'])
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'History' }).click()
    const journal = page.getByRole('region', { name: 'Published by Zonedesk' })
    await journal.getByRole('button', { name: /one\.com/ }).press('Enter')
    await journal.getByText('A person decided on this in the plan.', { exact: false }).first().waitFor()
    await journal.getByRole('button', { name: 'Take back…' }).press('Enter')
    const undo = dialog('Take back what was published')
    await undo.getByRole('button', { name: /^Write 1 and remove \d+ records in 1 zone…/ }).press('Enter')
    await dialog('Take this back?')
      .getByRole('button', { name: /^Write 1 and remove/ })
      .press('Enter')
    await dialog('Take published records back').getByText('1 zone taken back').first().waitFor()
    expect(await records(LINK)).toEqual(before)
    await page.keyboard.press('Escape')
  })

  it('is nothing to decide on where the connection only reads', async () => {
    await page.evaluate(async () => {
      const outcome = await window.zonedesk.connections.list({})
      const [connection] = outcome.ok ? outcome.value : []
      if (connection === undefined) throw new Error('there is no connection')
      await window.zonedesk.connections.setReadOnly({ connectionId: connection.id, isReadOnly: true })
    })
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('publish the records of all')
    await page.keyboard.press('Enter')
    await plan().getByText('Our PowerDNS is read only in Zonedesk.').first().waitFor()
    expect(await asks().count()).toBe(0)
  })
})
