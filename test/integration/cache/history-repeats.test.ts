import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { HISTORY_MIGRATIONS } from '../../../src/main/cache/history-migrations'
import { openDatabase } from '../../../src/main/sqlite/open'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-history-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps what an older version wrote, each entry as found once', () => {
  const file = join(folder, 'history.sqlite')
  const before = openDatabase(file, HISTORY_MIGRATIONS.slice(0, 2))
  before.exec(
    `INSERT INTO entry (account_id, name, at, source, changes) VALUES
     ('a', 'mg.example.com', 7, 'verify', '[{"what":"state","before":"active","after":"unverified"}]')`,
  )
  before.close()
  const after = openDatabase(file, HISTORY_MIGRATIONS)
  expect(after.prepare('SELECT name, at, repeats, times, since FROM entry').all()).toEqual([
    { name: 'mg.example.com', at: 7, repeats: 0, times: 1, since: null },
  ])
  after.close()
})
