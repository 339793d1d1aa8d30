import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { namesSecret } from '../../preload/contract/secret-fields'
import { Draft } from '../../preload/contract/settings'
import { parseJson } from './json-text'

/** Which form a draft belongs to. */
export interface DraftKey {
  readonly form: string
  readonly accountId: string
  /** Domain the form is about; empty for a new one. */
  readonly name: string
}

/** Unsent content of forms. Fields whose name says that they hold a secret are never stored. */
export interface DraftStore {
  /** Null when there is none. Fields that no longer parse are left out. */
  get(key: DraftKey): Draft | null
  set(key: DraftKey, draft: Draft): void
  remove(key: DraftKey): void
}

const Row = v.object({ content: v.string() })
const AnyFields = v.record(v.string(), v.unknown())

export function createDraftStore(db: Database.Database): DraftStore {
  const select = db.prepare('SELECT content FROM drafts WHERE form = ? AND account_id = ? AND name = ?')
  const upsert = db.prepare(
    `INSERT INTO drafts (form, account_id, name, content) VALUES (?, ?, ?, ?)
     ON CONFLICT (form, account_id, name) DO UPDATE SET content = excluded.content`,
  )
  const remove = db.prepare('DELETE FROM drafts WHERE form = ? AND account_id = ? AND name = ?')
  return {
    get: ({ form, accountId, name }) => {
      const row = select.get(form, accountId, name)
      return row === undefined ? null : readDraft(v.parse(Row, row).content)
    },
    set: ({ form, accountId, name }, draft) => {
      upsert.run(form, accountId, name, JSON.stringify(withoutSecrets(draft)))
    },
    remove: ({ form, accountId, name }) => {
      remove.run(form, accountId, name)
    },
  }
}

function readDraft(content: string): Draft | null {
  const fields = v.safeParse(AnyFields, parseJson(content))
  if (!fields.success) return null
  const draft: Draft = {}
  for (const [field, value] of Object.entries(fields.output)) {
    const parsed = v.safeParse(Draft.value, value)
    if (parsed.success) draft[field] = parsed.output
  }
  return draft
}

function withoutSecrets(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([field]) => !namesSecret(field)))
}
