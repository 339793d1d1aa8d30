import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addAccount, type OwnService, startOwnService } from './own-service'

const NAME = 'mg.example.com'
const ACCOUNT = 'Acme'
const API_KEY = 'key-3f9a1c5e7b2d4860a1c3e5f7091b2d4f'
const PASSPHRASE = 'correct horse battery staple'

const oldFolder = temporaryFolder()
const newFolder = temporaryFolder()
const file = join(oldFolder.path, 'all.zonedesk')
let service: OwnService
let app: RunningApp

const press = (key: string): Promise<void> => app.page.keyboard.press(key)
const dialog = () => app.page.getByRole('dialog')

const again = () => dialog().getByRole('textbox', { name: 'Passphrase again' })

/** Answers the system's dialogs in the user's place. */
async function choose(path: string | null): Promise<void> {
  await app.electron.evaluate(({ dialog: system }, chosen) => {
    const canceled = chosen === null
    system.showSaveDialog = () => Promise.resolve({ canceled, filePath: chosen ?? '' })
    system.showOpenDialog = () => Promise.resolve({ canceled, filePaths: chosen === null ? [] : [chosen] })
  }, path)
}

/** Chooses a command in the palette. */
async function command(words: string): Promise<void> {
  await press('Control+k')
  await dialog().getByRole('combobox').waitFor()
  await app.page.keyboard.type(words)
  await app.page.getByRole('option', { name: words }).first().waitFor()
  await press('Enter')
  await app.page.getByRole('dialog', { name: words.replace('…', '') }).waitFor()
}

const focused = (): Promise<string> =>
  app.page.evaluate(() => {
    const { activeElement: element } = document
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null
    return (label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim()
  })

/** Goes on with Tab until something has the focus. */
async function tabTo(name: string): Promise<void> {
  for (let step = 0; step < 20; step++) {
    if ((await focused()) === name) return
    await press('Tab')
  }
  throw new Error(`The keyboard does not reach ${name}.`)
}

/** Saves pictures of what is open, in both themes and sizes, where somebody asked for them. */
async function picture(name: string): Promise<void> {
  const folder = process.env['ZONEDESK_PICTURES']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    await app.page.evaluate((wanted) => window.zonedesk.settings.set({ theme: wanted }), theme)
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await resizeTo(app, width, height)
      await app.page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`) })
    }
  }
  await app.page.evaluate(() => window.zonedesk.settings.set({ theme: 'system' }))
}

async function kept(accountName: string): Promise<{ tags: string[]; note: string }> {
  const outcome = await app.page.evaluate(
    async ([account, name]) => {
      const accounts = await window.zonedesk.accounts.list({})
      const accountId = accounts.ok ? accounts.value.find((one) => one.name === account)?.id : undefined
      return window.zonedesk.notes.get({ accountId: accountId ?? 'none', name: name ?? '' })
    },
    [accountName, NAME],
  )
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return { tags: outcome.value.tags, note: outcome.value.note }
}

beforeAll(async () => {
  service = await startOwnService(API_KEY)
  await service.addDomain(NAME)
  app = await startApp(oldFolder.path)
  const account = await addAccount(app.page, { name: ACCOUNT, baseUrl: service.baseUrl, apiKey: API_KEY })
  await app.page.getByRole('option', { name: new RegExp(NAME) }).waitFor()
  await app.page.evaluate(
    async ([accountId, name]) => {
      const key = { accountId: accountId ?? '', name: name ?? '' }
      await window.zonedesk.notes.changeTags({ keys: [key], add: ['client-a'], remove: [] })
      await window.zonedesk.notes.setNote({ ...key, note: 'Ask Ada first.' })
      await window.zonedesk.settings.set({ syncEveryMinutes: 60 })
      await window.zonedesk.domains.create({ accountId: 'embedded', name: 'try.example.com', options: {} })
    },
    [account.id, NAME],
  )
})
afterAll(async () => {
  await app.close()
  await service.stop()
  oldFolder.remove()
  newFolder.remove()
})

describe('moving to another computer', () => {
  it('asks for a passphrase twice, by the keyboard alone, and says what is wrong with it', async () => {
    await choose(file)
    await command('Move to another computer…')
    await dialog().getByRole('row', { name: 'Accounts 2' }).waitFor()
    await dialog().getByText('API keys stay in the keychain of this computer').waitFor()
    await expect.poll(focused).toBe('Passphrase')
    await picture('move-out')
    expect(await violations(app)).toEqual([])
    await app.page.keyboard.type('short')
    await press('Enter')
    await dialog().getByText('Use at least 12 characters').waitFor()
    await expect.poll(focused).toBe('Passphrase')
    await press('Control+a')
    await app.page.keyboard.type(PASSPHRASE)
    await tabTo('Passphrase again')
    await app.page.keyboard.type('correct horse')
    await press('Enter')
    await dialog().getByText('The two are not the same.').waitFor()
    expect(await violations(app)).toEqual([])
    // Closing asks first, because a passphrase was typed.
    await press('Escape')
    await dialog().getByRole('button', { name: 'Keep editing' }).waitFor()
    await press('Enter')
    await again().fill(PASSPHRASE)
  })

  it('saves nothing when the user chooses no place', async () => {
    await choose(null)
    await press('Enter')
    await dialog().getByRole('button', { name: 'Save the file…' }).waitFor()
    expect(await dialog().getByText('Saved').count()).toBe(0)
  })

  it('saves the file, which holds nothing that can be read, and the log says nothing of the passphrase', async () => {
    await choose(file)
    await again().focus()
    await press('Enter')
    await dialog().getByText(file).waitFor()
    await picture('move-out-done')
    expect(await violations(app)).toEqual([])
    const bytes = readFileSync(file)
    expect(bytes.subarray(1, 7).toString()).toBe('ZDMOVE')
    for (const text of ['example', 'Ada', API_KEY, PASSPHRASE]) expect(bytes.includes(text)).toBe(false)
    await expect.poll(focused).toBe('Done')
    await press('Enter')
    await dialog().waitFor({ state: 'detached' })
    expect(app.pageErrors).toEqual([])
  })

  it('makes a passphrase up, which can be copied and stands in both fields', async () => {
    await command('Move to another computer…')
    await dialog().getByRole('button', { name: 'Generate' }).click()
    const made = await dialog().getByRole('textbox', { name: 'Passphrase', exact: true }).inputValue()
    expect(made).toMatch(/^[A-Za-z0-9]{24}$/)
    expect(await again().inputValue()).toBe(made)
    await dialog().getByRole('button', { name: 'Copy Passphrase' }).click()
    await expect.poll(() => clipboardText(app)).toBe(made)
    await press('Escape')
    await dialog().getByRole('button', { name: 'Discard' }).click()
    await dialog().waitFor({ state: 'detached' })
  })
})

describe('bringing in from another computer', () => {
  beforeAll(async () => {
    await app.close()
    app = await startApp(newFolder.path)
  })

  async function chooseFile(path: string): Promise<void> {
    await choose(path)
    await dialog()
      .getByRole('button', { name: /Choose the file…|Another file…/ })
      .focus()
    await press('Enter')
  }

  it('refuses a file of another kind before it asks for a passphrase', async () => {
    await command('Bring in from another computer…')
    await expect.poll(focused).toBe('Choose the file…')
    await picture('move-in')
    const other = join(newFolder.path, 'other.zonedesk')
    writeFileSync(other, '<html>not ours</html>')
    await chooseFile(other)
    await dialog().getByText('This is not a file that Zonedesk wrote').waitFor()
    await picture('move-in-foreign')
    expect(await violations(app)).toEqual([])
  })

  it('says when the passphrase is wrong, and changes nothing', async () => {
    await chooseFile(file)
    await expect.poll(focused).toBe('Passphrase')
    await app.page.keyboard.type('wrong passphrase')
    await press('Enter')
    await dialog().getByText('The passphrase does not open this file.').waitFor()
    await expect.poll(focused).toBe('Passphrase')
    await picture('move-in-wrong')
    expect(await violations(app)).toEqual([])
  })

  it('shows what would change before anything does', async () => {
    await press('Control+a')
    await app.page.keyboard.type(PASSPHRASE)
    await press('Enter')
    await dialog().getByText('Nothing has changed yet').waitFor()
    await dialog().getByRole('row', { name: 'Accounts 1 1 0' }).waitFor()
    await dialog().getByText(`New without a key, which you enter afterwards: ${ACCOUNT}`).waitFor()
    await picture('move-in-plan')
    expect(await violations(app)).toEqual([])
    expect(await kept(ACCOUNT)).toEqual({ tags: [], note: '' })
    expect(await app.page.evaluate(() => window.zonedesk.accounts.list({}))).toMatchObject({
      value: [{ name: 'Embedded' }],
    })
  })

  it('forgets all of it when the user cancels', async () => {
    await tabTo('Cancel')
    await press('Enter')
    await dialog().waitFor({ state: 'detached' })
    const apply = await app.page.evaluate(() => window.zonedesk.moving.apply({ conflicts: 'file' }))
    expect(apply).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  })

  it('brings everything in, shows it without a restart, and leads to the keys', async () => {
    await command('Bring in from another computer…')
    await chooseFile(file)
    await expect.poll(focused).toBe('Passphrase')
    await app.page.keyboard.type(PASSPHRASE)
    await press('Enter')
    await dialog().getByText('Nothing has changed yet').waitFor()
    await expect.poll(focused).toBe('Bring in')
    await press('Enter')
    await dialog().getByText('This account needs its API key again').waitFor()
    await picture('move-in-done')
    expect(await violations(app)).toEqual([])
    await expect.poll(focused).toBe('Enter the key…')
    await press('Enter')
    await app.page.getByRole('dialog', { name: 'Accounts' }).getByRole('article', { name: ACCOUNT }).waitFor()
    await press('Escape')
    expect(await kept(ACCOUNT)).toEqual({ tags: ['client-a'], note: 'Ask Ada first.' })
    await app.page
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(ACCOUNT) })
      .first()
      .waitFor()
    await app.page.getByRole('option', { name: /try\.example\.com/ }).waitFor()
    expect(await app.page.evaluate(() => window.zonedesk.settings.get({}))).toMatchObject({
      value: { syncEveryMinutes: 60 },
    })
    expect(app.pageErrors).toEqual([])
    const log = await app.page
      .evaluate(() => window.zonedesk.application.info({}))
      .then((info) => (info.ok ? join(info.value.dataFolder, 'logs/zonedesk.log') : ''))
    const lines = (() => {
      try {
        return readFileSync(log, 'utf8')
      } catch {
        // Nothing went wrong, so there is none.
        return ''
      }
    })()
    expect(lines).not.toContain(PASSPHRASE)
  })

  it('asks which side stays where both have something, and does as told', async () => {
    await app.page.evaluate(
      async ([account, name]) => {
        const accounts = await window.zonedesk.accounts.list({})
        const accountId = accounts.ok ? accounts.value.find((one) => one.name === account)?.id : undefined
        await window.zonedesk.notes.setNote({
          accountId: accountId ?? '',
          name: name ?? '',
          note: 'Changed here',
        })
      },
      [ACCOUNT, NAME],
    )
    await command('Bring in from another computer…')
    await chooseFile(file)
    await expect.poll(focused).toBe('Passphrase')
    await app.page.keyboard.type(PASSPHRASE)
    await press('Enter')
    await dialog().getByText('1 difference: all stay as they are here').waitFor()
    await picture('move-in-conflict')
    expect(await violations(app)).toEqual([])
    await press('ArrowRight')
    await dialog().getByText('1 difference: all become as in the file').waitFor()
    await tabTo('Bring in')
    await press('Enter')
    await dialog().getByText('1 replaced').waitFor()
    await press('Enter')
    await dialog().waitFor({ state: 'detached' })
    expect((await kept(ACCOUNT)).note).toBe('Ask Ada first.')
  })
})
