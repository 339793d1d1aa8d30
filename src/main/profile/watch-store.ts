import type Database from 'better-sqlite3'
import * as v from 'valibot'
import type { DomainKey } from '../../preload/contract/domain'
import { Watch } from '../../preload/contract/watches'
import { parseJson } from './json-text'

/** The watched domains, kept so that watches go on after a restart. */
export interface WatchStore {
  /** Those that read back, the oldest first. */
  list(): Watch[]
  put(watch: Watch): void
  remove(key: DomainKey): void
}

const Row = v.object({ content: v.string() })

export function createWatchStore(db: Database.Database): WatchStore {
  const select = db.prepare('SELECT content FROM domain_watch')
  const upsert = db.prepare(
    `INSERT INTO domain_watch (account_id, name, content) VALUES (?, ?, ?)
     ON CONFLICT (account_id, name) DO UPDATE SET content = excluded.content`,
  )
  const remove = db.prepare('DELETE FROM domain_watch WHERE account_id = ? AND name = ?')
  return {
    list: () =>
      select
        .all()
        .flatMap((row) => {
          const watch = v.safeParse(Watch, parseJson(v.parse(Row, row).content))
          return watch.success ? [watch.output] : []
        })
        .sort((a, b) => a.since - b.since),
    put: (watch) => void upsert.run(watch.accountId, watch.name, JSON.stringify(watch)),
    remove: ({ accountId, name }) => void remove.run(accountId, name),
  }
}
