import * as v from 'valibot'
import { KeepKey, KeyPlace } from './accounts'
import { channel } from './channel'
import { ConnectionKind, ConnectionSettings, TsigAlgorithm } from './zone-connections'

/** Where a zone can be written, as the window shows it. The secret itself never appears here. */
export const ZoneConnection = v.object({
  id: v.string(),
  name: v.string(),
  settings: ConnectionSettings,
  /** Where the secret is. */
  secret: KeyPlace,
  /** Whether the user lets Zonedesk write nothing through it. */
  isReadOnly: v.boolean(),
  /** Milliseconds since the epoch. */
  createdAt: v.number(),
})
export type ZoneConnection = v.InferOutput<typeof ZoneConnection>

/** A zone that nothing can be written to, and why in one sentence. */
const UnwritableZone = v.object({ apex: v.string(), reason: v.string() })

/** What a test of a connection found. */
export const ConnectionTest = v.object({
  /** Zones that it may see; null where the host lists none and the settings name none, so that only the way was tried. */
  zones: v.nullable(v.number()),
  /** At most 20 of those that cannot be written. */
  notWritable: v.array(UnwritableZone),
  notWritableCount: v.number(),
  /** Zones that the settings name and the host does not have. */
  missing: v.array(v.string()),
})
export type ConnectionTest = v.InferOutput<typeof ConnectionTest>

/** How far a test is. */
export const ConnectionTestProgress = v.object({
  step: v.picklist(['opening', 'listing', 'finding']),
  /** Zones looked for so far, of those that the settings name. */
  done: v.number(),
  total: v.number(),
})
export type ConnectionTestProgress = v.InferOutput<typeof ConnectionTestProgress>

/** The zones of a connection as the host last listed them. */
export const ConnectionZones = v.object({
  /** Sorted by apex. */
  zones: v.array(
    v.object({
      apex: v.string(),
      /** What the host calls it. */
      id: v.string(),
      /** Why nothing can be written, one sentence; null where it can. */
      notWritable: v.nullable(v.string()),
    }),
  ),
  /** Whether the host can list its zones; where not, these are the ones that the settings name. */
  isWhole: v.boolean(),
  /** Milliseconds since the epoch. */
  at: v.number(),
})
export type ConnectionZones = v.InferOutput<typeof ConnectionZones>

/** Longest secret that is taken, in characters: a whole block of a TSIG key is longer than any token. */
const MOST_SECRET = 10_000

const ConnectionId = v.object({ connectionId: v.string() })
/** It crosses inwards once, and is neither logged nor answered. */
const Secret = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_SECRET))
const Name = v.pipe(v.string(), v.maxLength(1_000))

/** Connections to DNS hosts. Nothing here changes a record at a host. */
export const connections = {
  list: channel(v.object({}), v.array(ZoneConnection)),
  /** The kinds of DNS hosts that this version can connect to. */
  kinds: channel(v.object({}), v.object({ kinds: v.array(ConnectionKind) })),
  /** Fails with `invalid` (field `name`, `secret`, or that of the settings), `keychain`, `storage`. */
  add: channel(
    v.object({
      name: Name,
      settings: ConnectionSettings,
      secret: Secret,
      keepSecret: KeepKey,
      isReadOnly: v.boolean(),
    }),
    ZoneConnection,
  ),
  rename: channel(v.object({ ...ConnectionId.entries, name: Name }), ZoneConnection),
  /**
   * Changes the settings, the secret, or both; a null secret stays as it is. Fails with `invalid` (field `secret`) for a
   * null one where the settings lead to another server or name another key: a secret never goes to a host that it was not
   * entered for. The kind cannot change.
   */
  change: channel(
    v.object({
      ...ConnectionId.entries,
      settings: ConnectionSettings,
      secret: v.nullable(Secret),
      keepSecret: KeepKey,
    }),
    ZoneConnection,
  ),
  /** From now on; a write under way is not cut off. */
  setReadOnly: channel(v.object({ ...ConnectionId.entries, isReadOnly: v.boolean() }), ZoneConnection),
  /** Removes the connection, its secret and the choices of its zones; all of them can be put back for a minute. */
  remove: channel(ConnectionId, v.object({})),
  /** Fails with `not-found` when it was removed too long ago. */
  undoRemove: channel(ConnectionId, ZoneConnection),
  /**
   * Opens a connection that is not stored and looks at its zones; a test under way is cancelled. Fails with `cancelled`,
   * and as the host declines.
   */
  testNew: channel(v.object({ settings: ConnectionSettings, secret: Secret }), ConnectionTest),
  /** The same with a stored connection. */
  test: channel(ConnectionId, ConnectionTest),
  cancelTest: channel(v.object({}), v.object({})),
  /** The zones of a connection; `fresh` asks the host even where they are known. */
  zones: channel(v.object({ ...ConnectionId.entries, fresh: v.boolean() }), ConnectionZones),
  /** The zones of a connection that the user chose where several have the same apex, sorted by apex. */
  chosenZones: channel(
    ConnectionId,
    v.object({ zones: v.array(v.object({ apex: v.string(), zoneId: v.string() })) }),
  ),
  /** Chooses which zone is meant where several have the same apex. */
  chooseZone: channel(
    v.object({ ...ConnectionId.entries, apex: v.string(), zoneId: v.string() }),
    v.object({}),
  ),
  unchooseZone: channel(v.object({ apex: v.string() }), v.object({})),
  /**
   * Reads a TSIG key as BIND's tools write it, `key "…" { algorithm …; secret "…"; };`, and answers all but its secret.
   * The same text is taken as the secret of a connection, so that nobody has to take it apart. Fails with `invalid`
   * (field `secret`).
   */
  readTsigKey: channel(
    v.object({ text: v.pipe(v.string(), v.maxLength(10_000)) }),
    // Null for what the text does not say.
    v.object({ keyName: v.nullable(v.string()), algorithm: v.nullable(TsigAlgorithm) }),
  ),
}
