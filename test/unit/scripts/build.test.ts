import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sourceStamp } from '../../../scripts/setup/build.mjs'

describe('sourceStamp', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'zonedesk-sources-'))
    mkdirSync(join(root, 'src', 'main'), { recursive: true })
    writeFileSync(join(root, 'src', 'main', 'index.ts'), 'export {}')
    writeFileSync(join(root, 'package.json'), '{}')
  })
  afterEach(() => {
    rmSync(root, { recursive: true, force: true })
  })

  it('stays when only the time of a file changes', () => {
    const before = sourceStamp(root)
    utimesSync(join(root, 'package.json'), 1, 1)
    expect(sourceStamp(root)).toBe(before)
  })

  it.each([
    [
      'the content of a source',
      () => {
        writeFileSync(join(root, 'src', 'main', 'index.ts'), 'export const x = 1')
      },
    ],
    [
      'a new source',
      () => {
        writeFileSync(join(root, 'src', 'main', 'new.ts'), '')
      },
    ],
    [
      'a removed source',
      () => {
        rmSync(join(root, 'src', 'main', 'index.ts'))
      },
    ],
    [
      'the package',
      () => {
        writeFileSync(join(root, 'package.json'), '{ "main": "x" }')
      },
    ],
    [
      'a new resource',
      () => {
        mkdirSync(join(root, 'resources'))
        writeFileSync(join(root, 'resources', 'icon.svg'), '<svg/>')
      },
    ],
  ])('changes with %s', (_what, change) => {
    const before = sourceStamp(root)
    change()
    expect(sourceStamp(root)).not.toBe(before)
  })

  it('does not change with what no build reads', () => {
    const before = sourceStamp(root)
    writeFileSync(join(root, 'README.md'), 'words')
    expect(sourceStamp(root)).toBe(before)
  })
})
