import type Database from 'better-sqlite3'
import * as v from 'valibot'
import type { ConflictChoice, MovedKind } from '../../../preload/contract/moving'
import type { MergedHistory } from '../../cache/cache'
import { mergeHistoryOf } from '../../cache/history/merge-history'
import { storageErrors } from '../../sqlite/storage-errors'
import { KIND_OF } from '../content/own-rows'
import { mergeEmbedded } from './embedded-merge'
import { openAttached, prepareFiles, type OwnFiles } from './own-files'
import { PROFILE_MERGES, countSql, writeSql } from './profile-merges'
import { commitmentIn, discard } from './staging'

/** What was added and replaced of a kind. */
export interface AppliedKind {
  readonly kind: MovedKind
  readonly added: number
  readonly replaced: number
}

const Different = v.object({ different: v.number() })

/**
 * Brings the rows of a staged file into the profile, in one transaction. What was brought in before is left as it is, so
 * that this can be done again after a kill.
 *
 * @throws ZonedeskError `storage`; nothing is changed then
 */
export function applyToProfile(files: OwnFiles, choice: ConflictChoice): AppliedKind[] {
  const fileWins = choice === 'file'
  return writing(files, 'profile', (db) => {
    const applied: AppliedKind[] = [applyAccounts(db, fileWins)]
    for (const merge of PROFILE_MERGES) {
      const kind = KIND_OF[merge.row]
      const { different } = v.parse(Different, db.prepare(countSql(merge)).get())
      const { changes } = db.prepare(writeSql(merge, fileWins)).run()
      const replaced = fileWins ? different : 0
      if (kind !== null) applied.push({ kind, added: changes - replaced, replaced })
    }
    return applied
  })
}

/** The same for the domains of the embedded service. */
export function applyToEmbedded(files: OwnFiles, choice: ConflictChoice): AppliedKind[] {
  return writing(files, 'embedded', (db) => [
    { kind: 'embedded-domains' as const, ...mergeEmbedded(db, choice === 'file') },
  ])
}

/** The same for the history, where nobody else has it open for writing. */
export function applyToHistory(files: OwnFiles): AppliedKind[] {
  const db = openAttached(files, ['history'])
  try {
    return historyKinds(storageErrors(() => mergeHistoryOf(db, files.staging), files.history))
  } finally {
    db.close()
  }
}

/** What came into the history, as the window names it. */
export function historyKinds({ entries, snapshots }: MergedHistory): AppliedKind[] {
  return [
    { kind: 'history', added: entries.added, replaced: 0 },
    { kind: 'snapshots', added: snapshots.added, replaced: 0 },
  ]
}

/**
 * Ends a move that a kill cut off after it had begun to be applied, and removes what is left of one that had not. Call
 * before anybody opens the files.
 *
 * @returns whether something was brought in
 * @throws ZonedeskError `storage`; what is left stays for the next start
 */
export function finishMove(files: OwnFiles): boolean {
  const choice = commitmentIn(files.staging)
  if (choice !== null) {
    prepareFiles(files)
    applyToProfile(files, choice)
    applyToEmbedded(files, choice)
    applyToHistory(files)
  }
  discard(files.staging)
  return choice !== null
}

function applyAccounts(db: Database.Database, fileWins: boolean): AppliedKind {
  const added = db
    .prepare(
      `INSERT INTO profile.accounts (id, kind, name, region, base_url, created_at, include_subaccounts, write_mode)
       SELECT m.here_id, f.kind, m.final_name, f.region, f.base_url, f.created_at, f.include_subaccounts, f.write_mode
       FROM moving.account AS f JOIN moving.account_map AS m ON m.file_id = f.id
       WHERE m.state = 'new' ORDER BY f.position ON CONFLICT (id) DO NOTHING`,
    )
    .run().changes
  const replaced = fileWins
    ? db
        .prepare(
          `UPDATE profile.accounts AS h SET name = m.final_name, include_subaccounts = m.include_subaccounts,
             write_mode = m.write_mode
           FROM moving.account_map AS m WHERE m.here_id = h.id AND m.state = 'different'`,
        )
        .run().changes
    : 0
  return { kind: 'accounts', added, replaced }
}

function writing<T>(files: OwnFiles, name: 'profile' | 'embedded', work: (db: Database.Database) => T): T {
  const db = openAttached(files, [name])
  try {
    return storageErrors(() => {
      db.prepare('ATTACH ? AS moving').run(files.staging)
      return db.transaction(() => work(db)).immediate()
    }, files[name])
  } finally {
    db.close()
  }
}
