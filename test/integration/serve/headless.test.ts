import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Printing, ROOT } from './serve-process'

const API_KEY = 'key-of-the-headless-tests'

let folder: string
let running: Printing[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-headless-'))
  for (const name of ['tmp', 'home', 'cache']) mkdirSync(join(folder, name))
})
afterEach(() => {
  for (const { child } of running) child.kill('SIGKILL')
  running = []
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

/** The app as a program of the command line, where there is no display. */
function zonedesk(...args: readonly string[]): Printing {
  const {
    DISPLAY: _,
    WAYLAND_DISPLAY: __,
    ELECTRON_RUN_AS_NODE: ___,
    NODE_OPTIONS: ____,
    ...own
  } = process.env
  const noSandbox = process.env['ZONEDESK_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : []
  const printing = new Printing(
    spawn(process.env['ZONEDESK_ELECTRON'] ?? '', [...noSandbox, ROOT, ...args], {
      cwd: folder,
      env: {
        ...own,
        HOME: join(folder, 'home'),
        TMPDIR: join(folder, 'tmp'),
        XDG_CONFIG_HOME: join(folder, 'home', '.config'),
        XDG_CACHE_HOME: join(folder, 'cache'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  running.push(printing)
  return printing
}

/** What the program said, without what Chromium says of a computer that has no system bus. */
function said({ stderr }: Printing): string {
  return stderr.replace(/^\[\d+:\d+\/[\d.]+:ERROR:dbus\/.*\n/gm, '')
}

/** What the program wrote outside its cache folder, where what it writes is as good as nothing. */
function leftBehind(): string[] {
  return ['tmp', 'home']
    .flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((path) => `${name}/${path}`),
    )
    .filter((path) => /zonedesk/i.test(path))
}

describe.runIf(process.platform === 'linux')('without a display', () => {
  it('--version prints the version and nothing else', async () => {
    const printing = zonedesk('--version')
    expect(await printing.ended).toEqual({ code: 0, signal: null })
    expect(printing.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(said(printing)).toBe('')
    expect(leftBehind()).toEqual([])
  })

  it('--help prints the usage', async () => {
    const printing = zonedesk('--help')
    expect(await printing.ended).toEqual({ code: 0, signal: null })
    expect(printing.stdout).toMatch(/^Usage: zonedesk \[options\] \[LINK\]\n/)
  })

  it('an unknown option ends with 2 and one sentence', async () => {
    const printing = zonedesk('--halp')
    expect(await printing.ended).toEqual({ code: 2, signal: null })
    expect(printing.stdout).toBe('')
    expect(said(printing)).toBe('There is no option --halp. zonedesk --help lists what there is.\n')
    expect(leftBehind()).toEqual([])
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serve answers, and stops at %s with everything kept and nothing left behind',
    async (signal) => {
      const serving = zonedesk('serve', '--port', '0', '--db', 'served.sqlite', '--api-key', API_KEY)
      const url = await serving.line(/^listening on (.+)$/m)
      const headers = { authorization: `Basic ${btoa(`api:${API_KEY}`)}` }
      const created = await fetch(`${url}/v4/domains`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ name: 'mg.example.com' }),
      })
      expect(created.status).toBe(200)
      serving.child.kill(signal)
      expect(await serving.ended).toEqual({ code: 0, signal: null })
      expect(serving.stdout).toBe(`listening on ${url}\n`)
      expect(said(serving)).toMatch(/^\S+Z POST \/v4\/domains 200 \d+ ms\n$/)
      // A file that was closed has no log beside it any more.
      expect(readdirSync(folder).sort()).toEqual(['cache', 'home', 'served.sqlite', 'tmp'])
      expect(leftBehind()).toEqual([])
    },
  )

  it('serve runs twice at the same time', async () => {
    const first = zonedesk('serve', '--port', '0', '--db', ':memory:')
    const second = zonedesk('serve', '--port', '0', '--db', ':memory:')
    const urls = await Promise.all([first, second].map((one) => one.line(/^listening on (.+)$/m)))
    expect(new Set(urls).size).toBe(2)
  })

  it.each([
    [['--help'], 0, /^Usage: zonedesk serve --db FILE \[options\]\n/, /^$/],
    [[], 2, /^$/, /^The option --db is missing: it names the file of the service\.\n$/],
    [['--db', ':memory:', '--prot', '1'], 2, /^$/, /^There is no option --prot\.\n$/],
    [['--db', '/dev/null/x.sqlite', '--port', '0'], 1, /^$/, /^\/dev\/null\/x\.sqlite cannot be written\. /],
  ])('serve %j ends with %i, as npm run serve does', async (args, code, stdout, stderr) => {
    const printing = zonedesk('serve', ...args)
    expect(await printing.ended).toEqual({ code, signal: null })
    expect(printing.stdout).toMatch(stdout)
    expect(said(printing)).toMatch(stderr)
    expect(leftBehind()).toEqual([])
  })
})
