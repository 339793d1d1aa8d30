import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { Ceiling } from '../../preload/contract/accounts'
import { parseJson } from './json-text'

const PerSecond = v.pipe(v.number(), v.finite(), v.gtValue(0))

/** What an account's provider was found to take, in requests a second. */
const LearnedText = v.object({
  perSecond: PerSecond,
  limit: v.nullable(PerSecond),
  /** Milliseconds since the epoch. */
  at: v.number(),
})
type LearnedText = v.InferOutput<typeof LearnedText>

/** How fast requests of an account may follow each other: what the user allows, and what was learned. */
export interface PaceStore {
  /** Null where the user set none, and where what is stored does not read back. */
  ceiling(accountId: string): number | null
  setCeiling(accountId: string, perSecond: number | null): void
  /** Null where nothing was learned, and where what is stored does not read back. */
  learned(accountId: string): LearnedText | null
  /** Null forgets it. */
  setLearned(accountId: string, learned: LearnedText | null): void
}

export function createPaceStore(db: Database.Database): PaceStore {
  const ceiling = db.prepare('SELECT ceiling FROM account_pace WHERE account_id = ?').pluck()
  const learned = db.prepare('SELECT learned FROM account_pace WHERE account_id = ?').pluck()
  // An account that was removed meanwhile leaves nothing behind.
  const put = (column: 'ceiling' | 'learned') =>
    db.prepare(
      `INSERT INTO account_pace (account_id, ${column}) SELECT id, @value FROM accounts WHERE id = @accountId
       ON CONFLICT (account_id) DO UPDATE SET ${column} = excluded.${column}`,
    )
  const [putCeiling, putLearned] = [put('ceiling'), put('learned')]
  return {
    ceiling(accountId) {
      const stored = v.safeParse(Ceiling, ceiling.get(accountId) ?? null)
      return stored.success ? stored.output : null
    },
    setCeiling: (accountId, value) => void putCeiling.run({ accountId, value }),
    learned(accountId) {
      const text = v.parse(v.nullish(v.string(), null), learned.get(accountId))
      const stored = v.safeParse(LearnedText, text === null ? null : parseJson(text))
      return stored.success ? stored.output : null
    },
    setLearned: (accountId, value) =>
      void putLearned.run({ accountId, value: value === null ? null : JSON.stringify(value) }),
  }
}
