import { createSocket } from 'node:dgram'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, type RunningApp, startApp, temporaryFolder } from './app'
import { type DnsScene, openDomain, type Published, SENDING, startDnsScene, txt } from './dns-scene'

const OWN = 'v=spf1 ip4:198.51.100.7 -all'
const folder = temporaryFolder()
let scene: DnsScene
let wanted: readonly Published[]
let again: RunningApp | undefined

beforeAll(async () => {
  scene = await startDnsScene(folder.path)
  wanted = (await scene.records()).map(({ type, name, value, priority }) => ({ type, name, value, priority }))
})
afterAll(async () => {
  await again?.close()
  await scene.stop()
  folder.remove()
})

/** Kept where `ZONEDESK_PICTURES` names a folder, for a person to look at, light and dark. */
async function photograph(page: Page, name: string): Promise<void> {
  const pictures = process.env['ZONEDESK_PICTURES']
  if (pictures === undefined) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: null })
}

const health = (page: Page): Locator => page.getByRole('region', { name: 'Health of the domain in DNS' })
/** Place of the SPF record among the domain's records. */
const SPF_AT = 1
const record = (index: number) => scene.app.page.locator(`[data-record="${index}"]`)
const spf = (): Published => {
  const found = wanted.find(({ type, value }) => type === 'TXT' && value.startsWith('v=spf1'))
  if (found === undefined) throw new Error('The provider asks for no SPF record.')
  return found
}
const others = (): Published[] => wanted.filter((one) => one !== spf())

describe('somebody who never heard of DNS', () => {
  it('is told that nothing was checked, and checks with one button', async () => {
    const { page } = scene.app
    await scene.openDns()
    await page.getByRole('heading', { name: 'Not checked yet' }).waitFor()
    await scene.publish([spf(), txt(SENDING, OWN), ...others()])
    await scene.check()
    await health(page).getByText('1 of 5 records needs attention.').waitFor()
  })

  it('reads that there are two SPF records, who has them, why it matters and where the rule stands', async () => {
    const { page } = scene.app
    const card = record(SPF_AT)
    await card.getByRole('heading', { name: 'Several SPF records' }).waitFor()
    await card.getByText('Two SPF records exist; receivers ignore both.').waitFor()
    expect(
      await card.getByRole('list', { name: 'Who was asked' }).getByRole('listitem').allInnerTexts(),
    ).toEqual([
      expect.stringContaining('ns1.example.com'),
      expect.stringContaining('ns2.example.com'),
      expect.stringContaining('System resolver'),
      expect.stringContaining('Lab resolver'),
    ])
    await card.getByRole('button', { name: 'Why', exact: true }).click()
    await card.getByText('RFC 7208 section').waitFor()
    await card.getByRole('button', { name: /^Who answered/ }).click()
    const table = card.getByRole('table')
    await expect.poll(() => table.getByRole('row').count()).toBe(5)
    await table.getByText(OWN).first().waitFor()
    await page.locator('header').getByText('DNS: 1 needs attention').waitFor()
  })

  it('sees beside the record of the provider that DNS has something else, and is led to the fix', async () => {
    const { page } = scene.app
    await page.keyboard.press('1')
    const marks = page.getByRole('row').getByRole('button', { name: /^DNS/ })
    await expect
      .poll(() => marks.allInnerTexts())
      .toEqual(['DNS has it', 'DNS: see fix', ...Array<string>(3).fill('DNS has it')])
    await marks.nth(SPF_AT).click()
    await record(SPF_AT).waitFor()
    await expect
      .poll(() => record(SPF_AT).evaluate((element) => element === document.activeElement))
      .toBe(true)
  })

  it('reads what the change leads to before making it', async () => {
    await record(SPF_AT).getByText('After this: all 5 published, SPF 2 of 10 lookups.').waitFor()
    await photograph(scene.app.page, 'rehearsal')
  })

  it('edits the value first, and sees at each pause what would come of it', async () => {
    const card = record(SPF_AT)
    await card.getByRole('button', { name: 'Edit first' }).click()
    const value = card.getByRole('textbox', { name: 'Value of the TXT record' })
    await expect.poll(() => value.evaluate((element) => element === document.activeElement)).toBe(true)
    await value.fill('v=spf1 include:mailgun.org -all')
    await card.getByText(/It would leave out ip4:198\.51\.100\.7/).waitFor()
    await photograph(scene.app.page, 'edited-value')
    await value.fill('v=spf1 ip4:198.51.100.7 include:mailgun.org +all')
    await card.getByText(/let every server in the world pass/).waitFor()
    await value.fill('v=spf1 ip4:198.51.100.7 ip4:198.51.100.9 include:mailgun.org -all')
    await card.getByText('After this: all 5 published, SPF 2 of 10 lookups.').waitFor()
    await expect.poll(() => card.getByText(/It would/).count()).toBe(0)
    await card.getByRole('button', { name: 'Copy value', exact: true }).click()
    await expect
      .poll(() => clipboardText(scene.app))
      .toBe('v=spf1 ip4:198.51.100.7 ip4:198.51.100.9 include:mailgun.org -all')
    await value.press('Escape')
    await card.getByRole('button', { name: 'Edit first' }).waitFor()
  })

  it('copies the one record that takes the place of both with one click', async () => {
    await record(SPF_AT).getByRole('button', { name: 'Copy value', exact: true }).click()
    await expect.poll(() => clipboardText(scene.app)).toBe('v=spf1 ip4:198.51.100.7 include:mailgun.org ~all')
    await record(SPF_AT).getByText('Copied').first().waitFor()
  })

  it('says that it is done, and is told what is waited for', async () => {
    const { page } = scene.app
    await page.getByRole('button', { name: 'I’ve added them' }).click()
    const watch = page.getByRole('region', { name: 'Watch' })
    await watch.getByText('1 of 5 records').first().waitFor()
    await watch.getByText(/Next check in \d+ s\./).waitFor()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Watching/ })
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^mg\.example\.com/ })
      .waitFor()
    await page.keyboard.press('Escape')
  })

  it('pastes it into the zone, and is told once DNS and the provider have it', async () => {
    const { page } = scene.app
    await scene.publish([txt(SENDING, await clipboardText(scene.app)), ...others()])
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByRole('region', { name: 'Watch' }).getByText('Done.').waitFor()
    await page.getByRole('region', { name: 'Messages' }).getByText(`${SENDING} is verified.`).waitFor()
    await page.locator('header').getByText('Active', { exact: true }).waitFor()
    await health(page).getByText('All 5 records are published.').waitFor()
    await expect.poll(() => page.locator('[data-finding="spf-several"]').count()).toBe(0)
    expect((await scene.records()).map(({ valid }) => valid)).toEqual(Array(5).fill('valid'))
  })

  it('finds nothing left of it when checking again', async () => {
    await scene.check()
    const check = await scene.lastCheck()
    expect(check?.records.map(({ standing }) => standing)).toEqual(Array(5).fill('published'))
    expect(check?.summary.worst).not.toBe('bad')
    await scene.app.page.getByRole('heading', { name: 'As it should be 5' }).waitFor()
  })
})

describe('a record with a blank that only its reader can fill', () => {
  const card = () => scene.app.page.locator('[data-finding="tls-rpt-missing"]')
  const copy = () => card().getByRole('button', { name: 'Copy value', exact: true })
  const mailbox = () => card().getByRole('textbox', { name: 'Your mailbox for the reports' })

  it('shows the blank in the value, and copies nothing before it is filled', async () => {
    const { page } = scene.app
    await page.getByRole('button', { name: /^Show how.*No TLS reports/ }).click()
    await card().locator('mark').getByText('[your mailbox]').waitFor()
    expect(await copy().isDisabled()).toBe(true)
  })

  it('says what is wrong with what was typed once the field is left', async () => {
    await mailbox().fill('nobody')
    await mailbox().blur()
    await card().getByText('Write a whole e-mail address, such as name@ and your domain.').waitFor()
    expect(await copy().isDisabled()).toBe(true)
  })

  it('copies the value with the blank filled in, which cures it', async () => {
    await mailbox().fill(' reports@example.com ')
    await copy().click()
    const filled = 'v=TLSRPTv1; rua=mailto:reports@example.com'
    await expect.poll(() => clipboardText(scene.app)).toBe(filled)
    await scene.publish([...wanted, txt(`_smtp._tls.${SENDING}`, filled)])
    await scene.check()
    await expect.poll(() => card().count()).toBe(0)
    expect((await scene.lastCheck())?.findings.map(({ code }) => code)).not.toContain('tls-rpt-missing')
  })
})

describe('without any DNS', () => {
  it('the last result is there after a restart', async () => {
    const { port } = scene.lab
    await scene.stop()
    again = await startApp(folder.path, [], { ZONEDESK_AUTHORITATIVE_PORT: String(port) })
    await again.electron.evaluate(() => process.getBuiltinModule('node:dns').setServers(['127.0.0.9:9']))
    await openDomain(again, SENDING)
    await health(again.page).getByText('All 5 records are published.').waitFor()
    await again.page.getByRole('button', { name: /^Show \d+ terms?/ }).waitFor()
  })

  it('a check that waits for answers is stopped, and leaves what was seen', async () => {
    if (again === undefined) throw new Error('not started')
    const { page } = again
    const deaf = createSocket('udp4')
    const port = await new Promise<number>((bound) => {
      deaf.bind(0, '127.0.0.1', () => bound(deaf.address().port))
    })
    try {
      await again.electron.evaluate(
        (_electron, server) => process.getBuiltinModule('node:dns').setServers([server]),
        `127.0.0.1:${port}`,
      )
      await page.keyboard.press('d')
      await health(page).getByRole('progressbar').waitFor()
      await health(page).getByRole('button', { name: 'Stop' }).click()
      await health(page).getByRole('progressbar').waitFor({ state: 'detached' })
      await health(page).getByText('All 5 records are published.').waitFor()
      await expect.poll(() => page.locator('.banner').count()).toBe(0)
    } finally {
      deaf.close()
    }
    await again.electron.evaluate(() => process.getBuiltinModule('node:dns').setServers(['127.0.0.9:9']))
  })

  it('a check says that nobody answers, and keeps what was seen with its time', async () => {
    if (again === undefined) throw new Error('not started')
    const { page } = again
    await page.getByRole('button', { name: /^Check again/ }).click()
    await page.locator('.banner').getByText('No DNS server answered.').waitFor({ timeout: 60_000 })
    await health(page).getByText('All 5 records are published.').waitFor()
    await health(page).locator('time').waitFor()
  })
})
