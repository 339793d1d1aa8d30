import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HELP, ownArguments, parseArguments } from '../../../src/main/app/arguments'

const NOTHING = { asks: 'window', userDataDir: null, screenshot: null, link: null }

describe('parseArguments', () => {
  it('answers a window and nothing else asked for by default', () => {
    expect(parseArguments([], '/home/me')).toEqual(NOTHING)
  })

  it('takes the data folder with an equals sign, and as the next argument', () => {
    const wanted = { ...NOTHING, userDataDir: resolve('/srv/data') }
    expect(parseArguments(['--user-data-dir=/srv/data'], '/')).toEqual(wanted)
    expect(parseArguments(['--user-data-dir', '/srv/data'], '/')).toEqual(wanted)
  })

  it('takes relative paths from the working folder', () => {
    expect(parseArguments(['--user-data-dir=data', '--screenshot=a/b.png'], '/home/me')).toEqual({
      ...NOTHING,
      userDataDir: resolve('/home/me', 'data'),
      screenshot: resolve('/home/me', 'a/b.png'),
    })
  })

  it.each([['--user-data-dir='], ['--user-data-dir'], ['--screenshot', '--no-sandbox'], ['--screenshot=']])(
    'says that an option needs its value: %s',
    (...argv) => {
      const parsed = parseArguments(argv, '/')
      expect(parsed).toEqual({
        asks: 'wrongly',
        sentence: `The option ${argv.at(0)?.replace('=', '')} needs a value. zonedesk --help lists what there is.`,
      })
    },
  )

  it.each([
    '--no-sandbox',
    '--lang=de',
    '--remote-debugging-port=9222',
    '--ozone-platform=wayland',
    '--ozone-platform-hint=auto',
    '--force-device-scale-factor=2',
    '--force_high_performance_gpu',
    '--disable-gpu',
    '--enable-features=UseOzonePlatform',
    '--proxy-server=127.0.0.1:8080',
    '--proxy-bypass-list=<-loopback>',
    '--host-resolver-rules=MAP *.mailgun.net ~NOTFOUND',
    '--password-store=basic',
    '--js-flags=--max-old-space-size=4096',
    '--inspect=0',
    '--v=1',
    '--vmodule=*=1',
    '--class=zonedesk',
    '--updated',
  ])("leaves Chromium's, Electron's and Node's own option alone: %s", (option) => {
    expect(parseArguments([option], '/')).toEqual(NOTHING)
    expect(parseArguments([option, '--help'], '/')).toEqual({ asks: 'help' })
  })

  it.each(['--halp', '--verison', '--user-datadir=/x', '--screen-shot=x.png', '--port=80', '-h', '-v'])(
    'says that there is no such option: %s',
    (option) => {
      const { asks, sentence } = { sentence: '', ...parseArguments([option], '/') }
      expect(asks).toBe('wrongly')
      expect(sentence).toMatch(/^There is no option --?[\w-]+\. zonedesk --help lists what there is\.$/)
    },
  )

  it('takes a link, of several the last, also behind two hyphens', () => {
    const link = 'zonedesk://domain/mg.example.com'
    expect(parseArguments([link], '/')).toEqual({ ...NOTHING, link })
    expect(parseArguments(['zonedesk://domain/a.example', link], '/')).toEqual({ ...NOTHING, link })
    expect(parseArguments(['--', link], '/')).toEqual({ ...NOTHING, link })
    expect(parseArguments(['ZONEDESK://nonsense'], '/')).toEqual({ ...NOTHING, link: 'ZONEDESK://nonsense' })
  })

  it('says that any other argument is nothing it knows', () => {
    expect(parseArguments(['https://example.com'], '/')).toEqual({
      asks: 'wrongly',
      sentence:
        '"https://example.com" is neither a command nor a link that begins with zonedesk://. zonedesk --help lists what there is.',
    })
    expect(parseArguments(['srve'], '/').asks).toBe('wrongly')
  })

  it('leaves what follows serve to it, and knows what comes before', () => {
    const rest = ['--db', 'x.sqlite', '--help', '--nonsense']
    expect(parseArguments(['serve', ...rest], '/')).toEqual({ asks: 'serve', rest })
    expect(parseArguments(['--no-sandbox', 'serve', ...rest], '/')).toEqual({ asks: 'serve', rest })
    expect(parseArguments(['--version', 'serve'], '/')).toEqual({ asks: 'version' })
    expect(parseArguments(['--nonsense', 'serve'], '/').asks).toBe('wrongly')
  })

  it('explains each of its own options', () => {
    const own = ['--help', '--version', '--user-data-dir=/x', '--screenshot=/x']
    const explained = [...HELP.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name)
    expect(explained.sort()).toEqual(own.map((option) => option.replace(/=.*/, '')).sort())
    for (const option of own) expect(parseArguments([option], '/').asks).not.toBe('wrongly')
  })
})

describe('ownArguments', () => {
  it('are all that follow the executable of an installed app', () => {
    expect(ownArguments(['/opt/Zonedesk/zonedesk', '--no-sandbox', 'serve'], true)).toEqual([
      '--no-sandbox',
      'serve',
    ])
  })

  it('follow the path of the app where it is not installed', () => {
    const electron = ['/usr/bin/electron', '-r', 'loader.cjs', '--no-sandbox', '.']
    expect(ownArguments([...electron, '--version'], false)).toEqual(['--version'])
    expect(ownArguments(electron, false)).toEqual([])
    expect(ownArguments(['/usr/bin/electron'], false)).toEqual([])
  })
})
