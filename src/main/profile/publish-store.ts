import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { DomainKey } from '../../preload/contract/domain'
import { FailureCode } from '../../preload/contract/failure'
import { NamedConnection, PublishRunState, ZoneRunState } from '../../preload/contract/publish-facts'
import { parseJson } from './json-text'

/** The data of one record, lossless. */
export const StoredData = v.variant('type', [
  v.object({ type: v.picklist(['A', 'AAAA']), address: v.string() }),
  v.object({ type: v.literal('CNAME'), target: v.string() }),
  v.object({ type: v.literal('MX'), preference: v.number(), exchange: v.string() }),
  /** Each octet as the character of its number, so that a text that is no UTF-8 comes back as it was. */
  v.object({ type: v.picklist(['TXT', 'SPF']), strings: v.array(v.string()) }),
])

const type = v.picklist(['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'SPF'])

/** An RRset as it was or is to be, lossless. */
const StoredRrset = v.object({
  name: v.string(),
  type,
  ttl: v.nullable(v.number()),
  data: v.array(StoredData),
  isProxied: v.exactOptional(v.literal(true)),
})

/** The change of one RRset, with how it was at the last reading. */
export const StoredChange = v.object({
  name: v.string(),
  type,
  before: v.nullable(StoredRrset),
  after: v.nullable(StoredRrset),
  reasons: v.array(v.string()),
  is: v.nullable(v.picklist(['before', 'after', 'part', 'other'])),
  found: v.nullable(StoredRrset),
})
export type StoredChange = v.InferOutput<typeof StoredChange>

/** A part of some changes that is among them because a person decided so. */
export const DecidedChange = v.object({
  ...v.pick(StoredChange, ['name', 'type']).entries,
  ends: v.array(v.string()),
  reason: v.string(),
  /** What comes and what goes of the changes. */
  deltas: v.pipe(
    v.array(
      v.object({
        ...v.pick(StoredChange, ['name', 'type']).entries,
        adds: v.array(StoredData),
        removes: v.array(StoredData),
      }),
    ),
    v.minLength(1),
  ),
})
export type DecidedChange = v.InferOutput<typeof DecidedChange>

/** The same, with the domain in whose plan the person decided so, and the id by which the plan named it. */
const StoredDecision = v.object({ ...DecidedChange.entries, domain: DomainKey, id: v.string() })
export type StoredDecision = v.InferOutput<typeof StoredDecision>

/** What a run does to one zone, or did: an entry of the journal. */
export const StoredZoneWrite = v.object({
  position: v.number(),
  zone: v.string(),
  /** What the host calls the zone. */
  hostedId: v.string(),
  connection: NamedConnection,
  state: ZoneRunState,
  at: v.nullable(v.number()),
  domains: v.array(DomainKey),
  changes: v.array(StoredChange),
  /** What of it a person decided on; absent where that is nothing, and from an earlier version. */
  decided: v.exactOptional(v.array(StoredDecision)),
  message: v.string(),
  fix: v.string(),
  /** What kind of failure the message tells of; null, or absent from an earlier version, where that is not known. */
  code: v.exactOptional(v.nullable(FailureCode)),
  undoneBy: v.nullable(v.number()),
  /** How often a write of it ended without a clear answer. */
  tries: v.number(),
})
export type StoredZoneWrite = v.InferOutput<typeof StoredZoneWrite>

export const StoredRun = v.object({
  id: v.number(),
  state: PublishRunState,
  startedAt: v.number(),
  undoes: v.nullable(v.number()),
  domains: v.number(),
})
export type StoredRun = v.InferOutput<typeof StoredRun>

/** What was written into zones, kept for good. */
export interface PublishStore {
  /** Runs that read back, the newest first. */
  runs(): StoredRun[]
  /** How many zones of a run are in each state. */
  counts(runId: number): Map<ZoneRunState, number>
  /**
   * Zones of a run, in order.
   *
   * @param state null for all
   */
  zones(runId: number, state: ZoneRunState | null, skip: number, limit: number): StoredZoneWrite[]
  zone(runId: number, position: number): StoredZoneWrite | null
  /** The name of the first domain of a run's first zone, A-labels; null where it does not read. */
  firstDomain(runId: number): string | null
  /** What was written for a domain, the newest first. */
  ofDomain(key: DomainKey, limit: number): { readonly runId: number; readonly write: StoredZoneWrite }[]
  /** Keeps a new run with its zones, in one transaction, on the disk. @returns its id */
  add(run: Omit<StoredRun, 'id'>, zones: readonly StoredZoneWrite[]): number
  putRun(run: StoredRun): void
  /**
   * Keeps how a zone stands. That it is being written, or is not to be, is on the disk at once and survives a power cut;
   * how a write ended is there with the next of these, or with the run.
   */
  putZone(runId: number, zone: StoredZoneWrite): void
}

const Content = v.object({ content: v.string() })

export function createPublishStore(db: Database.Database): PublishStore {
  const selectRuns = db.prepare('SELECT id, content FROM publish_run ORDER BY id DESC')
  const selectCounts = db.prepare(
    'SELECT state, count(*) AS many FROM publish_zone WHERE run_id = ? GROUP BY state',
  )
  const selectZones = db.prepare(
    `SELECT content FROM publish_zone WHERE run_id = ? AND (? IS NULL OR state = ?)
     ORDER BY position LIMIT ? OFFSET ?`,
  )
  const selectZone = db.prepare('SELECT content FROM publish_zone WHERE run_id = ? AND position = ?')
  const selectFirst = db.prepare(
    `SELECT json_extract(content, '$.domains[0].name') AS name FROM publish_zone
     WHERE run_id = ? AND position = 0 AND json_valid(content)`,
  )
  const selectOfDomain = db.prepare(
    `SELECT d.run_id AS runId, z.content FROM publish_domain d
     JOIN publish_zone z ON z.run_id = d.run_id AND z.position = d.position
     WHERE d.account_id = ? AND d.name = ? ORDER BY d.run_id DESC, d.position LIMIT ?`,
  )
  const insertRun = db.prepare('INSERT INTO publish_run (content) VALUES (?)')
  const updateRun = db.prepare('UPDATE publish_run SET content = ? WHERE id = ?')
  const upsertZone = db.prepare(
    `INSERT INTO publish_zone (run_id, position, state, content) VALUES (?, ?, ?, ?)
     ON CONFLICT (run_id, position) DO UPDATE SET state = excluded.state, content = excluded.content`,
  )
  const insertDomain = db.prepare(
    'INSERT OR IGNORE INTO publish_domain (account_id, name, run_id, position) VALUES (?, ?, ?, ?)',
  )

  const addAll = db.transaction((run: Omit<StoredRun, 'id'>, zones: readonly StoredZoneWrite[]) => {
    const id = Number(insertRun.run(JSON.stringify(run)).lastInsertRowid)
    for (const zone of zones) {
      upsertZone.run(id, zone.position, zone.state, JSON.stringify(zone))
      for (const { accountId, name } of zone.domains) insertDomain.run(accountId, name, id, zone.position)
    }
    return id
  })

  /** In WAL mode a commit is on the disk at once with FULL only (sqlite.org/pragma.html#pragma_synchronous). */
  function durably<T>(write: () => T): T {
    db.pragma('synchronous = FULL')
    try {
      return write()
    } finally {
      db.pragma('synchronous = NORMAL')
    }
  }

  return {
    runs: () =>
      selectRuns.all().flatMap((found) => {
        const row = v.parse(v.object({ id: v.number(), ...Content.entries }), found)
        const run = v.safeParse(v.omit(StoredRun, ['id']), parseJson(row.content))
        return run.success ? [{ id: row.id, ...run.output }] : []
      }),
    counts: (runId) =>
      new Map(
        selectCounts.all(runId).map((found) => {
          const { state, many } = v.parse(v.object({ state: ZoneRunState, many: v.number() }), found)
          return [state, many]
        }),
      ),
    zones: (runId, state, skip, limit) => selectZones.all(runId, state, state, limit, skip).flatMap(readZone),
    zone: (runId, position) => {
      const found = selectZone.get(runId, position)
      return found === undefined ? null : (readZone(found)[0] ?? null)
    },
    firstDomain: (runId) => {
      const found = v.safeParse(v.object({ name: v.string() }), selectFirst.get(runId))
      return found.success ? found.output.name : null
    },
    ofDomain: ({ accountId, name }, limit) =>
      selectOfDomain.all(accountId, name, limit).flatMap((found) => {
        const { runId } = v.parse(v.object({ runId: v.number() }), found)
        return readZone(found).map((write) => ({ runId, write }))
      }),
    add: (run, zones) => durably(() => addAll.immediate(run, zones)),
    putRun: ({ id, ...run }) => void durably(() => updateRun.run(JSON.stringify(run), id)),
    putZone(runId, zone) {
      const put = (): unknown => upsertZone.run(runId, zone.position, zone.state, JSON.stringify(zone))
      // How a write ended need not be on the disk at once: after a power cut the zone is read, as it was being written.
      if (zone.state === 'writing' || zone.state === 'cancelled') durably(put)
      else put()
    },
  }
}

function readZone(found: unknown): StoredZoneWrite[] {
  const zone = v.safeParse(StoredZoneWrite, parseJson(v.parse(Content, found).content))
  return zone.success ? [zone.output] : []
}
