import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseArguments } from '../../../src/main/app/arguments'

describe('parseArguments', () => {
  it('answers nothing asked for by default', () => {
    expect(parseArguments([], '/home/me')).toEqual({
      help: false,
      version: false,
      userDataDir: null,
      screenshot: null,
    })
  })

  it('takes the data folder with an equals sign', () => {
    expect(parseArguments(['--user-data-dir=/srv/data'], '/').userDataDir).toBe(resolve('/srv/data'))
  })

  it('takes relative paths from the working folder', () => {
    const parsed = parseArguments(['--user-data-dir=data', '--screenshot=a/b.png'], '/home/me')
    expect(parsed.userDataDir).toBe(resolve('/home/me', 'data'))
    expect(parsed.screenshot).toBe(resolve('/home/me', 'a/b.png'))
  })

  it('ignores an option without its value', () => {
    expect(parseArguments(['--user-data-dir='], '/').userDataDir).toBeNull()
  })

  it("leaves Chromium's own options alone", () => {
    expect(parseArguments(['--no-sandbox', '--lang=de', '--help'], '/').help).toBe(true)
  })
})
