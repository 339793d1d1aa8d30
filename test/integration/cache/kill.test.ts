import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCache } from '../../../src/main/cache/open'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-kill-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a process killed while it writes', () => {
  it('leaves a cache in which every transaction is whole', async () => {
    const file = join(folder, 'cache.sqlite')
    for (const delay of [0, 7, 23]) {
      await killedAfter(delay, file)
      const { cache, notice } = openCache(file)
      expect(notice).toBeNull()
      for (let i = 0; i < 20; i++) {
        const detail = cache.get({ accountId: 'a', name: `d${i}.example` })
        const values = new Set(detail?.records.map((record) => record.value))
        expect(detail?.records).toHaveLength(6)
        expect([...values]).toEqual([`round ${detail?.fetchedAt}`])
      }
      expect(cache.counts('a').all).toBe(500)
      cache.close()
      const db = new Database(file)
      expect(
        db.prepare('SELECT count(DISTINCT listed_run) FROM domain WHERE fetched_at IS NULL').pluck().get(),
      ).toBe(1)
      db.close()
    }
  })
})

async function killedAfter(delay: number, file: string): Promise<void> {
  const here = import.meta.dirname
  const hooks = pathToFileURL(join(here, 'typescript-hooks.mjs')).href
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', hooks, join(here, 'endless-writer.ts'), file],
    {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const exited = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), exited])
  await pause(delay)
  child.kill('SIGKILL')
  const [, signal] = (await exited) as [number | null, string | null]
  expect({ signal, complaint }).toEqual({ signal: 'SIGKILL', complaint: '' })
}
