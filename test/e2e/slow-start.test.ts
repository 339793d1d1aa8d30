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
  // As on a disk that is slow: what answers is bound long after the page has loaded.
  writeFileSync(
    hook,
    `const { app, BrowserWindow, ipcMain } = require('electron')
     const handle = ipcMain.handle.bind(ipcMain)
     const late = []
     ipcMain.handle = (...args) => void late.push(args)
     setTimeout(() => late.forEach((args) => handle(...args)), 3000)
     const ready = setInterval(async () => {
       const contents = BrowserWindow.getAllWindows()[0]?.webContents
       const shown = await contents?.executeJavaScript("'whole' in document.documentElement.dataset").catch(() => false)
       if (!shown) return
       clearInterval(ready)
       const text = await contents.executeJavaScript('document.body.innerText')
       require('node:fs').writeFileSync(${JSON.stringify(trace)}, JSON.stringify({ late: late.length, text }))
       app.quit()
     }, 200)`,
  )
  const app = spawn(electronPath(), ['-r', hook, ...appArguments(join(folder.path, 'data'))], {
    env: appEnvironment(),
    stdio: 'ignore',
  })
  await once(app, 'exit')
  expect(existsSync(trace)).toBe(true)
  const { late, text } = JSON.parse(readFileSync(trace, 'utf8')) as { late: number; text: string }
  expect(late).toBeGreaterThan(50)
  expect(text).toContain('Welcome to Zonedesk')
})
