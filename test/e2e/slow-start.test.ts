import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { appArguments, appEnvironment, electronPath, temporaryFolder } from './app'

const folder = temporaryFolder()
afterAll(() => folder.remove())

// A packed app takes no code from outside.
const packed = process.env['ZONEDESK_E2E_PROGRAM'] !== undefined

it.skipIf(packed)('a window that asks before anybody answers has its answers later', async () => {
  const hook = join(folder.path, 'slow.cjs')
  const trace = join(folder.path, 'trace.json')
  // As on a disk that is slow: what answers is read long after the page has loaded.
  writeFileSync(
    hook,
    `const { app, BrowserWindow, ipcMain } = require('electron')
     const timers = require('node:timers/promises')
     const turn = timers.setImmediate
     let slow = new Promise((resolve) => setTimeout(resolve, 3000)).then(() => (slow = null))
     timers.setImmediate = async (...args) => (await slow, turn(...args))
     const early = new Set()
     const handle = ipcMain.handle.bind(ipcMain)
     ipcMain.handle = (channel, listener) =>
       handle(channel, (...args) => (slow !== null && early.add(channel), listener(...args)))
     const ready = setInterval(async () => {
       const contents = BrowserWindow.getAllWindows()[0]?.webContents
       const shown = await contents?.executeJavaScript("'whole' in document.documentElement.dataset").catch(() => false)
       if (!shown) return
       clearInterval(ready)
       const text = await contents.executeJavaScript('document.body.innerText')
       require('node:fs').writeFileSync(${JSON.stringify(trace)}, JSON.stringify({ early: [...early], text }))
       app.quit()
     }, 200)`,
  )
  const app = spawn(electronPath(), ['-r', hook, ...appArguments(join(folder.path, 'data'))], {
    env: appEnvironment(),
    stdio: 'ignore',
  })
  await once(app, 'exit')
  expect(existsSync(trace)).toBe(true)
  const { early, text } = JSON.parse(readFileSync(trace, 'utf8')) as { early: string[]; text: string }
  expect(early).toContain('zonedesk:settings.getView')
  expect(text).toContain('Welcome to Zonedesk')
})
