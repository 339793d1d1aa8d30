import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeychain } from '../../src/main/accounts/keychain'
import {
  appArguments,
  appEnvironment,
  clipboardText,
  electronPath,
  resizeTo,
  type RunningApp,
  startApp,
  temporaryFolder,
} from './app'
import { violations } from './axe'
import { addAccount, type OwnService, startOwnService } from './own-service'

const PICTURES = process.env['ZONEDESK_PICTURES']
const folder = temporaryFolder()
let app: RunningApp
let own: OwnService
let accountId: string

const heading = (name: string) => app.page.getByRole('heading', { level: 1, name })
const dialog = (name: string) => app.page.getByRole('dialog', { name })
const chosenTab = (name: string) => app.page.getByRole('tab', { name, selected: true })

/** Opens a link as the desktop does: it starts the app again. Settles when the second instance has ended. */
async function open(...links: readonly string[]): Promise<number | null> {
  const second = spawn(electronPath(), appArguments(folder.path, links), {
    env: appEnvironment(),
    stdio: 'ignore',
  })
  return new Promise((resolve) => second.once('exit', resolve))
}

async function picture(name: string): Promise<void> {
  if (PICTURES === undefined) return
  for (const theme of ['light', 'dark'] as const) {
    await app.page.evaluate((chosen) => window.zonedesk.settings.set({ theme: chosen }), theme)
    await app.page.waitForSelector(`html[data-theme=${theme}]`, { state: 'attached' })
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await resizeTo(app, width, height)
      await app.page.screenshot({ path: join(PICTURES, `${name}-${theme}-${width}.png`) })
    }
  }
  await resizeTo(app, 1280, 800)
}

beforeAll(async () => {
  own = await startOwnService('key-of-the-link-tests')
  await own.addDomain('both.example.com')
  app = await startApp(folder.path)
  for (const name of ['one.example.com', 'two.example.com', 'both.example.com']) {
    await app.page.evaluate(
      (wanted) => window.zonedesk.domains.create({ accountId: 'embedded', name: wanted, options: {} }),
      name,
    )
  }
  ;({ id: accountId } = await addAccount(app.page, { name: 'Acme', ...own }))
  await vi.waitUntil(
    () =>
      app.page.evaluate(
        (id) => window.zonedesk.domains.get({ accountId: id, name: 'both.example.com' }).then(({ ok }) => ok),
        accountId,
      ),
    { timeout: 30_000 },
  )
  await app.close()
})
afterAll(async () => {
  await app.close()
  await own.stop()
  if (accountId) await createKeychain().delete(accountId)
  folder.remove()
})

describe('a link to a domain', () => {
  it('opens the window there at the first start', async () => {
    app = await startApp(folder.path, ['zonedesk://domain/One.Example.com/dns'])
    await heading('one.example.com').waitFor()
    await chosenTab('DNS').waitFor()
  })

  it('is followed by the window that is open, and the second start ends', async () => {
    expect(await open('zonedesk://domain/two.example.com')).toBe(0)
    await heading('two.example.com').waitFor()
    // The link names no part of the domain, so the one that was shown stays.
    await chosenTab('DNS').waitFor()
    expect(await open('zonedesk://domain/one.example.com/history')).toBe(0)
    await heading('one.example.com').waitFor()
    await chosenTab('History').waitFor()
  })

  it('neither verifies, nor checks, nor changes anything', async () => {
    const before = own.requests().length
    await open(`zonedesk://domain/both.example.com/dns?account=${accountId}`)
    await heading('both.example.com').waitFor()
    await chosenTab('DNS').waitFor()
    await app.page.getByText('Not checked yet').first().waitFor()
    // What opening a domain does is to read it.
    const asked = own.requests().slice(before)
    expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([])
    const detail = await app.page.evaluate(
      (id) => window.zonedesk.domains.get({ accountId: id, name: 'both.example.com' }),
      accountId,
    )
    expect(detail).toMatchObject({ ok: true, value: { verifiedAt: null, domain: { state: 'unverified' } } })
  })

  it('asks for the account when several have the domain', async () => {
    await open('zonedesk://domain/both.example.com/settings')
    const question = dialog('Which account?')
    await question.waitFor()
    expect(await violations(app)).toEqual([])
    await picture('link-which-account')
    await app.page.keyboard.press('Tab')
    await question.getByRole('button', { name: 'Acme' }).click()
    await question.waitFor({ state: 'detached' })
    await heading('both.example.com').waitFor()
    await chosenTab('Settings').waitFor()
    const view = await app.page.evaluate(() => window.zonedesk.settings.getView({}))
    expect(view).toMatchObject({ ok: true })
  })

  it('asks when it names an account of another computer', async () => {
    await open('zonedesk://domain/one.example.com?account=elsewhere')
    const question = dialog('Which account?')
    await question.getByText('names an account that is not on this computer').waitFor()
    await app.page.keyboard.press('Enter')
    await heading('one.example.com').waitFor()
  })

  it('says that it leads to none of the domains here, and offers to search', async () => {
    await open('zonedesk://domain/b%C3%BCcher.example')
    const question = dialog('No such domain here')
    await question.getByText('The link leads to bücher.example').waitFor()
    expect(await violations(app)).toEqual([])
    await picture('link-unknown')
    await heading('one.example.com').waitFor()
    await question.getByRole('button', { name: 'Search for it' }).click()
    await question.waitFor({ state: 'detached' })
    const search = app.page.getByRole('combobox', { name: 'Search domains' })
    await expect.poll(() => search.inputValue()).toBe('bücher.example')
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true)
    await search.fill('')
  })

  it('that is none is told in a sentence, and nothing else happens', async () => {
    await open('zonedesk://verify/one.example.com')
    await app.page
      .getByText('The link "zonedesk://verify/one.example.com" leads to nothing in Zonedesk.')
      .first()
      .waitFor()
    await picture('link-bad')
    await heading('one.example.com').waitFor()
    await app.page.getByRole('button', { name: 'Dismiss' }).first().click()
  })

  it('waits while a dialog is open, and is followed when it closes', async () => {
    await app.page.keyboard.press('Control+,')
    await dialog('Settings').waitFor()
    await open('zonedesk://domain/two.example.com')
    await app.page
      .getByText('The link to two.example.com is followed when you close this dialog.')
      .first()
      .waitFor()
    expect(await app.page.title()).toContain('one.example.com')
    await app.page.keyboard.press('Escape')
    await heading('two.example.com').waitFor()
  })

  it('is one of a hundred at once, of which the last is followed and no dialog piles up', async () => {
    await app.electron.evaluate(({ app: electronApp }) => {
      for (let at = 0; at < 100; at += 1) {
        const link = `zonedesk://domain/nowhere-${at}.example.com`
        electronApp.emit('second-instance', {}, [], '', { link })
      }
      electronApp.emit('second-instance', {}, [], '', { link: 'zonedesk://domain/one.example.com' })
    })
    await heading('one.example.com').waitFor()
    expect(await app.page.getByRole('dialog').count()).toBe(0)
  })

  it('that a second instance hands over as anything but text is left alone', async () => {
    await app.electron.evaluate(({ app: electronApp }) => {
      for (const handed of [null, 7, { link: 7 }, { link: { toString: 'x' } }, []])
        electronApp.emit('second-instance', {}, [], '', handed)
    })
    await heading('one.example.com').waitFor()
    expect(app.pageErrors).toEqual([])
  })
})

describe('the link to the open domain', () => {
  beforeEach(() => heading('one.example.com').waitFor())

  it('is copied from its menu, and is one that is followed', async () => {
    await app.page.getByRole('button', { name: 'More for this domain' }).click()
    await app.page.getByRole('menuitem', { name: 'Copy link to this domain' }).click()
    await expect.poll(() => clipboardText(app)).toBe('zonedesk://domain/one.example.com')
  })
})
