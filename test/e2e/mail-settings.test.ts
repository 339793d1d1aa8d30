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
/** How many logins the provider says the domain has, in place of those that it has; null for what it has. */
let many: number | null = null
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
    const { pathname, searchParams } = new URL(request.url)
    if (many !== null && request.method === 'GET' && pathname.endsWith('/credentials')) {
      return Response.json(
        manyLogins(many, Number(searchParams.get('skip')), Number(searchParams.get('limit'))),
      )
    }
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
  const section = page.getByRole('region', { name: 'SMTP logins' })
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

/** A page of logins, as the API has it. */
function manyLogins(count: number, skip: number, limit: number): object {
  const items = Array.from({ length: Math.min(limit, Math.max(0, count - skip)) }, (_, at) => {
    const login = `login-${String(skip + at).padStart(4, '0')}@${NAME}`
    return { mailbox: login, login, created_at: 'Wed, 10 Jul 2024 17:46:22 GMT', size_bytes: null }
  })
  return { items, total_count: count }
}

const asked = (method: string): string[] =>
  served.requests.filter((request) => request.startsWith(`${method} /v3/domains/${NAME}/credentials`))

it('a login has its password changed and is deleted with the keyboard alone', async () => {
  const { page } = app
  const section = page.getByRole('region', { name: 'SMTP logins' })
  await section.getByRole('button', { name: `Set a new password for alice@${NAME}` }).focus()
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: `New password for alice@${NAME}` })
  await form.getByRole('radio', { name: 'Your own' }).check()
  await form.getByRole('textbox', { name: 'New password' }).fill('four')
  await page.keyboard.press('Control+Enter')
  await form.getByText('Password is too short. It must be between 5 and 32 characters.').waitFor()
  await form.getByRole('textbox', { name: 'New password' }).fill('a whole sentence')
  await page.keyboard.press('Control+Enter')
  const shown = page.getByRole('dialog', { name: 'The SMTP password was set' })
  await shown.getByText('a whole sentence', { exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await shown.waitFor({ state: 'detached' })
  expect(asked('PUT').at(-1)).toContain('alice')

  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
  await expect.poll(focused).toBe(`Set a new password for alice@${NAME}`)
  await page.keyboard.press('ArrowRight')
  await expect.poll(focused).toBe(`Delete alice@${NAME}`)
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: `Delete alice@${NAME}?` })
  // The focus is on what changes nothing.
  await page.keyboard.press('Enter')
  await question.waitFor({ state: 'detached' })
  expect(asked('DELETE')).toEqual([])
  await page.keyboard.press('Enter')
  await question.getByRole('button', { name: 'Delete the login' }).click()
  await section.getByText(`alice@${NAME}`).waitFor({ state: 'detached' })
  expect(asked('DELETE')).toHaveLength(1)
  await expect.poll(focused).toBe(`Delete bob@${NAME}`)
  // The domain's own login stays.
  await page.keyboard.press('End')
  await expect.poll(focused).toBe(`Delete postmaster@${NAME}: This login stays as long as the domain does.`)
  await page.keyboard.press('Enter')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(await page.getByRole('textbox', { name: /SMTP password/ }).count()).toBe(0)
})

it('all logins go at once, after the name of the domain was typed', async () => {
  const { page } = app
  const section = page.getByRole('region', { name: 'SMTP logins' })
  for (const login of ['carol', 'dave']) {
    await provider.fetch(
      new Request(`http://127.0.0.1/v3/domains/${NAME}/credentials`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`api:${KEY}`)}` },
        body: new URLSearchParams({ login, password: 'swordfish' }),
      }),
    )
  }
  await page.getByRole('tab', { name: 'Records' }).click()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await section.getByText(`dave@${NAME}`).waitFor()
  const before = asked('DELETE').length
  await section.getByRole('button', { name: 'More for these logins' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Delete all logins…' }).waitFor()
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: `Delete all logins of ${NAME}?` })
  await question.getByText(`carol@${NAME}`).waitFor()
  const field = question.getByLabel('Type the name of the domain to confirm')
  await field.fill('example.com')
  await page.keyboard.press('Enter')
  expect(await question.getByRole('button', { name: 'Delete all logins' }).isDisabled()).toBe(true)
  await field.fill(NAME)
  await shots('delete-all')
  await page.keyboard.press('Enter')
  await question.waitFor({ state: 'detached' })
  await section.getByText(`dave@${NAME}`).waitFor({ state: 'detached' })
  await section.getByText(`postmaster@${NAME}`).first().waitFor()
  expect(asked('DELETE').slice(before)).toEqual([`DELETE /v3/domains/${NAME}/credentials`])
  expect(await section.getByRole('button', { name: 'More for these logins' }).count()).toBe(0)
})

it('a thousand logins are drawn as few rows, and reached with keys and by search', async () => {
  const { page } = app
  many = 1_000
  await page.getByRole('tab', { name: 'Records' }).click()
  await page.getByRole('tab', { name: 'Settings' }).click()
  const section = page.getByRole('region', { name: 'SMTP logins' })
  await section.getByText('1,000 logins').waitFor()
  const drawn = section.getByRole('listitem')
  expect(await drawn.count()).toBeLessThan(40)
  expect(await drawn.first().getAttribute('aria-setsize')).toBe('1000')
  await section.getByRole('button', { name: `Set a new password for login-0000@${NAME}` }).focus()
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
  for (const [press, login] of [
    ['ArrowDown', '0001'],
    ['PageDown', '0010'],
    ['End', '0999'],
    ['ArrowUp', '0998'],
    ['Home', '0000'],
  ] as const) {
    await page.keyboard.press(press)
    await expect.poll(focused).toBe(`Set a new password for login-${login}@${NAME}`)
  }
  expect(await drawn.count()).toBeLessThan(40)
  await section.evaluate((e) => e.scrollIntoView())
  await shots('many')
  await section.getByRole('searchbox', { name: 'Search logins' }).fill('login-099')
  await section.getByText('10 logins').waitFor()
  expect(await drawn.count()).toBe(10)
  many = null
})

it('without a network, what is known is shown', async () => {
  const { page } = app
  await served.stop()
  await page.getByRole('tab', { name: 'Records' }).click()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByRole('region', { name: 'SMTP logins' }).getByText(/./).first().waitFor()
  await page.getByText(/Shown from the cache/).waitFor()
  await page
    .getByRole('region', { name: 'Opens, clicks and unsubscribes' })
    .evaluate((e) => e.scrollIntoView())
  await shots('offline')
  await page.getByRole('region', { name: 'SMTP logins' }).evaluate((e) => e.scrollIntoView())
  await shots('offline-2')
  // Said once for the whole tab, be it by the pane or above the parts.
  await expect.poll(() => page.getByRole('tabpanel').getByText('refused the connection').count()).toBe(1)
  await expect.poll(() => page.getByText('This is shown once the provider can be asked.').count()).toBe(2)
  expect(app.pageErrors).toEqual([])
})
