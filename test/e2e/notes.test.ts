import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addAccount, closeDialog, startOwnService } from './own-service'

const NAME = 'mg.example.com'
const OTHER = 'news.example.com'

const folder = temporaryFolder()
let app: RunningApp

const press = (key: string): Promise<void> => app.page.keyboard.press(key)
const tagField = () => app.page.getByRole('combobox', { name: 'Tags' })
const note = () => app.page.getByRole('textbox', { name: 'Note', exact: true })
const sidebarTags = () => app.page.getByRole('navigation').getByRole('region', { name: 'Tags' })
const dialog = () => app.page.getByRole('dialog')

async function openNotes(name: string): Promise<void> {
  await app.page.getByRole('option', { name: new RegExp(name.replaceAll('.', '\\.')) }).click()
  await app.page.getByRole('heading', { level: 1, name }).waitFor()
  await press('5')
  await tagField().waitFor()
}

/** What is kept about a domain, as the app answers it. */
async function kept(name: string): Promise<{ tags: string[]; note: string }> {
  const outcome = await app.page.evaluate(
    (domain) => window.zonedesk.notes.get({ accountId: 'embedded', name: domain }),
    name,
  )
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return { tags: outcome.value.tags, note: outcome.value.note }
}

async function restart(): Promise<void> {
  await app.close()
  app = await startApp(folder.path)
}

/** Ends the app without a word to it. */
async function kill(): Promise<void> {
  const ended = new Promise<void>((resolve) => app.electron.once('close', () => resolve()))
  app.electron.process().kill('SIGKILL')
  await ended
}

/** Answers the system's dialogs in the user's place. */
async function choose(path: string): Promise<void> {
  await app.electron.evaluate(({ dialog: system }, chosen) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
    system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

beforeAll(async () => {
  app = await startApp(folder.path)
  for (const domain of [NAME, OTHER]) {
    await app.page.evaluate(
      (name) => window.zonedesk.domains.create({ accountId: 'embedded', name, options: {} }),
      domain,
    )
    // One that came later could move the other one away under the pointer.
    await app.page.getByRole('option', { name: domain }).waitFor()
  }
  await openNotes(NAME)
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

describe('tags', () => {
  it('are added by Enter and by a comma, and stand in the header and the sidebar with their count', async () => {
    await press('t')
    await expect.poll(() => tagField().evaluate((field) => field === document.activeElement)).toBe(true)
    await app.page.keyboard.type('client-a')
    await press('Enter')
    await app.page.keyboard.type('urgent,')
    await sidebarTags().getByRole('button', { name: 'client-a 1' }).waitFor()
    await sidebarTags().getByRole('button', { name: 'urgent 1' }).waitFor()
    const header = app.page.getByRole('list', { name: 'Tags of this domain' })
    await expect
      .poll(() => header.getByRole('button', { name: /client-a|urgent/ }).allTextContents())
      .toEqual(['client-a', 'urgent'])
  })

  it('that are none get one sentence at the field, and what was typed stays', async () => {
    await tagField().fill('two words')
    await press('Enter')
    await app.page.getByText('A tag has no spaces, commas, colons or quotation marks.').waitFor()
    await expect.poll(() => tagField().inputValue()).toBe('two words')
    await expect.poll(() => tagField().getAttribute('aria-invalid')).toBe('true')
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await expect.poll(() => tagField().inputValue()).toBe('')
  })

  it('are removed from the keyboard, and come back by Ctrl+Z', async () => {
    await tagField().focus()
    await press('Backspace')
    await expect
      .poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Remove tag urgent')
    await press('Delete')
    await expect.poll(async () => (await kept(NAME)).tags).toEqual(['client-a'])
    await expect
      .poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Remove tag client-a')
    await press('ArrowRight')
    await press('Control+z')
    await expect.poll(async () => (await kept(NAME)).tags).toEqual(['client-a', 'urgent'])
  })

  it('are completed from those in use', async () => {
    await openNotes(OTHER)
    await press('t')
    await app.page.keyboard.type('CLI')
    const offers = app.page.getByRole('listbox', { name: 'Tags to choose from' })
    await expect.poll(() => offers.getByRole('option').allTextContents()).toEqual(['client-a'])
    expect(await violations(app)).toEqual([])
    await press('ArrowDown')
    await press('Enter')
    await expect.poll(async () => (await kept(OTHER)).tags).toEqual(['client-a'])
    await sidebarTags().getByRole('button', { name: 'client-a 2' }).waitFor()
  })

  it('are asked for in the search by a click in the sidebar, and no longer by another', async () => {
    const search = app.page.getByRole('search').locator('input').first()
    await sidebarTags().getByRole('button', { name: 'urgent 1' }).click()
    await expect.poll(() => search.inputValue()).toBe('tag:urgent')
    expect(await violations(app)).toEqual([])
    await sidebarTags().getByRole('button', { name: 'urgent 1' }).click()
    await expect.poll(() => search.inputValue()).toBe('')
  })

  it('are renamed everywhere; a name in use says that two become one, and Undo parts them', async () => {
    await sidebarTags().getByRole('button', { name: 'urgent 1' }).click({ button: 'right' })
    await app.page.getByRole('menuitem', { name: 'Rename…' }).click()
    await dialog().getByLabel('New name').fill('Client-A')
    await dialog().getByText('client-a is in use on 2 domains').waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByRole('button', { name: 'Merge' }).click()
    await expect.poll(async () => (await kept(NAME)).tags).toEqual(['client-a'])
    await app.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await kept(NAME)).tags).toEqual(['client-a', 'urgent'])
  })

  it('are taken off every domain after a question that counts them, and come back by Undo', async () => {
    await sidebarTags().getByRole('button', { name: 'client-a 2' }).click({ button: 'right' })
    await app.page.getByRole('menuitem', { name: 'Remove from all domains…' }).click()
    await dialog().getByText('All 2 domains that have it lose this tag.').waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByRole('button', { name: 'Remove tag' }).click()
    await expect.poll(async () => (await kept(OTHER)).tags).toEqual([])
    await app.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await kept(OTHER)).tags).toEqual(['client-a'])
  })

  it('are given to all selected domains at once, and Undo takes them off', async () => {
    await app.page.getByRole('option', { name: /mg\.example\.com/ }).click()
    await press('x')
    await press('j')
    await press('x')
    await app.page.getByRole('button', { name: 'Tag selected' }).click()
    await dialog().getByRole('heading', { name: 'Tags of 2 domains' }).waitFor()
    const urgent = dialog().getByRole('checkbox', { name: 'urgent 1 of 2' })
    expect(await urgent.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
    await urgent.check()
    await dialog().getByLabel('Find or make a tag').fill('bulk')
    await press('Enter')
    await dialog().getByRole('checkbox', { name: 'bulk' }).waitFor()
    expect(await violations(app)).toEqual([])
    await press('Control+Enter')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(async () => (await kept(OTHER)).tags).toEqual(['bulk', 'client-a', 'urgent'])
    expect((await kept(NAME)).tags).toEqual(['bulk', 'client-a', 'urgent'])
    await app.page.getByRole('button', { name: 'Undo' }).last().click()
    await expect.poll(async () => (await kept(OTHER)).tags).toEqual(['client-a'])
    expect((await kept(NAME)).tags).toEqual(['client-a', 'urgent'])
    await app.page.getByRole('button', { name: 'Clear selection' }).click()
  })

  it('are there after a restart', async () => {
    await restart()
    await sidebarTags().getByRole('button', { name: 'client-a 2' }).waitFor()
    await sidebarTags().getByRole('button', { name: 'urgent 1' }).waitFor()
  })
})

describe('a note', () => {
  it('is on the disk as soon as the window says that it is saved', async () => {
    await openNotes(NAME)
    await note().fill('Ask Jo before the cut-over.')
    await app.page.getByText('Saved', { exact: true }).waitFor()
    await kill()
    app = await startApp(folder.path)
    expect((await kept(NAME)).note).toBe('Ask Jo before the cut-over.')
  })

  it('is kept when another domain is opened in the middle of a word', async () => {
    await openNotes(NAME)
    await note().fill('half a wo')
    await openNotes(OTHER)
    await expect.poll(async () => (await kept(NAME)).note).toBe('half a wo')
    await expect.poll(() => note().inputValue()).toBe('')
  })

  it('is kept when the window closes in the middle of a word', async () => {
    await openNotes(NAME)
    await note().fill('the very last wo')
    await restart()
    expect((await kept(NAME)).note).toBe('the very last wo')
    await openNotes(NAME)
    await expect.poll(() => note().inputValue()).toBe('the very last wo')
    expect(await violations(app)).toEqual([])
  })

  it('stays when the provider deletes the domain, and is there when it comes back', async () => {
    await app.page.evaluate(
      (name) => window.zonedesk.domains.delete({ accountId: 'embedded', name, confirmation: name }),
      NAME,
    )
    await app.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor({ state: 'detached' })
    await app.page.evaluate(
      (name) => window.zonedesk.domains.create({ accountId: 'embedded', name, options: {} }),
      NAME,
    )
    await openNotes(NAME)
    await expect.poll(() => note().inputValue()).toBe('the very last wo')
  })
})

describe.each(['notes.json', 'notes.csv'])('a file %s', (file) => {
  it('brings back everything that was wiped', async () => {
    const path = join(folder.path, file)
    await choose(path)
    const before = [await kept(NAME), await kept(OTHER)]
    await press('Control+,')
    await dialog().getByRole('heading', { name: 'Tags and notes' }).waitFor()
    await dialog().getByRole('button', { name: 'Export…' }).click()
    // The same was said of the file before.
    await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8')).toContain('the very last wo')

    await app.page.evaluate(async () => {
      for (const tag of ['client-a', 'urgent']) await window.zonedesk.notes.removeTag({ tag })
      await window.zonedesk.notes.setNote({ accountId: 'embedded', name: 'mg.example.com', note: '' })
    })
    await sidebarTags().waitFor({ state: 'detached' })

    await dialog()
      .getByRole('region', { name: 'Tags and notes' })
      .getByRole('button', { name: 'Import…' })
      .click()
    const preview = app.page.getByRole('dialog', { name: 'Import tags and notes' })
    await preview.getByText('2 domains change: 3 tags added, 1 note added. Nothing is removed.').waitFor()
    expect(await violations(app)).toEqual([])
    expect(await kept(NAME)).toEqual({ tags: [], note: '' })
    await preview.getByRole('button', { name: 'Import for 2 domains' }).click()
    await preview.waitFor({ state: 'detached' })
    expect([await kept(NAME), await kept(OTHER)]).toEqual(before)
    await app.page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click()
    await dialog().waitFor({ state: 'detached' })
  })
})

it('says before an account is removed how many domains lose their tags and notes', async () => {
  const own = await startOwnService(`key-hunter2-${randomUUID()}`)
  try {
    await own.addDomain('acme.example.org')
    const account = await addAccount(app.page, { name: 'Acme', baseUrl: own.baseUrl, apiKey: own.apiKey })
    await app.page.evaluate(
      (key) => window.zonedesk.notes.changeTags({ keys: [key], add: ['acme'], remove: [] }),
      { accountId: account.id, name: 'acme.example.org' },
    )
    await app.page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
    await dialog().getByRole('button', { name: 'Remove Acme' }).click()
    await dialog().getByText('Your tags and notes of 1 domain are removed too.').waitFor()
    await dialog().getByRole('button', { name: 'Export tags and notes first…' }).waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().locator('button[type=submit]', { hasText: 'Remove Acme' }).click()
    await dialog().getByRole('heading', { name: 'Acme' }).waitFor({ state: 'detached' })
    await sidebarTags().getByRole('button', { name: /^acme/ }).waitFor({ state: 'detached' })
    await closeDialog(app.page)
  } finally {
    await own.stop()
  }
})

it('leaves no half-written file beside an export', () => {
  const beside = readdirSync(folder.path).filter((file) => file.includes('notes.'))
  expect(beside).toEqual(['notes.csv', 'notes.json'])
})

it('shows many and long tags without a fault at the smaller size too', async () => {
  await app.page.evaluate(async () => {
    const add = Array.from({ length: 40 }, (_, at) => `tag-${String(at).padStart(2, '0')}`)
    await window.zonedesk.notes.changeTags({
      keys: [{ accountId: 'embedded', name: 'mg.example.com' }],
      add: [...add, 'a-very-long-tag-that-names-a-customer-ab'],
      remove: [],
    })
  })
  await sidebarTags().getByRole('button', { name: 'Show all 43' }).click()
  await sidebarTags().getByRole('button', { name: 'tag-39 1' }).waitFor()
  expect(await violations(app)).toEqual([])
  await sidebarTags().getByRole('searchbox', { name: 'Filter tags' }).fill('very-long')
  await expect.poll(() => sidebarTags().getByRole('listitem').count()).toBe(1)
  await resizeTo(app, 900, 600)
  expect(await violations(app)).toEqual([])
  expect(app.pageErrors).toEqual([])
})
