import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmbeddedService, type EmbeddedService } from '../../src/main/embedded/service'
import { serveFetch, type ServedFetch } from '../http-server/serve-fetch'
import { type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addAccount } from './own-service'

const API_KEY = 'key-of-the-tests-only'
const GOOD = Array.from({ length: 24 }, (_, index) => `d${String(index).padStart(2, '0')}.client.example`)
/** Thirty names: four of them are none, one comes again, one is written as a web address. */
const PASTED = [
  '# for the client',
  ...GOOD.slice(0, 12),
  'bad_name.client.example',
  'D03.CLIENT.example',
  'https://web.client.example/contact',
  '192.0.2.7',
  ...GOOD.slice(12),
  '-wrong.client.example',
  'localhost',
].join('\n')

let folder: ReturnType<typeof temporaryFolder>
let app: RunningApp

beforeEach(async () => {
  folder = temporaryFolder()
  app = await startApp(folder.path)
})
afterEach(async () => {
  await app.close()
  folder.remove()
})

/** Opens the list by the palette and pastes into it. */
async function paste(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('several domains')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Add several domains' }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await page.keyboard.insertText(text)
}

async function activeRow(page: Page): Promise<string> {
  return page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant') ?? ''
    return document.getElementById(id)?.innerText.replaceAll('\n', ' ') ?? ''
  })
}

describe('many domains from a list', () => {
  it('are reviewed, corrected and added by the keyboard alone, and listed by their tag', async () => {
    const { page } = app
    await paste(page, PASTED)
    expect(await violations(app)).toEqual([])
    // To the tags of all: past the button for a file.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('client-a')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')

    const plan = page.getByRole('dialog', { name: 'What will happen' })
    await plan.getByText('25 domains will be added; 4 will be left out.').waitFor()
    await plan.getByText('1 comment was left out.').waitFor()
    expect(await violations(app)).toEqual([])
    await expect.poll(() => activeRow(page)).toContain('d00.client.example')
    await page.keyboard.press('End')
    await expect.poll(() => activeRow(page)).toContain('localhost')
    await page.keyboard.press('Delete')
    await plan.getByText('25 domains will be added; 3 will be left out.').waitFor()
    await expect.poll(() => activeRow(page)).toContain('-wrong.client.example')
    await page.keyboard.press('Enter')
    await page.keyboard.insertText('right.client.example')
    await page.keyboard.press('Enter')
    await plan.getByText('26 domains will be added; 2 will be left out.').waitFor()

    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const job = page.getByRole('dialog', { name: 'Add domains' })
    await job.getByText('26 domains added, 2 left out').first().waitFor({ timeout: 60_000 })
    expect(await violations(app)).toEqual([])
    await job.getByRole('button', { name: 'Show them' }).press('Enter')
    await page.getByText('26 of 26').first().waitFor()
    const rows = await page.getByRole('listbox', { name: 'Domains' }).getByRole('option').allInnerTexts()
    expect(rows.join(' ')).toContain('right.client.example')
    expect(app.pageErrors).toEqual([])
  })

  it('are kept as a report over a restart until it is dismissed, and the text while it is not sent', async () => {
    await paste(app.page, 'a.client.example\nb.client.example')
    await app.page.keyboard.press('Control+Enter')
    await app.page.getByRole('button', { name: 'Add 2 domains' }).click()
    await app.page.getByText('2 domains added').first().waitFor()
    await app.page.keyboard.press('Escape')
    await paste(app.page, 'c.client.example')
    await app.close()

    app = await startApp(folder.path)
    const strip = app.page.getByRole('region', { name: 'Add domains' })
    await strip.getByText('2 domains added').waitFor()
    expect(await violations(app)).toEqual([])
    await strip.getByRole('button', { name: 'Dismiss' }).click()
    await strip.waitFor({ state: 'detached' })
    await app.page.keyboard.press('Control+Shift+N')
    await expect
      .poll(() => app.page.getByRole('textbox', { name: 'Domains' }).inputValue())
      .toBe('c.client.example')
  })

  it('stay smooth at a thousand: only the rows in sight are drawn', async () => {
    const { page } = app
    await paste(page, Array.from({ length: 1000 }, (_, index) => `n${index}.client.example`).join('\n'))
    await page.keyboard.press('Control+Enter')
    const grid = page.getByRole('grid', { name: 'Domains of the list' })
    await grid.waitFor()
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('1000')
    await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(60)
    await page.keyboard.press('End')
    await expect.poll(() => activeRow(page)).toContain('n999.client.example')
    await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(60)
  })
})

describe('a file with a list', () => {
  /** Chooses a file of these bytes in the dialog. */
  async function chooseFile(bytes: Uint8Array): Promise<void> {
    const path = join(folder.path, 'list.csv')
    writeFileSync(path, bytes)
    await app.electron.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
    }, path)
    await app.page.getByRole('button', { name: 'Choose a file…' }).click()
  }

  it('is read in its encoding; a row that cannot be read is a problem, and the others are added', async () => {
    const { page } = app
    await paste(page, '')
    await chooseFile(
      Buffer.from('sep=;\r\ndomain;tags\nbücher.client.example;"x\rb.client.example;"y, z"\r\n', 'latin1'),
    )
    await page.getByText('The file was read as Windows-1252.').waitFor()
    expect(await violations(app)).toEqual([])
    await page.keyboard.press('Control+Enter')
    const plan = page.getByRole('dialog', { name: 'What will happen' })
    await plan.getByText('1 domain will be added; 1 will be left out.').waitFor()
    const rows = await plan.getByRole('grid').getByRole('row').allInnerTexts()
    expect(rows[0]).toMatch(/bücher\.client\.example[^]*A quotation mark opens before x[^]*Row 3/)
    expect(rows[1]).toMatch(/b\.client\.example[^]*Will be added[^]*Row 4/)
  })

  it('keeps a place for each character that is not certain, and the row waits for it', async () => {
    const { page } = app
    await paste(page, '')
    await chooseFile(Buffer.from('genève.client.example\nb.client.example\n', 'latin1'))
    await page.getByText('its encoding is not certain').waitFor()
    expect(await violations(app)).toEqual([])
    const text = page.getByRole('textbox', { name: 'Domains' })
    expect(await text.inputValue()).toBe('gen\ufffdve.client.example\nb.client.example\n')
    await page.keyboard.press('Control+Enter')
    const plan = page.getByRole('dialog', { name: 'What will happen' })
    await plan.getByText('1 domain will be added; 1 will be left out.').waitFor()
    await plan.getByText('A character could not be read').first().waitFor()
    expect(app.pageErrors).toEqual([])
  })
})

describe('the app killed in the middle', () => {
  let service: EmbeddedService
  let served: ServedFetch
  const sent: string[] = []

  beforeEach(async () => {
    sent.length = 0
    service = createEmbeddedService({
      databasePath: `${folder.path}/service.sqlite`,
      apiKey: API_KEY,
      resolver: '127.0.0.1:1',
    })
    served = await serveFetch(async (request) => {
      if (request.method !== 'POST') return service.fetch(request)
      const copy = request.clone()
      sent.push(new URLSearchParams(await copy.text()).get('name') ?? '')
      const answer = await service.fetch(request)
      // Carried out, and never answered: the app is killed while it waits.
      return sent.length === 6 ? new Promise<Response>(() => {}) : answer
    })
  })
  afterEach(async () => {
    await served.stop()
    service.close()
  })

  it('asks whether to go on, and sends each domain once', async () => {
    await addAccount(app.page, { name: 'Client', baseUrl: served.baseUrl, apiKey: API_KEY })
    await app.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Client/ })
      .click()
    const names = GOOD.slice(0, 12)
    await paste(app.page, names.join('\n'))
    await app.page.keyboard.press('Control+Enter')
    await app.page.getByRole('button', { name: 'Add 12 domains' }).click()
    await expect.poll(() => sent.length).toBe(6)
    await app.page.getByText('5 of 12 domains done').first().waitFor()
    const ended = new Promise((resolve) => app.electron.process().once('exit', resolve))
    app.electron.process().kill('SIGKILL')
    await ended

    app = await startApp(folder.path)
    const strip = app.page.getByRole('region', { name: 'Add domains' })
    await strip.getByText('5 of 12 domains were added before Zonedesk was closed').waitFor()
    expect(await violations(app)).toEqual([])
    await strip.getByRole('button', { name: 'Continue' }).click()
    await strip.getByText('12 domains added').waitFor({ timeout: 60_000 })
    expect(sent).toEqual(names)
  })
})
