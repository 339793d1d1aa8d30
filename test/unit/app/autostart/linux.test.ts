import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { autostartHandlers } from '../../../../src/main/app/autostart/autostart'
import { linuxLoginItem } from '../../../../src/main/app/autostart/linux'

const PROGRAM = '/opt/Zonedesk/zonedesk'
const OFF = { on: false, unavailable: null, otherProgram: null }
const ON = { ...OFF, on: true }

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'zonedesk-autostart-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const file = (): string => join(home, '.config', 'autostart', 'zonedesk.desktop')

function handlers(env: Record<string, string> = {}, execPath = PROGRAM) {
  return autostartHandlers(true, linuxLoginItem({ env, home, execPath }))
}

describe('the autostart of a Linux desktop', () => {
  it('is off, is a file while it is on, and leaves nothing behind', () => {
    const autostart = handlers()
    expect(autostart.get({})).toEqual(OFF)
    expect(autostart.set({ on: true })).toEqual(ON)
    expect(readFileSync(file(), 'utf8')).toContain(`Exec="${PROGRAM}"\n`)
    expect(readdirSync(join(home, '.config', 'autostart'))).toEqual(['zonedesk.desktop'])
    expect(autostart.get({})).toEqual(ON)
    expect(autostart.set({ on: false })).toEqual(OFF)
    expect(existsSync(file())).toBe(false)
    expect(autostart.set({ on: false })).toEqual(OFF)
  })

  it('is what the file says, whoever changed it', () => {
    const autostart = handlers()
    void autostart.set({ on: true })
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('enabled=true', 'enabled=false'))
    expect(autostart.get({})).toEqual(OFF)
    expect(autostart.set({ on: true })).toEqual(ON)
    writeFileSync(file(), `${readFileSync(file(), 'utf8')}Hidden=true\n`)
    expect(autostart.get({})).toEqual(OFF)
    void autostart.set({ on: true })
    rmSync(file())
    expect(autostart.get({})).toEqual(OFF)
  })

  it('is in the folder that the session names, unless that is a relative path', () => {
    const named = join(home, 'elsewhere')
    void handlers({ XDG_CONFIG_HOME: named }).set({ on: true })
    expect(existsSync(join(named, 'autostart', 'zonedesk.desktop'))).toBe(true)
    expect(existsSync(file())).toBe(false)
    void handlers({ XDG_CONFIG_HOME: 'relative' }).set({ on: true })
    expect(existsSync(file())).toBe(true)
  })

  it("starts the AppImage's own file, and no other program's", () => {
    const env = { APPIMAGE: '/home/me/Zonedesk 1.AppImage', APPDIR: '/tmp/.mount_Zonedesk' }
    void handlers(env, '/tmp/.mount_Zonedesk/zonedesk').set({ on: true })
    expect(readFileSync(file(), 'utf8')).toContain('Exec="/home/me/Zonedesk 1.AppImage"\n')
    // Zonedesk, started from a terminal that is an AppImage.
    void handlers(env).set({ on: true })
    expect(readFileSync(file(), 'utf8')).toContain(`Exec="${PROGRAM}"\n`)
  })

  it('says which other copy of the app it starts', () => {
    void handlers({}, '/old/zonedesk').set({ on: true })
    expect(handlers().get({})).toEqual({ ...ON, otherProgram: '/old/zonedesk' })
  })

  it('says what is in the way of the file', () => {
    mkdirSync(join(home, '.config'))
    writeFileSync(join(home, '.config', 'autostart'), '')
    expect(() => handlers().set({ on: true })).toThrow(`${file()} cannot be written.`)
  })

  it('is not offered where the app is not installed, and writes nothing there', () => {
    const autostart = autostartHandlers(false, linuxLoginItem({ env: {}, home, execPath: PROGRAM }))
    expect(autostart.get({})).toMatchObject({
      on: false,
      unavailable: expect.stringContaining('installed') as string,
    })
    expect(() => autostart.set({ on: true })).toThrow('Only an installed Zonedesk')
    expect(existsSync(file())).toBe(false)
  })
})

const noValidator = spawnSync('desktop-file-validate', ['--help']).error !== undefined

describe.skipIf(noValidator)('desktop-file-validate (skipped where it is not installed)', () => {
  it.each([PROGRAM, '/home/me/Zonedesk 1.AppImage', '/odd/a"b`c$d\\e%f/zonedesk'])(
    'accepts %s',
    (program) => {
      void handlers({}, program).set({ on: true })
      const { status, stdout, stderr } = spawnSync('desktop-file-validate', ['--warn-kde', file()], {
        encoding: 'utf8',
      })
      expect([status, stdout + stderr]).toEqual([0, ''])
    },
  )
})
