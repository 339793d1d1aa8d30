import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, type RunningApp, startApp, temporaryFolder } from './app'

const folder = temporaryFolder()
let app: RunningApp
let port: number
let key: string

beforeAll(async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  await new Promise((resolve) => server.close(resolve))
  app = await startApp(folder.path)
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

const url = (): string => `http://127.0.0.1:${port}/v4/domains`
const ask = (init: RequestInit = {}): Promise<Response> =>
  fetch(url(), { ...init, headers: { authorization: `Basic ${btoa(`api:${key}`)}` } })
const toggle = () => app.page.getByRole('switch', { name: 'Let other programs use the embedded service' })

async function openSettings(): Promise<void> {
  await app.page.keyboard.press('Control+,')
  await toggle().waitFor()
}

describe('the embedded service for other programs', () => {
  it('is off at first', async () => {
    await openSettings()
    await expect.poll(() => toggle().isChecked()).toBe(false)
  })

  it('says in one sentence when the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const taken = (other.address() as AddressInfo).port
    await app.page.getByLabel('Port', { exact: true }).fill(String(taken))
    await toggle().click()
    await app.page.getByText(`Port ${taken} is in use by another program.`).waitFor()
    await expect.poll(() => toggle().isChecked()).toBe(false)
    other.close()
  })

  it('is turned on with a key that is shown once and can be copied', async () => {
    await app.page.getByLabel('Port', { exact: true }).fill(String(port))
    await toggle().click()
    await app.page.getByText(`http://127.0.0.1:${port}`).first().waitFor()
    const copied = async (): Promise<string> => {
      await app.page.getByRole('button', { name: 'Copy API key' }).click()
      return clipboardText(app)
    }
    await expect.poll(copied).toMatch(/^[A-Za-z0-9]{40}$/)
    const first = await clipboardText(app)
    await app.page.getByRole('button', { name: 'Make a new key' }).click()
    // The first one is shown until the new one is there.
    await expect.poll(copied).not.toBe(first)
    key = await clipboardText(app)
    expect(key).toMatch(/^[A-Za-z0-9]{40}$/)
    expect((await ask()).status).toBe(200)
    expect((await fetch(url())).status).toBe(401)
  })

  it('shows in the window what another program adds', async () => {
    await app.page.keyboard.press('Escape')
    await app.page.getByRole('dialog').waitFor({ state: 'detached' })
    await ask({ method: 'POST', body: new URLSearchParams({ name: 'mg.example.net' }) })
    await app.page.getByText('mg.example.net').first().waitFor()
  })

  it('serves other programs where Zonedesk itself may change nothing', async () => {
    const answers = await app.page.evaluate(async () => {
      const accountId = 'embedded'
      await window.zonedesk.accounts.setWriteMode({ accountId, writeMode: 'read-only' })
      return window.zonedesk.domains.create({ accountId, name: 'mine.example.net', options: {} })
    })
    expect(answers).toMatchObject({ ok: false, failure: { code: 'read-only' } })
    const body = new URLSearchParams({ name: 'theirs.example.net' })
    expect((await ask({ method: 'POST', body })).status).toBe(200)
    await app.page.getByText('theirs.example.net').first().waitFor()
  })

  it('listens again after a restart, with the key no longer to be seen', async () => {
    await app.close()
    app = await startApp(folder.path)
    await expect
      .poll(() =>
        ask().then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
    await openSettings()
    await expect.poll(() => toggle().isChecked()).toBe(true)
    await app.page.getByText('it cannot be shown again').waitFor()
    expect(await app.page.content()).not.toContain(key)
  })

  it('answers nobody once it is turned off', async () => {
    await toggle().click()
    await app.page.getByText('it cannot be shown again').waitFor({ state: 'detached' })
    await expect(ask()).rejects.toThrow()
    expect(app.pageErrors).toEqual([])
  })
})
