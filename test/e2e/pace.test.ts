import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp, temporaryFolder } from './app'
import { addAccount, closeDialog, type OwnService, startOwnService } from './own-service'
import { photograph } from './pictures'

const folder = temporaryFolder()
let own: OwnService
let app: RunningApp

beforeAll(async () => {
  own = await startOwnService('key-of-the-tests-only')
  app = await startApp(folder.path)
  await addAccount(app.page, { name: 'Acme', baseUrl: own.baseUrl, apiKey: own.apiKey })
})
afterAll(async () => {
  await app.close()
  await own.stop()
  folder.remove()
})

const card = () => app.page.getByRole('article', { name: 'Acme' })
const field = () => card().getByRole('textbox', { name: 'Requests a second at most' })
const save = () => app.page.keyboard.press('Enter')

async function open(): Promise<void> {
  await app.page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
  await card().getByRole('button', { name: 'Change the pace of Acme' }).click()
  await field().waitFor()
}

it('the ceiling of an account is judged, kept, read back after a restart, and taken away', async () => {
  await open()
  expect(await field().inputValue()).toBe('')
  for (const wrong of ['ten', '0', '1001', '2.5']) {
    await field().fill(wrong)
    await save()
    await card().getByText('Enter a whole number from 1 to 1000, or leave it empty.').waitFor()
    expect(await field().getAttribute('aria-invalid')).toBe('true')
  }
  await photograph(app.page, 'pace-wrong')
  await field().fill('5')
  await save()
  await field().waitFor({ state: 'detached' })
  await closeDialog(app.page)

  await app.close()
  app = await startApp(folder.path)
  await open()
  await expect.poll(() => field().inputValue()).toBe('5')
  await card().getByText('Zonedesk sends at most about 5 a second now.').waitFor()
  await photograph(app.page, 'pace')
  await field().fill('')
  await save()
  await field().waitFor({ state: 'detached' })
  await card().getByRole('button', { name: 'Change the pace of Acme' }).click()
  await expect.poll(() => field().inputValue()).toBe('')
  expect(app.pageErrors).toEqual([])
})
