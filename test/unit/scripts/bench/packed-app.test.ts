import { writeFileSync } from 'node:fs'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveOf } from '../../../../scripts/bench/archive.mjs'
import { medians } from '../../../../scripts/bench/cold-start.mjs'
import { family } from '../../../../scripts/bench/memory.mjs'

test("Electron reads each file of the empty window's archive", () => {
  const archive = join(tmpdir(), `zonedesk-bench-${process.pid}.asar`)
  try {
    // Node inside Electron writes a file by that name only as it writes any other, and reads it like a folder.
    process.noAsar = true
    writeFileSync(
      archive,
      archiveOf(new Map([...['one', 'three'].map((name) => [`${name}.txt`, Buffer.from(name)] as const)])),
    )
    process.noAsar = false
    expect(readFileSync(join(archive, 'one.txt'), 'utf8')).toBe('one')
    expect(readFileSync(join(archive, 'three.txt'), 'utf8')).toBe('three')
  } finally {
    process.noAsar = true
    rmSync(archive, { force: true })
    process.noAsar = false
  }
})

test('the memory of an app is that of its process and of all that it started, and of no other', () => {
  const parentOf = new Map([
    [1, 0],
    [40, 30],
    [30, 20],
    [20, 1],
    [21, 1],
    [31, 20],
  ])
  expect(family(20, parentOf).sort()).toEqual([20, 30, 31, 40])
})

test('each moment of a start has a median of its own', () => {
  const starts = [
    { page: 300, scripts: 400, content: 900 },
    { page: 100, scripts: 600, content: 700 },
    { page: 200, scripts: 500, content: 800 },
  ]
  expect(medians(starts)).toEqual({ page: 200, scripts: 500, content: 800 })
})
