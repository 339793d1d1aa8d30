import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmbeddedService } from '../../src/main/embedded/service'
import { serveFetch } from '../http-server/serve-fetch'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { photograph } from './pictures'
import { type RunningApp, startApp, temporaryFolder } from './app'

const KEY = 'a-key-of-the-test'
const NAME = 'mg.example.com'
const folder = temporaryFolder()
const provider = createEmbeddedService({
  databasePath: `${folder.path}/provider.sqlite`,
  apiKey: KEY,
  resolver: '127.0.0.1:1',
  lookUp: async (questions) => questions.map(() => ({ seen: { type: 'CNAME', targets: [], addresses: [] } })),
})
let loses = false
/** Answers of a new password have none in it. */
let mute = false
let served: Awaited<ReturnType<typeof serveFetch>>
let app: RunningApp

beforeAll(async () => {
  const authorization = `Basic ${btoa(`api:${KEY}`)}`
  const made = await provider.fetch(
    new Request('http://127.0.0.1/v4/domains', {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ name: NAME }),
    }),
  )
  expect(made.status).toBe(200)
  served = await serveFetch(async (request) => {
    const answer = await provider.fetch(request)
    if (mute && request.method === 'PUT') return Response.json({ message: 'Password changed' })
    return loses && request.method === 'POST' ? new Response('lost', { status: 502 }) : answer
  })
  app = await startApp(`${folder.path}/app`)
  const { page } = app
  const id = await page.evaluate(
    async ({ baseUrl, apiKey }) => {
      const outcome = await window.zonedesk.accounts.add({
        name: 'Acme',
        region: 'own',
        baseUrl,
        apiKey,
        keepKey: 'session',
      })
      return outcome.ok ? outcome.value.id : JSON.stringify(outcome.failure)
    },
    { baseUrl: served.baseUrl, apiKey: KEY },
  )
  expect(id).toMatch(/^[\w-]+$/)
  await page
    .getByRole('row', { name: new RegExp(NAME) })
    .or(page.getByText(NAME))
    .first()
    .click()
  await page.getByRole('tab', { name: 'Settings' }).click()
})
afterAll(async () => {
  await app.close()
  await served.stop()
  provider.close()
})

const shots = (name: string): Promise<void> => photograph(app.page, `mail-settings-${name}`)

it('a footer is previewed as text, and nothing of it becomes a part of the page', async () => {
  const { page } = app
  const tracking = page.getByRole('region', { name: 'Opens, clicks and unsubscribes' })
  await tracking.getByRole('switch', { name: 'Add unsubscribe footers' }).click()
  await page
    .getByLabel('HTML footer', { exact: true })
    .fill(
      '<style>body{display:none}</style><script>window.evil=1</script><img src="http://127.0.0.1:9/x.png" alt="Logo" onerror="window.evil=1"><p>Bye &amp; <a href="%unsubscribe_url%">unsubscribe</a></p>',
    )
  await tracking.evaluate((e) => e.scrollIntoView())
  await shots('tracking')
  expect(
    await page.evaluate(() => [
      (window as never as { evil?: number }).evil ?? 0,
      document.querySelectorAll('figure img, figure script, figure style').length,
    ]),
  ).toEqual([0, 0])
  await page.getByRole('button', { name: 'Save tracking' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'Save tracking' }).isDisabled()).toBe(true)
})

it('a password that the provider made is shown once, and is nowhere afterwards', async () => {
  const { page } = app
  const section = page.getByRole('region', { name: 'SMTP credentials' })
  await section.evaluate((e) => e.scrollIntoView())
  await section.getByRole('button', { name: 'New login' }).click()
  await page.getByRole('textbox', { name: 'Login' }).fill('alice')
  await shots('new-login')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog', { name: 'The SMTP password was set' }).waitFor()
  await shots('one-time')
  const password = await page.locator('.credentials dd .mono').nth(1).innerText()
  expect(password.length).toBeGreaterThan(15)
  await page.getByRole('button', { name: 'Done' }).click()
  await section.getByText('alice@mg.example.com').waitFor()
  expect(await page.content()).not.toContain(password)
  await shots('credentials')
  const files = (path: string): string =>
    readdirSync(path, { withFileTypes: true })
      .map((e) =>
        e.isDirectory()
          ? files(join(path, e.name))
          : e.isFile()
            ? readFileSync(join(path, e.name), 'latin1')
            : '',
      )
      .join('')
  expect(files(`${folder.path}/app`)).not.toContain(password)
  loses = true
  await section.getByRole('button', { name: 'New login' }).click()
  await page.getByRole('textbox', { name: 'Login' }).fill('bob')
  await page.keyboard.press('Control+Enter')
  await section.getByText('bob@mg.example.com was made, but its password did not reach Zonedesk.').waitFor()
  await shots('lost')
  loses = false
  mute = true
  await section.getByRole('button', { name: 'Set a new password', exact: true }).click()
  await page.getByRole('dialog', { name: 'New password for bob@mg.example.com' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await section
    .getByText('The password of bob@mg.example.com was changed, but the new one did not reach Zonedesk.')
    .waitFor()
  await shots('lost-change')
  mute = false
})

it('without a network, what is known is shown', async () => {
  const { page } = app
  await served.stop()
  await page.getByRole('tab', { name: 'Records' }).click()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByRole('region', { name: 'SMTP credentials' }).getByText(/./).first().waitFor()
  await page.getByText(/Shown from the cache/).waitFor()
  await page
    .getByRole('region', { name: 'Opens, clicks and unsubscribes' })
    .evaluate((e) => e.scrollIntoView())
  await shots('offline')
  await page.getByRole('region', { name: 'SMTP credentials' }).evaluate((e) => e.scrollIntoView())
  await shots('offline-2')
  expect(app.pageErrors).toEqual([])
})
