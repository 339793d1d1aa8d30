import type Database from 'better-sqlite3'
import * as v from 'valibot'
import type { MovedKind, MovingConflict, MovingPlan, PlannedKind } from '../../../preload/contract/moving'
import { MovedKind as Kinds } from '../../../preload/contract/moving'
import { countMergedHistory } from '../../cache/history/merge-history'
import { mapAccounts, keepMap, type MappedAccount } from './account-map'
import { KIND_OF } from '../content/own-rows'
import { EMBEDDED_CONFLICTS, EMBEDDED_COUNTS } from './embedded-merge'
import { conflictsSql, countSql, PROFILE_MERGES } from './profile-merges'
import { readJob } from './staging'

/** Conflicts that a plan names. */
const MOST_NAMED = 100

/** The numbers of one kind. */
type Numbers = Omit<PlannedKind, 'kind'>
/** What would come in, kind by kind. */
export type PlannedNumbers = Map<MovedKind, Numbers>

const Counts = v.object({ total: v.number(), known: v.number(), different: v.number() })
const Shown = v.object({
  what: v.pipe(v.unknown(), v.transform(String)),
  here: v.pipe(v.unknown(), v.transform(String)),
  file: v.pipe(v.unknown(), v.transform(String)),
})

/**
 * Works out what a staged file would change. Nothing is changed but the map of accounts, beside what was read.
 *
 * @param db a connection with `moving`, `profile`, `embedded` and `history` attached
 */
export function planMove(db: Database.Database, path: string): MovingPlan {
  const { manifest } = readJob(db)
  const mapped = mapAccounts(db)
  keepMap(db, mapped)
  const numbers = new Map([...plannedProfile(db, mapped), ...plannedEmbedded(db), ...plannedHistory(db)])
  const kinds = Kinds.options.map((kind) => ({ kind, ...(numbers.get(kind) ?? NOTHING) }))
  return {
    path,
    app: manifest.app,
    at: manifest.at,
    kinds,
    conflicts: conflictsOf(db, mapped).slice(0, MOST_NAMED),
    conflictCount: kinds.reduce((sum, { different }) => sum + different, 0),
    newAccounts: mapped
      .filter(({ state }) => state === 'new')
      .map(({ finalName, file }) => ({ name: finalName, address: file.base_url ?? '' })),
  }
}

const NOTHING: Numbers = { added: 0, equal: 0, different: 0 }

/** @param db a connection with `moving` and `profile` attached */
function plannedProfile(db: Database.Database, mapped: readonly MappedAccount[]): PlannedNumbers {
  const numbers: PlannedNumbers = new Map()
  const states = (state: MappedAccount['state']): number =>
    mapped.filter((account) => account.state === state).length
  numbers.set('accounts', { added: states('new'), equal: states('equal'), different: states('different') })
  for (const merge of PROFILE_MERGES) add(numbers, KIND_OF[merge.row], countsOf(db, countSql(merge)))
  return numbers
}

/** @param db a connection with `moving` and `embedded` attached */
function plannedEmbedded(db: Database.Database): PlannedNumbers {
  return new Map([['embedded-domains', countsOf(db, EMBEDDED_COUNTS)]])
}

function plannedHistory(db: Database.Database): PlannedNumbers {
  const { entries, snapshots } = countMergedHistory(db)
  const numbers = ({ total, added }: { total: number; added: number }): Numbers => ({
    added,
    equal: total - added,
    different: 0,
  })
  return new Map([
    ['history', numbers(entries)],
    ['snapshots', numbers(snapshots)],
  ])
}

function add(numbers: PlannedNumbers, kind: MovedKind | null, more: Numbers): void {
  if (kind === null) return
  const { added, equal, different } = numbers.get(kind) ?? NOTHING
  numbers.set(kind, {
    added: added + more.added,
    equal: equal + more.equal,
    different: different + more.different,
  })
}

function countsOf(db: Database.Database, sql: string): Numbers {
  const { total, known, different } = v.parse(Counts, db.prepare(sql).get())
  return { added: total - known, equal: known - different, different }
}

function conflictsOf(db: Database.Database, mapped: readonly MappedAccount[]): MovingConflict[] {
  const shown = (kind: MovedKind, sql: string): MovingConflict[] =>
    db
      .prepare(sql)
      .all(MOST_NAMED)
      .map((row) => ({ kind, ...v.parse(Shown, row) }))
  const accounts = mapped.flatMap(({ state, here, file, finalName }): MovingConflict[] =>
    state === 'different' && here !== null
      ? [
          {
            kind: 'accounts',
            what: here.name,
            here: accountWords(here),
            file: accountWords({ ...file, name: finalName }),
          },
        ]
      : [],
  )
  const profile = PROFILE_MERGES.flatMap((merge) => {
    const [kind, sql] = [KIND_OF[merge.row], conflictsSql(merge)]
    return kind === null || sql === null ? [] : shown(kind, sql)
  })
  return [...accounts, ...profile, ...shown('embedded-domains', EMBEDDED_CONFLICTS)]
}

const MODE_WORDS = { normal: '', confirm: ', confirm each change', 'read-only': ', read only' } as const

function accountWords(account: MappedAccount['file']): string {
  const subaccounts = account.include_subaccounts === 1 ? ', with subaccounts' : ''
  return `${account.name}${subaccounts}${MODE_WORDS[account.write_mode]}`
}
