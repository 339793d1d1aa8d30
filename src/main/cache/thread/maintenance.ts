import type Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Notice } from '../../../preload/contract/notice'
import { backUp, isBackupDue } from '../../sqlite/backups'
import { damagedFile, isDamage } from '../../sqlite/storage-failure'
import { backupFailed, ownDataDamaged } from './notices'
import type { ThreadData } from './protocol'

/** How long nobody must have asked for anything before maintenance takes the thread for a moment, in milliseconds. */
const IDLE_MS = 3_000
/** How often the thread looks whether something is due, in milliseconds. */
const INTERVAL_MS = 60 * 60 * 1000
/**
 * How often every page is looked at. SQLite meets most damage by itself when it reads a page; what remains is pages
 * that nobody reads and indexes that no longer agree with their table, and those can wait for a day.
 */
const CHECK_INTERVAL_MS = 24 * 60 * 60 * 1000

const MaintenanceMemory = v.object({ endedAsItShould: v.boolean(), checkedAt: v.nullable(v.number()) })
type MaintenanceMemory = v.InferOutput<typeof MaintenanceMemory>

/** What the thread does while nobody asks it for anything: it looks for damage and keeps copies of own data. */
export interface Maintenance {
  /** Begins once the files are open. */
  begin(): void
  /** Puts off what is due, because something was asked for. */
  postpone(): void
  /** Remembers that everything ended as it should. */
  end(): void
}

export function createMaintenance(
  data: ThreadData,
  parts: {
    readonly connection: () => Database.Database | null
    readonly onNotice: (notice: Notice) => void
    readonly onFault: (error: unknown) => void
    readonly onDamage: () => void
    /** Carries work out between requests. */
    readonly inTurn: (work: () => void | Promise<void>) => Promise<void>
  },
): Maintenance {
  let timer: ReturnType<typeof setTimeout> | undefined
  let steps: MaintenanceStep[] = []
  let begun = false

  function arm(wait: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void parts.inTurn(work).catch(parts.onFault), wait)
    timer.unref()
  }

  /** One step, then a pause in which requests come first. */
  async function work(): Promise<void> {
    const db = parts.connection()
    if (db === null) return
    const step = steps.shift()
    if (step === undefined) {
      steps = stepsDue(db)
      arm(steps.length > 0 ? 0 : INTERVAL_MS)
      return
    }
    try {
      await step(db)
      arm(steps.length > 0 ? 0 : INTERVAL_MS)
    } catch (error) {
      if (!isDamage(error)) throw error
      parts.onDamage()
    }
  }

  function stepsDue(db: Database.Database): MaintenanceStep[] {
    const now = Date.now()
    const copies = data.own
      .filter((file) => isBackupDue(file, data.backups, now))
      .map(
        (file): MaintenanceStep =>
          () =>
            keepCopy(file),
      )
    const { checkedAt } = remembered()
    if (checkedAt !== null && Math.abs(now - checkedAt) < CHECK_INTERVAL_MS) return copies
    const done: MaintenanceStep = () => remember({ endedAsItShould: false, checkedAt: Date.now() })
    return [...copies, ...checks(db), done]
  }

  async function keepCopy(file: string): Promise<void> {
    try {
      await backUp(file, data.backups, Date.now())
    } catch (error) {
      // A copy that is as damaged as its original is of no use. The next check cures a damaged history.
      parts.onNotice(
        isDamage(error) && file !== data.files.history ? ownDataDamaged(file) : backupFailed(error),
      )
      parts.onFault(error)
    }
  }

  function remembered(): MaintenanceMemory {
    try {
      return v.parse(
        v.pipe(v.string(), v.parseJson(), MaintenanceMemory),
        readFileSync(data.maintenance, 'utf8'),
      )
    } catch {
      return { endedAsItShould: false, checkedAt: null }
    }
  }

  function remember(what: MaintenanceMemory): void {
    try {
      writeFileSync(data.maintenance, JSON.stringify(what))
    } catch (error) {
      // Without it, everything is looked at again sooner than needed.
      parts.onFault(error)
    }
  }

  return {
    begin() {
      if (!begun) {
        // After a run that was cut off, pages may be as the disk left them and not as they were written.
        const { endedAsItShould, checkedAt } = remembered()
        remember({ endedAsItShould: false, checkedAt: endedAsItShould ? checkedAt : null })
      }
      begun = true
      steps = []
      arm(IDLE_MS)
    },
    postpone() {
      if (begun) arm(IDLE_MS)
    },
    end() {
      clearTimeout(timer)
      if (!begun) return
      begun = false
      remember({ endedAsItShould: true, checkedAt: remembered().checkedAt })
    },
  }
}

type MaintenanceStep = (db: Database.Database) => void | Promise<void>

/** One table at a time with its indexes, so that no write waits for the whole. */
function checks(db: Database.Database): MaintenanceStep[] {
  return ['main', 'history'].flatMap((schema) => {
    const tables = db
      .prepare(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all() as string[]
    return tables.map(
      (table): MaintenanceStep =>
        (open) =>
          requireSound(open, schema, table),
    )
  })
}

function requireSound(db: Database.Database, schema: string, table: string): void {
  const verdict = db.pragma(`${schema}.integrity_check('${table.replaceAll("'", "''")}')`, { simple: true })
  if (verdict !== 'ok') throw damagedFile(schema === 'main' ? db.name : `${schema}.sqlite`, String(verdict))
}
