import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareDataFolder } from '../../../src/main/data-folder/data-folder'

let parent: string
let mask: number
const folder = (): string => join(parent, 'Zonedesk')
const mode = (): number => statSync(folder()).mode & 0o777

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'zonedesk-folder-'))
  mask = process.umask(0o022)
})
afterEach(() => {
  process.umask(mask)
  rmSync(parent, { recursive: true })
})

describe.runIf(process.platform !== 'win32')('the data folder', () => {
  it('is closed to other users of the computer when it is made, wherever it is', () => {
    prepareDataFolder(folder())
    expect(mode()).toBe(0o700)
  })

  it("is closed to them when an earlier version left it open, in the app's own place", () => {
    mkdirSync(folder(), { mode: 0o755 })
    prepareDataFolder(folder(), false)
    expect(mode()).toBe(0o700)
  })

  it('stays as open as its user made it, in a place the user named', () => {
    mkdirSync(folder())
    chmodSync(folder(), 0o750)
    prepareDataFolder(folder())
    expect(mode()).toBe(0o750)
  })
})
