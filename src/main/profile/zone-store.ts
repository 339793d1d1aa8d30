import type Database from 'better-sqlite3'
import * as v from 'valibot'
import type { DomainKey } from '../../preload/contract/domain'
import { parseJson } from './json-text'

/** Names whose zone is remembered; the one seen longest ago makes room. */
export const MOST_ZONES_SEEN = 20_000

/** What DNS showed of the zone a name is in. */
export const ZoneSighting = v.object({
  state: v.picklist(['found', 'not-delegated', 'unknown']),
  /** The apex; null unless `found`. */
  apex: v.nullable(v.string()),
  /** NS names: A-labels, lower case, without trailing dot, sorted. */
  nameServers: v.array(v.string()),
  /** Who its SOA says keeps it, A-labels; null when nobody answered one, and absent in what was seen before. */
  soa: v.optional(v.nullable(v.object({ mname: v.string(), rname: v.string() }))),
  /** One sentence: why it is `unknown`; empty otherwise. */
  reason: v.string(),
  /** Milliseconds since the epoch. */
  at: v.number(),
})
export type ZoneSighting = v.InferOutput<typeof ZoneSighting>

/** What the user says of zones, and what DNS last showed of them. Names are A-labels in lower case. */
export interface ZoneStore {
  /** The preset chosen for a zone; null when none was. */
  preset(zone: string): string | null
  /** Null takes the choice back. */
  setPreset(zone: string, presetId: string | null): void
  /** The apex the user named for a domain; null when they did not. */
  override(key: DomainKey): string | null
  setOverride(key: DomainKey, zone: string | null): void
  /** What DNS last showed for a name; null when it was not asked, or what is stored does not read back. */
  seen(name: string): ZoneSighting | null
  putSeen(name: string, sighting: ZoneSighting): void
}

const Text = v.nullish(v.string(), null)

export function createZoneStore(db: Database.Database): ZoneStore {
  const column = (sql: string) => db.prepare(sql).pluck()
  const preset = column('SELECT preset_id FROM zone_preset WHERE zone = ?')
  const putPreset = db.prepare('INSERT OR REPLACE INTO zone_preset (zone, preset_id) VALUES (?, ?)')
  const removePreset = db.prepare('DELETE FROM zone_preset WHERE zone = ?')
  const override = column('SELECT zone FROM zone_override WHERE account_id = ? AND name = ?')
  const putOverride = db.prepare(
    'INSERT OR REPLACE INTO zone_override (account_id, name, zone) VALUES (?, ?, ?)',
  )
  const removeOverride = db.prepare('DELETE FROM zone_override WHERE account_id = ? AND name = ?')
  const seen = column('SELECT content FROM zone_seen WHERE name = ?')
  const putSeen = db.prepare('INSERT OR REPLACE INTO zone_seen (name, at, content) VALUES (?, ?, ?)')
  const forgetOldest = db.prepare(
    `DELETE FROM zone_seen WHERE name IN (
       SELECT name FROM zone_seen ORDER BY at
       LIMIT max(0, (SELECT count(*) FROM zone_seen) - ${MOST_ZONES_SEEN}))`,
  )
  return {
    preset: (zone) => v.parse(Text, preset.get(zone)),
    setPreset: (zone, presetId) =>
      void (presetId === null ? removePreset.run(zone) : putPreset.run(zone, presetId)),
    override: ({ accountId, name }) => v.parse(Text, override.get(accountId, name)),
    setOverride: ({ accountId, name }, zone) =>
      void (zone === null ? removeOverride.run(accountId, name) : putOverride.run(accountId, name, zone)),
    seen(name) {
      const content = v.parse(Text, seen.get(name))
      const sighting = v.safeParse(ZoneSighting, content === null ? null : parseJson(content))
      return sighting.success ? sighting.output : null
    },
    putSeen: db.transaction((name: string, sighting: ZoneSighting) => {
      putSeen.run(name, sighting.at, JSON.stringify(sighting))
      forgetOldest.run()
    }),
  }
}
