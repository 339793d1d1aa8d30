import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCodeCache, readBeforeRows } from '../../../scripts/package/code-cache/code-cache.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { useCodeCache } from '../../../src/main/app/code-cache'

const FIRST = `const second = require('./second.js')
exports.sum = (a, b) => second.add(a, b)
exports.file = __filename
exports.later = () => import('./second.js')`
const SECOND = `exports.add = (a, b) => a + b`

const folders: string[] = []
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-code-cache-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

interface First {
  sum(a: number, b: number): number
  readonly file: string
  later(): Promise<{ add(a: number, b: number): number }>
}

function read(folder: string): { first: First; refused: readonly string[] } {
  const refused: string[] = []
  useCodeCache(folder, (file) => refused.push(file))
  return { first: createRequire(join(folder, 'index.js'))('./first.js') as First, refused }
}

// Under the flags that this process has, for V8 takes code back under no others.
const make = (folder: string): Promise<string> =>
  makeCodeCache(process.execPath, { folder, names: ['first.js', 'second.js'], to: folder }, process.env)

describe('compiled code in a package', () => {
  it('runs as its source does', async () => {
    const folder = folderWith({ 'first.js': FIRST, 'second.js': SECOND })
    await make(folder)
    const { first, refused } = read(folder)
    expect(first.sum(2, 3)).toBe(5)
    expect(first.file).toBe(join(folder, 'first.js'))
    expect((await first.later()).add(1, 1)).toBe(2)
    expect(refused).toEqual([])
  })

  it('is not taken for another text, which runs from its source', async () => {
    const folder = folderWith({ 'first.js': FIRST, 'second.js': SECOND })
    await make(folder)
    writeFileSync(join(folder, 'second.js'), 'exports.add = (a, b) => 1000 + a + b')
    const { first, refused } = read(folder)
    expect(first.sum(2, 3)).toBe(1005)
    expect(refused).toEqual(['second.js'])
  })

  it.each([
    ['none', null],
    ['an empty one', Buffer.alloc(0)],
    ['one that is cut off', Buffer.from([9, 0, 0, 0, 91, 91])],
  ])('may be missing: %s', (_, cache) => {
    const folder = folderWith({ 'first.js': FIRST, 'second.js': SECOND })
    if (cache !== null) writeFileSync(join(folder, `code-cache-${process.arch}.bin`), cache)
    const { first, refused } = read(folder)
    expect(first.sum(2, 3)).toBe(5)
    expect(refused).toEqual([])
  })
})

describe('the compiled code of the app', () => {
  let folder = ''
  beforeAll(async () => {
    folder = folderWith({})
    const main = join(ROOT, 'out/main')
    await makeCodeCache(process.execPath, { folder: main, names: readBeforeRows(main), to: folder })
    for (const name of readBeforeRows(main)) copyFileSync(join(main, name), join(folder, name))
  })

  it('is of every file read before the first rows, and of no other', () => {
    const file = readFileSync(join(folder, `code-cache-${process.arch}.bin`))
    const list = JSON.parse(file.toString('utf8', 4, 4 + file.readUInt32LE(0))) as [string, number][]
    expect(list.map(([name]) => name.replace(/-[\w-]{8}\.js$/, ''))).toEqual(
      expect.arrayContaining(['run', 'answer', 'data-files']),
    )
    expect(list.some(([name]) => /^(index|services)/.test(name))).toBe(false)
    expect(list.every(([, length]) => length > 0)).toBe(true)
  })
})
