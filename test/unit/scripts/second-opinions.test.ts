import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lacking, stampOf } from '../../../scripts/second-opinions/tool.mjs'

describe('lacking', () => {
  it('says why in one line: the last that a program wrote', () => {
    expect(lacking('python', 'Collecting\nERROR: no network\n\n', true)).toEqual({
      ...{ name: 'python', path: null, reason: 'ERROR: no network', couldBeHad: true },
    })
    expect(lacking('go', '', false).reason).toBe('it said nothing')
  })
})

describe('stampOf', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-stamp-'))
    writeFileSync(join(folder, 'go.sum'), 'one')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('changes with each file and with what else it is made from', () => {
    const first = stampOf(folder, ['go1.26'])
    expect(stampOf(folder, ['go1.26'])).toBe(first)
    expect(stampOf(folder, ['go1.27'])).not.toBe(first)
    writeFileSync(join(folder, 'go.sum'), 'two')
    expect(stampOf(folder, ['go1.26'])).not.toBe(first)
  })
})
