import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newTsigKey } from '../dns-server/primary'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { photograph } from './pictures'
import { startZonesScene, textsAt, type ZonesScene } from './zones-scene'

const APEX = 'one.com'
const DOMAIN = `mg.${APEX}`

describe('a plan for a zone that is signed, at a server that may not sign what is written', () => {
  const folder = temporaryFolder()
  const key = newTsigKey()
  let scene: ZonesScene
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    scene = await startZonesScene(folder.path, [APEX], [], { keys: [key], settings: ['gsqlite3-dnssec=yes'] })
    scene.server.pdnsutil('secure-zone', APEX)
    app = scene.app
    page = app.page
    const added = await page.evaluate((request) => window.zonedesk.connections.add(request), {
      ...{ name: 'Our name server', secret: key.secret, keepSecret: 'session' as const, isReadOnly: false },
      settings: {
        ...{ kind: 'rfc2136' as const, server: scene.server.host, port: scene.server.port },
        ...{ keyName: key.name, algorithm: key.algorithm, zones: [] },
      },
    })
    if (!added.ok) throw new Error(added.failure.message)
    const created = await page.evaluate(
      (name) => window.zonedesk.domains.create({ accountId: 'embedded', name, options: {} }),
      DOMAIN,
    )
    if (!created.ok) throw new Error(created.failure.message)
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await scene.stop()
    folder.remove()
  })

  const dialog = (name: string) => page.getByRole('dialog', { name })

  it('asks before it writes, and says what may break', async () => {
    await page.getByRole('option', { name: DOMAIN }).click()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('publish the records of this domain')
    await page.keyboard.press('Enter')
    const write = dialog('Publish records').getByRole('button', { name: /^Write \d+ records into 1 zone…$/ })
    await write.waitFor({ timeout: 60_000 })
    await write.press('Enter')
    const question = dialog('Write this?')
    await question.getByText(`${APEX}:`, { exact: true }).waitFor()
    await question.getByText('Ask whoever runs the server before the first write.').waitFor()
    expect(await question.getByRole('button', { name: 'Back to the plan' }).isVisible()).toBe(true)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'signed-confirm')
    await resizeTo(app, 900, 600)
    await photograph(page, 'signed-confirm-small')
    await resizeTo(app, 1280, 800)
    expect(await textsAt(scene.server, DOMAIN)).toEqual([])
    await question.getByRole('button', { name: /^Write \d+ records into 1 zone$/ }).press('Enter')
    await dialog('Publish records').getByText('1 zone written').first().waitFor({ timeout: 60_000 })
    expect(await textsAt(scene.server, DOMAIN)).toHaveLength(1)
  }, 180_000)
})
