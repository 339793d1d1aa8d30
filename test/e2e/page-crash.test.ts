import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp, temporaryFolder } from './app'

const folder = temporaryFolder()
let app: RunningApp

beforeAll(async () => {
  app = await startApp(folder.path)
  await app.electron.evaluate(({ dialog }) => {
    const asked: string[] = []
    ;(globalThis as unknown as { asked: string[] }).asked = asked
    const answer = ({ message }: { message: string }) => {
      asked.push(message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }
    dialog.showMessageBox = answer as unknown as typeof dialog.showMessageBox
  })
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

/** Ends the page's process, and settles once a new one shows the window again. */
async function crash(): Promise<void> {
  await app.electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents
    const before = contents.getOSProcessId()
    contents.forcefullyCrashRenderer()
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      if (contents.isCrashed() || contents.isLoading() || contents.getOSProcessId() === before) continue
      const ready: unknown = await contents
        .executeJavaScript("'ready' in document.documentElement.dataset")
        .catch(() => false)
      if (ready === true) return
    }
  })
}

const asked = (): Promise<readonly string[]> =>
  app.electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)

it('a page whose process ends is loaded anew, and works', async () => {
  await crash()
  const answer: unknown = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript('window.zonedesk.accounts.list({})'),
  )
  expect(answer).toMatchObject({ ok: true })
  expect(await asked()).toEqual([])
})

it('one whose process ends again at once is loaded when the user says so', async () => {
  await crash()
  expect(await asked()).toEqual(['The window has stopped working twice'])
})

it('both are in the log, and no copy of the memory is kept', async () => {
  const log = join(folder.path, 'logs/zonedesk.log')
  await expect
    .poll(() => (existsSync(log) ? readFileSync(log, 'utf8').match(/The process of the page ended/g) : null))
    .toHaveLength(2)
  const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
  expect(files.filter((name) => /\.dmp$/i.test(name))).toEqual([])
})
