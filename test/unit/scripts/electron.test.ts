import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failedRecently, matchesIntegrity, programPath } from '../../../scripts/setup/electron.mjs'

describe('matchesIntegrity', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-integrity-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('accepts the file the integrity was made from and no other', async () => {
    const file = join(folder, 'package.tgz')
    const content = Buffer.alloc(300_000, 'electron')
    const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`

    writeFileSync(file, content)
    expect(await matchesIntegrity(file, integrity)).toBe(true)

    content[299_999] = 0
    writeFileSync(file, content)
    expect(await matchesIntegrity(file, integrity)).toBe(false)
  })

  it('fails for a file that is not there', async () => {
    await expect(matchesIntegrity(join(folder, 'none.tgz'), 'sha512-x')).rejects.toThrow('ENOENT')
  })
})

describe('failedRecently', () => {
  const HOUR = 3_600_000
  const note = JSON.stringify({ version: '45.4.1', at: 1_000 * HOUR })

  it('holds a failed download back for a day', () => {
    expect(failedRecently(note, '45.4.1', 1_000 * HOUR)).toBe(true)
    expect(failedRecently(note, '45.4.1', 1_023 * HOUR)).toBe(true)
    expect(failedRecently(note, '45.4.1', 1_024 * HOUR)).toBe(false)
  })

  it('does not hold back another version, the first try, or a clock that went backwards', () => {
    expect(failedRecently(note, '46.0.0', 1_001 * HOUR)).toBe(false)
    expect(failedRecently(null, '45.4.1', 1_001 * HOUR)).toBe(false)
    expect(failedRecently(note, '45.4.1', 999 * HOUR)).toBe(false)
  })

  it('does not stumble over a damaged note', () => {
    expect(failedRecently('{"versi', '45.4.1', 1_001 * HOUR)).toBe(false)
  })
})

describe('programPath', () => {
  it('names the executable of each platform', () => {
    expect(programPath('linux')).toBe('electron')
    expect(programPath('win32')).toBe('electron.exe')
    expect(programPath('darwin')).toBe(join('Electron.app', 'Contents', 'MacOS', 'Electron'))
  })
})
