import { describe, expect, it } from 'vitest'
import { parsePackageArguments } from '../../../scripts/package/arguments.mjs'

const parse = (args: string[], platform: NodeJS.Platform = 'linux') =>
  parsePackageArguments(args, { platform, cwd: '/somewhere' })

describe('parsePackageArguments', () => {
  it('makes what is usual on each platform', () => {
    expect(parse([])).toMatchObject({ targets: ['deb', 'tar.gz'], compression: 'best', help: false })
    expect(parse([]).out).toMatch(/\/dist$/)
    expect(parse([], 'win32').targets).toEqual(['nsis'])
    expect(parse([], 'darwin').targets).toEqual(['dmg', 'zip'])
  })

  it('takes targets in any case, each once, and a folder relative to where it was called', () => {
    const wanted = parse(['--target', 'rpm, appimage,RPM', '--compression=fast', '--out', 'here'])
    expect(wanted).toMatchObject({
      targets: ['rpm', 'AppImage'],
      compression: 'fast',
      out: '/somewhere/here',
    })
  })

  it.each([
    [
      ['--target', 'flatpak'],
      'There is no target flatpak. On this system there are: deb, tar.gz, rpm, AppImage.',
    ],
    [['--target', 'dmg'], 'dmg is made on macOS, and this is another system.'],
    [['--target', ''], 'There is no target .'],
    [['--compression', 'much'], '--compression is best or fast, not much.'],
    [['--unknown'], "Unknown option '--unknown'"],
    [['deb'], 'Unexpected argument'],
  ])('refuses %j with a sentence', (args, sentence) => {
    expect(() => parse(args)).toThrow(sentence)
  })
})
