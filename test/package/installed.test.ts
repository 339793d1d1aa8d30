import { chromium, type Page } from 'playwright-core'
import { type ChildProcess, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OrdinaryUser, rendererAmong } from './ordinary-user'
import { output, packageFile, packages } from './packages'

const PROGRAM = '/opt/Zonedesk/zonedesk'
const DESKTOP_FILE = '/usr/share/applications/zonedesk.desktop'
const user = new OrdinaryUser()

/** Every path that packages install to. Their caches may change; nothing of the app may stay. */
function installedPaths(): ReadonlySet<string> {
  return new Set(output('find', ['/usr', '/etc', '/opt', '-xdev', '-printf', '%p\\n']).split('\n'))
}

/** A running app, and how to speak with its window. */
interface Started {
  readonly page: Page
  readonly app: ChildProcess
  stop(): Promise<void>
}

/** What the desktop file starts, without the place for a link. */
function commandOfDesktopFile(): readonly string[] {
  const exec = /^Exec=(.+)$/m.exec(readFileSync(DESKTOP_FILE, 'utf8'))?.[1] ?? ''
  return exec.split(' ').filter((word) => !word.startsWith('%'))
}

/** Starts the app as the user does, and waits for its window. */
async function start(
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const app = user.start([...commandOfDesktopFile(), '--remote-debugging-port=0', ...more], env)
  const ended = new Promise<void>((resolve) => app.once('exit', () => resolve()))
  let text = ''
  const address = await new Promise<string>((resolve, reject) => {
    app.stderr?.on('data', (part: Buffer) => {
      text += part.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    app.once('exit', (code) => reject(new Error(`it ended with ${code}: ${text}`)))
  })
  const browser = await chromium.connectOverCDP(address)
  const page = browser.contexts()[0]?.pages()[0] ?? (await browser.contexts()[0]!.waitForEvent('page'))
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  return {
    page,
    app,
    stop: async () => {
      const session = await browser.newBrowserCDPSession()
      await session.send('Browser.close').catch(() => {})
      await ended
    },
  }
}

describe.runIf(packages().installs)('the installed deb', () => {
  let before: ReadonlySet<string> = new Set()

  beforeAll(async () => {
    output('apt-get', [
      'install',
      '-y',
      '-qq',
      '--no-install-recommends',
      'desktop-file-utils',
      'libglib2.0-bin',
    ])
    spawnSync('apt-get', ['purge', '-y', '-qq', 'zonedesk'])
    await user.begin()
    before = installedPaths()
    output('apt-get', ['install', '-y', '-qq', '--no-install-recommends', packageFile('.deb')])
  }, 300_000)
  afterAll(async () => {
    await user.end()
    spawnSync('apt-get', ['purge', '-y', '-qq', 'zonedesk'])
  })

  it('has a setuid sandbox helper that belongs to root', () => {
    const { uid, gid, mode } = statSync('/opt/Zonedesk/chrome-sandbox')
    expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ uid: 0, gid: 0, mode: 0o4755 })
  })

  it('knows that it came with the package manager, which brings its new versions', () => {
    expect(readFileSync('/opt/Zonedesk/resources/package-type', 'utf8')).toBe('deb')
  })

  it('has a desktop file that is valid, and that the system knows for zonedesk: links', () => {
    expect(output('desktop-file-validate', [DESKTOP_FILE])).toBe('')
    expect(readFileSync('/usr/share/applications/mimeinfo.cache', 'utf8')).toContain(
      'x-scheme-handler/zonedesk=zonedesk.desktop',
    )
  })

  it('has a command that tells its version', () => {
    const { status, stdout } = user.run(['zonedesk', '--version'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('starts for an ordinary user with the sandbox on, and keeps a domain that is added', async () => {
    const first = await start()
    const renderer = rendererAmong(user.processes())
    expect(renderer).toMatchObject({ seccomp: '2', noNewPrivileges: '1' })
    expect(renderer.namespaces).toEqual(expect.arrayContaining(['net', 'pid', 'user']))
    const outcome = await first.page.evaluate(() =>
      window.zonedesk.domains.create({ accountId: 'embedded', name: 'mg.example.com', options: {} }),
    )
    expect(outcome.ok).toBe(true)
    await first.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
    const about = await first.page.evaluate(() => window.zonedesk.about.info({}))
    expect(about.ok && about.value.runtime).toBe(packages().official ? 'official' : 'unofficial')
    const picture = await first.page.screenshot()
    expect(picture.length).toBeGreaterThan(10_000)
    await first.stop()

    const second = await start()
    await second.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
    await second.stop()
    await expect.poll(() => user.processes().map(commandName)).not.toContain('zonedesk')
  })

  it('opens a link of the desktop in the window that is open', async () => {
    const app = await start()
    const opened = user.run(['gio', 'open', 'zonedesk://domain/mg.example.com'])
    expect(opened.status).toBe(0)
    await app.page.getByRole('heading', { level: 1, name: 'mg.example.com' }).waitFor()
    await app.stop()
  })

  it('starts when the user logs in, once that is turned on and until it is turned off', async () => {
    const entry = join(user.home, '.config', 'autostart', 'zonedesk.desktop')
    const app = await start()
    await app.page.keyboard.press('Control+,')
    const setting = app.page.getByRole('switch', { name: 'Start Zonedesk when you log in' })
    expect(await setting.isChecked()).toBe(false)
    await setting.click()
    await expect.poll(() => existsSync(entry)).toBe(true)
    expect(output('desktop-file-validate', [entry])).toBe('')
    expect(readFileSync(entry, 'utf8')).toContain(`Exec="${PROGRAM}"\nTryExec=${PROGRAM}\n`)
    expect(await setting.isChecked()).toBe(true)
    await setting.click()
    await expect.poll(() => existsSync(entry)).toBe(false)
    await app.stop()
  })

  it('serves the embedded service without a display, a session or a window', async () => {
    const nothing = { DISPLAY: '', XDG_RUNTIME_DIR: '', ZONEDESK_API_KEY: 'key-of-this-test' }
    const service = user.spawn(['zonedesk', 'serve', '--db', 'service.sqlite', '--port', '0'], nothing)
    const ended = new Promise<number | null>((resolve) => service.once('exit', resolve))
    let text = ''
    const address = await new Promise<string>((resolve, reject) => {
      service.stdout?.on('data', (part: Buffer) => {
        text += part.toString()
        const found = /^listening on (\S+)$/m.exec(text)?.[1]
        if (found !== undefined) resolve(found)
      })
      service.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
    })
    const authorization = `Basic ${Buffer.from('api:key-of-this-test').toString('base64')}`
    const answer = await fetch(`${address}/v4/domains`, { headers: { authorization } })
    expect(await answer.json()).toMatchObject({ items: [] })
    service.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('uses the setuid helper where ordinary users can make no namespaces', async () => {
    const app = await start(['--disable-namespace-sandbox'])
    const renderer = rendererAmong(user.processes())
    expect(renderer).toMatchObject({ seccomp: '2' })
    expect(renderer.namespaces).toEqual(expect.arrayContaining(['net', 'pid']))
    expect(renderer.namespaces).not.toContain('user')
    await app.stop()
  })

  describe('obeys nobody but its user', () => {
    const trace = (name: string): string => join(user.home, name)
    const script = (name: string): string => {
      const file = join(user.home, `${name}.cjs`)
      writeFileSync(file, `require('node:fs').writeFileSync(${JSON.stringify(trace(name))}, 'ran')`)
      return file
    }
    const version = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      user.run([PROGRAM, ...args, '--version'], env)
    const ownVersion = expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string

    it('ELECTRON_RUN_AS_NODE makes no Node of it', () => {
      expect(version([], { ELECTRON_RUN_AS_NODE: '1' }).stdout).toEqual(ownVersion)
      user.run([PROGRAM, '--version', '-e', `require('node:fs').writeFileSync('${trace('as-node')}', '')`], {
        ELECTRON_RUN_AS_NODE: '1',
      })
      expect(existsSync(trace('as-node'))).toBe(false)
    })

    it('NODE_OPTIONS loads nothing', () => {
      expect(version([], { NODE_OPTIONS: `--require=${script('options')}` }).stdout).toEqual(ownVersion)
      expect(existsSync(trace('options'))).toBe(false)
    })

    it.each(['--inspect=0', '--inspect-brk=0'])('%s opens no door', (option) => {
      const { stdout, stderr } = version([option])
      expect(stdout).toEqual(ownVersion)
      expect(stderr).not.toContain('Debugger listening')
      // The same words open it in the copy for tests: that they do nothing above is the fuse's work.
      const copy = spawnSync(packages().program, ['--no-sandbox', '--inspect=0', '--version'], {
        encoding: 'utf8',
      })
      expect(copy.stderr).toContain('Debugger listening')
    })

    it('another app is not run', () => {
      const other = join(user.home, 'other')
      mkdirSync(other)
      writeFileSync(join(other, 'package.json'), '{"name":"other","main":"main.cjs"}')
      writeFileSync(join(other, 'main.cjs'), readFileSync(script('other-app')))
      for (const args of [
        [other],
        [`--app=${other}`],
        ['--require', script('required')],
        ['-r', script('required')],
      ]) {
        // It tells its version, or says that it does not know what to do with this.
        expect([0, 2]).toContain(version(args).status)
      }
      expect(existsSync(trace('other-app'))).toBe(false)
      expect(existsSync(trace('required'))).toBe(false)
    })
  })

  it('leaves nothing but what users keep when it is removed, and says where that is', () => {
    const profile = join(user.home, '.config/Zonedesk/profile.sqlite')
    const kept = readFileSync(profile)
    const removed = output('apt-get', ['remove', '-y', 'zonedesk'])
    expect(removed).toContain("each user's accounts, settings and notes stay in ~/.config/Zonedesk")
    expect(readFileSync(profile).equals(kept)).toBe(true)
    output('apt-get', ['purge', '-y', 'zonedesk'])
    expect(readFileSync(profile).equals(kept)).toBe(true)

    expect(user.run(['sh', '-c', 'command -v zonedesk']).stdout).toBe('')
    const left = [...installedPaths()].filter((path) => !before.has(path) && !path.endsWith('.cache'))
    expect(left).toEqual([])
    expect(readFileSync('/usr/share/applications/mimeinfo.cache', 'utf8')).not.toContain('zonedesk')
    expect(output('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n'])).not.toMatch(/ zonedesk$/m)
  })
})

/** @returns the name of the program a process runs; empty when it has gone */
function commandName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}
