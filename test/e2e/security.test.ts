import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { contract } from '../../src/preload/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  appArguments,
  appEnvironment,
  BUILT_PRELOAD,
  electronPath,
  type RunningApp,
  startApp,
  temporaryFolder,
} from './app'

const folder = temporaryFolder()
let app: RunningApp

beforeAll(async () => {
  app = await startApp(folder.path)
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

describe('the page', () => {
  it('is served over app:// and nothing else', () => {
    expect(app.page.url()).toBe('app://zonedesk/index.html')
  })

  it('runs sandboxed, isolated and without Node', async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      // In Electron, not in its types: what the window was really made with.
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>
      }
      return contents.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    })
    const globals = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in globalThis,
      ),
    )
    expect(globals).toEqual([])
  })

  it('has nothing of what Chromium and Electron leave off unless it is asked for', async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>
      }
      return contents.getLastWebPreferences()
    })
    for (const name of [
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'enableBlinkFeatures',
      'webviewTag',
      'nodeIntegrationInWorker',
      'nodeIntegrationInSubFrames',
    ]) {
      expect({ name, on: Boolean(preferences[name]) }).toEqual({ name, on: false })
    }
    const attached = await app.page.evaluate(() => {
      const view = document.createElement('webview')
      document.body.append(view)
      const known = 'getWebContentsId' in view
      view.remove()
      return known
    })
    expect(attached).toBe(false)
  })

  it('offers the contract and nothing more, and it cannot be changed', async () => {
    const offered = await app.page.evaluate(() => Object.keys(window.zonedesk).sort())
    expect(offered).toEqual([...Object.keys(contract), 'on'].sort())
    const changed = await app.page.evaluate(() => {
      try {
        ;(window.zonedesk as unknown as Record<string, unknown>)['accounts'] = null
      } catch {
        // Frozen objects refuse in strict mode.
      }
      return (window.zonedesk as unknown as Record<string, unknown>)['accounts'] === null
    })
    expect(changed).toBe(false)
  })

  it('is given the names of the contract by its preload script, and none of the schemas', () => {
    const script = readFileSync(BUILT_PRELOAD, 'utf8')
    expect(script).toContain('"findings"')
    expect(script).not.toContain('valibot')
  })

  it('fetches no dictionaries', async () => {
    const languages = await app.electron.evaluate(({ session }) =>
      session.defaultSession.getSpellCheckerLanguages(),
    )
    expect(languages).toEqual([])
  })

  it('listens to no event that the contract does not name', async () => {
    const message = await app.page.evaluate(() => {
      try {
        ;(window.zonedesk.on as (name: string, listener: () => void) => void)('__proto__', () => {})
        return 'listened'
      } catch (error) {
        return String(error)
      }
    })
    expect(message).toContain('No such event')
  })
})

describe('the content policy', () => {
  it('comes with every file and allows nothing inline', async () => {
    const policy = await app.electron.evaluate(async ({ net }) =>
      (await net.fetch('app://zonedesk/index.html')).headers.get('content-security-policy'),
    )
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  it('does not let the page evaluate text', async () => {
    const outcome = await app.page.evaluate(() => {
      const element = document.createElement('script')
      const outcomes: string[] = []
      for (const attempt of [
        () => void (element.textContent = 'globalThis.injected = true'),
        () => document.body.append(element),
        () => document.body.setAttribute('onclick', 'globalThis.injected = true'),
        () =>
          void (document.createElement('div').innerHTML = '<img src=x onerror="globalThis.injected = true">'),
      ]) {
        try {
          attempt()
          outcomes.push('ran')
        } catch {
          outcomes.push('refused')
        }
      }
      document.body.click()
      return { injected: 'injected' in globalThis, innerHtml: outcomes[3] }
    })
    expect(outcome).toEqual({ injected: false, innerHtml: 'refused' })
  })

  it('does not let the page load or send anything elsewhere', async () => {
    const refused = await app.page.evaluate(async () => {
      const seen: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
      await fetch('http://127.0.0.1:9/').catch(() => {})
      const image = new Image()
      image.src = 'http://127.0.0.1:9/x.png'
      const frame = document.createElement('iframe')
      frame.src = 'http://127.0.0.1:9/'
      document.body.append(frame)
      const styled = document.createElement('div')
      styled.setAttribute('style', 'color: red')
      await new Promise((resolve) => setTimeout(resolve, 300))
      frame.remove()
      return [...new Set(seen)].sort()
    })
    expect(refused).toEqual(['connect-src', 'frame-src', 'img-src', 'style-src-attr'])
  })
})

describe('navigation', () => {
  it.each(['http://127.0.0.1:9/', 'file:///etc/passwd', 'data:text/html,x', 'app://elsewhere/index.html'])(
    'to %s is denied',
    async (address) => {
      await app.page.evaluate((url) => {
        location.href = url
      }, address)
      await app.page.waitForTimeout(300)
      expect(app.page.url()).toBe('app://zonedesk/index.html')
      expect(await app.page.evaluate(() => 'zonedesk' in window)).toBe(true)
    },
  )

  it('to a new window is denied', async () => {
    expect(await app.page.evaluate(() => window.open('app://zonedesk/index.html'))).toBeNull()
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })
})

describe('permissions', () => {
  it.each(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'])(
    '%s is denied',
    async (name) => {
      const state = await app.page.evaluate(
        async (permission) =>
          (await navigator.permissions.query({ name: permission as PermissionName })).state,
        name,
      )
      expect(state).toBe('denied')
    },
  )

  it('a request is refused, not asked', async () => {
    expect(await app.page.evaluate(() => Notification.requestPermission())).toBe('denied')
    const outcome = await app.page.evaluate(() =>
      navigator.clipboard.readText().then(
        () => 'read',
        () => 'refused',
      ),
    )
    expect(outcome).toBe('refused')
  })
})

describe('a message', () => {
  it('from another page with the same preload is refused', async () => {
    const failure = await app.electron.evaluate(async ({ BrowserWindow }, preload) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { sandbox: true, contextIsolation: true, preload },
      })
      await other.loadURL('app://zonedesk/index.html')
      const outcome: unknown = await other.webContents.executeJavaScript('window.zonedesk.accounts.list({})')
      other.destroy()
      return outcome
    }, BUILT_PRELOAD)
    expect(failure).toMatchObject({ ok: false, failure: { code: 'untrusted' } })
  })

  it('of the wrong shape is answered with a failure', async () => {
    const outcome = await app.page.evaluate(() =>
      (window.zonedesk.domains.get as (request: unknown) => Promise<unknown>)({ accountId: 7 }),
    )
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'invalid', field: 'accountId' } })
  })
})

describe('a second instance', () => {
  it('says so, brings the first window forward and ends', async () => {
    const second = spawn(electronPath(), appArguments(folder.path), { env: appEnvironment() })
    let output = ''
    second.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const code = await new Promise((resolve) => second.on('exit', resolve))
    expect(code).toBe(0)
    expect(output).toContain('Zonedesk is already running')
    expect(await app.page.evaluate(() => document.title)).not.toBe('')
  })
})
