import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { readEntry, writeEntry } from '../../../../src/main/app/autostart/desktop-entry'

describe('an autostart entry', () => {
  it('is read back with any path', () => {
    const path = fc.string({ unit: 'binary', minLength: 1 }).map((name) => `/${name.replaceAll('\0', '')}`)
    fc.assert(
      fc.property(path, (program) => {
        expect(readEntry(writeEntry(program))).toEqual({ on: true, program })
      }),
    )
  })

  it.each([
    ['Hidden=true', false],
    ['Hidden=false', true],
    ['X-GNOME-Autostart-enabled=false', false],
    ['X-GNOME-Autostart-enabled = false ', false],
  ])('is what the desktop made of it: %s', (line, on) => {
    const text = writeEntry('/opt/Zonedesk/zonedesk').replace(/^X-GNOME-Autostart-enabled=true$/m, line)
    expect(readEntry(text)).toEqual({ on, program: '/opt/Zonedesk/zonedesk' })
  })

  it('is off without a program, and says nothing in other groups', () => {
    expect(readEntry('')).toEqual({ on: false, program: null })
    expect(readEntry('[Desktop Entry]\nName=Zonedesk\n[Desktop Action x]\nExec=/bin/x\n')).toEqual({
      on: false,
      program: null,
    })
  })

  it('names its program also where somebody else wrote it', () => {
    expect(readEntry('[Desktop Entry]\nExec=/usr/bin/zonedesk --flag %U\n')).toEqual({
      on: true,
      program: '/usr/bin/zonedesk',
    })
  })
})
