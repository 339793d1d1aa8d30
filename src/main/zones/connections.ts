import { randomUUID } from 'node:crypto'
import type { KeepKey } from '../../preload/contract/accounts'
import type {
  ConnectionTest,
  ConnectionTestProgress,
  ZoneConnection,
} from '../../preload/contract/connections'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ConnectionSettings } from '../../preload/contract/zone-connections'
import { Sequencer } from '../async/sequencer'
import { requireAccountName } from '../accounts/account-name'
import { createKeyRing } from '../accounts/key-ring'
import type { Keychain } from '../accounts/keychain'
import type { SessionKeys } from '../accounts/session-keys'
import type { ConnectionStore, StoredZoneConnection, ZoneChoice } from '../profile/connection-store'
import { type ReadTsigKey, secretOf } from './connection-secret'
import { keepsSecret, requireSettings } from './connection-settings'
import { guardAccess, type GuardedAccess, withoutSecret } from './guarded-access'
import { lookAtZones } from './test-connection'
import type { OpenAccess, ZoneAccess, ZoneAccessParts } from './zone-access'

/** How long a removed connection can be put back, in milliseconds. */
export const UNDO_MS = 60_000

export interface NewZoneConnection {
  readonly name: string
  readonly settings: ConnectionSettings
  readonly secret: string
  readonly keepSecret: KeepKey
  readonly isReadOnly: boolean
}

/** What is told of a test, and what stops it. */
export interface Testing {
  readonly signal: AbortSignal
  readonly onProgress: (progress: ConnectionTestProgress) => void
}

/** Connections to DNS hosts and their secrets. A change is made whole or not at all. */
export interface ZoneConnections {
  list(): Promise<ZoneConnection[]>
  /** @throws ZonedeskError `invalid` with the field; `keychain`; `storage` */
  add(connection: NewZoneConnection): Promise<ZoneConnection>
  /** @throws ZonedeskError `invalid` with field `name`; `not-found`; `storage` */
  rename(id: string, name: string): Promise<ZoneConnection>
  /**
   * @param secret null keeps the one there is
   * @throws ZonedeskError `invalid` with the field, `secret` where the settings need it entered again; `not-found`;
   *   `refused` for another kind; `keychain`; `storage`
   */
  change(
    id: string,
    settings: ConnectionSettings,
    secret: string | null,
    keepSecret: KeepKey,
  ): Promise<ZoneConnection>
  /** @throws ZonedeskError `not-found`; `storage` */
  setReadOnly(id: string, isReadOnly: boolean): Promise<ZoneConnection>
  /**
   * Removes the connection, its secret and the choices of its zones. For a minute they are kept in memory, for
   * `undoRemove`.
   *
   * @throws ZonedeskError `not-found`; `keychain`; `storage`
   */
  remove(id: string): Promise<void>
  /** @throws ZonedeskError `not-found` when it was not removed, or too long ago; `invalid` for a taken name; `keychain`; `storage` */
  undoRemove(id: string): Promise<ZoneConnection>
  /** @throws ZonedeskError `invalid`, and as `ZoneAccess`; the signal's reason */
  testNew(settings: ConnectionSettings, secret: string, testing: Testing): Promise<ConnectionTest>
  /** @throws ZonedeskError `not-found`, `unauthorized`, `keychain`, and as `ZoneAccess`; the signal's reason */
  test(id: string, testing: Testing): Promise<ConnectionTest>
  /**
   * The opened connection, one for all who use it. It is closed when the connection changes, once nothing is under way
   * through it any more; ask for it anew each time.
   *
   * @throws ZonedeskError `not-found`; `unauthorized` when its secret is not here; `keychain`; `invalid`
   */
  accessFor(id: string): Promise<ZoneAccess>
  /** @throws ZonedeskError `not-found`; `storage` */
  connectionOf(id: string): StoredZoneConnection
  /** Closes every connection. */
  close(): void
}

export interface ZoneConnectionsOptions {
  readonly store: ConnectionStore
  readonly keychain: Keychain
  readonly sessionKeys: SessionKeys
  readonly open: OpenAccess
  readonly parts: ZoneAccessParts
  readonly readTsigKey: ReadTsigKey
  /** A connection is another one, or is gone: what is known of its zones no longer holds. */
  readonly onOthers: (id: string) => void
}

export function createZoneConnections(options: ZoneConnectionsOptions): ZoneConnections {
  const { store, open, parts, onOthers } = options
  const readSecret = (settings: ConnectionSettings, pasted: string): Promise<string> =>
    secretOf(settings, pasted, options.readTsigKey)
  const keys = createKeyRing(options.keychain, options.sessionKeys)
  const opened = new Map<string, Promise<GuardedAccess>>()
  const removed = new Map<string, Removed>()
  const turns = new Map<string, Sequencer>()

  /** One change of a connection after the other, so that nobody sees the settings of one and the secret of another. */
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const turn = turns.get(id) ?? new Sequencer()
    turns.set(id, turn)
    return turn.run(work)
  }

  const describe = async ({ id, ...connection }: StoredZoneConnection): Promise<ZoneConnection> => ({
    ...{ id, ...connection },
    secret: await keys.placeOf(keyId(id)),
  })
  const connectionOf = (id: string): StoredZoneConnection => {
    const connection = store.get(id)
    if (connection !== undefined) return connection
    throw new ZonedeskError('not-found', 'There is no such connection.', {
      fix: 'It may have been removed. Open "Connections to DNS hosts" in the File menu to see which there are.',
    })
  }
  const requireName = (name: string, ownId: string | null): string =>
    requireAccountName(name, store.list(), ownId, 'connection')
  const requireSecretOf = async ({ id, name }: StoredZoneConnection): Promise<string> => {
    const secret = await keys.keyOf(keyId(id))
    if (secret !== null) return secret
    throw new ZonedeskError('unauthorized', `The secret of ${name} is not on this computer.`, {
      fix: 'Open "Connections to DNS hosts" in the File menu and enter it again.',
    })
  }
  /** Why nothing is written through a connection now. */
  const refusal = (id: string): ZonedeskError | null => {
    const connection = store.get(id)
    if (connection === undefined) {
      return new ZonedeskError('not-found', 'The connection was removed, so nothing was sent.', {
        fix: 'Open "Connections to DNS hosts" in the File menu, connect the DNS host again, then plan anew.',
      })
    }
    if (!connection.isReadOnly) return null
    return new ZonedeskError(
      'read-only',
      `${connection.name} is read only in Zonedesk, so nothing was sent.`,
      {
        fix: 'To allow it, turn "Read only" off in "Connections to DNS hosts", in the File menu.',
      },
    )
  }
  const openGuarded = async (
    settings: ConnectionSettings,
    secret: string,
    refused: () => ZonedeskError | null,
  ): Promise<GuardedAccess> => {
    try {
      return guardAccess(await open(settings, secret, parts), secret, refused)
    } catch (error) {
      throw withoutSecret(error, secret)
    }
  }
  /** The connection leads elsewhere from now on. */
  const drop = (id: string): void => {
    const old = opened.get(id)
    opened.delete(id)
    void old?.then(
      (access) => access.close(),
      () => undefined,
    )
    onOthers(id)
  }
  const accessFor = async (id: string): Promise<GuardedAccess> => {
    connectionOf(id)
    const there = opened.get(id)
    if (there !== undefined) return there
    const opening = inTurn(id, async () => {
      const connection = connectionOf(id)
      return { settings: connection.settings, secret: await requireSecretOf(connection) }
    }).then(({ settings, secret }) => openGuarded(settings, secret, () => refusal(id)))
    opened.set(id, opening)
    try {
      await opening
    } catch (error) {
      if (opened.get(id) === opening) opened.delete(id)
      throw error
    }
    // It changed while it was opened.
    return opened.get(id) === opening ? opening : accessFor(id)
  }
  const looked = async (
    settings: ConnectionSettings,
    access: ZoneAccess,
    { signal, onProgress }: Testing,
  ): Promise<ConnectionTest> => {
    signal.throwIfAborted()
    return lookAtZones(access, settings, signal, onProgress)
  }
  /** The old secret goes first: a kill leaves none at all sooner than one that goes to a host it was not entered for. */
  const replaceBoth = async (
    { id, settings: before }: StoredZoneConnection,
    settings: ConnectionSettings,
    secret: string,
    keepSecret: KeepKey,
  ): Promise<void> => {
    const putBack = await keys.remove(keyId(id))
    try {
      store.setSettings(id, settings)
      await keys.put(keyId(id), secret, keepSecret)
    } catch (error) {
      store.setSettings(id, before)
      await putBack()
      throw error
    }
  }
  const forgetRemoved = (id: string): void => {
    clearTimeout(removed.get(id)?.timer)
    removed.delete(id)
  }

  return {
    connectionOf,
    list: () => Promise.all(store.list().map(describe)),
    add: async ({ name: typed, settings: entered, secret: pasted, keepSecret, isReadOnly }) => {
      const settings = requireSettings(entered)
      const secret = await readSecret(settings, pasted)
      requireName(typed, null)
      const id = randomUUID()
      try {
        await keys.put(keyId(id), secret, keepSecret)
        // Checked again: another connection may have taken the name while the keychain was asked.
        const name = requireName(typed, null)
        const stored: StoredZoneConnection = { id, name, settings, isReadOnly, createdAt: parts.now() }
        store.add(stored)
        return await describe(stored)
      } catch (error) {
        keys.discard(keyId(id))
        throw error
      }
    },
    rename: async (id, typed) => {
      const connection = connectionOf(id)
      const name = requireName(typed, id)
      store.rename(id, name)
      return describe({ ...connection, name })
    },
    change: (id, entered, pasted, keepSecret) =>
      inTurn(id, async () => {
        const before = connectionOf(id)
        const settings = requireSettings(entered)
        if (settings.kind !== before.settings.kind) {
          throw new ZonedeskError('refused', 'A connection cannot change to another kind of DNS host.', {
            fix: 'Add another connection for the other host.',
          })
        }
        const secret = pasted === null ? null : await readSecret(settings, pasted)
        const keeps = keepsSecret(before.settings, settings)
        if (secret === null && !keeps) throw secretNeeded()
        drop(id)
        if (keeps) {
          if (secret !== null) await keys.put(keyId(id), secret, keepSecret)
          store.setSettings(id, settings)
        } else await replaceBoth(before, settings, secret ?? '', keepSecret)
        drop(id)
        return describe(connectionOf(id))
      }),
    setReadOnly: async (id, isReadOnly) => {
      connectionOf(id)
      store.setReadOnly(id, isReadOnly)
      return describe(connectionOf(id))
    },
    remove: (id) =>
      inTurn(id, async () => {
        const connection = connectionOf(id)
        const putBack = await keys.remove(keyId(id))
        let choices: ZoneChoice[]
        try {
          choices = store.remove(id)
        } catch (error) {
          await putBack()
          throw error
        }
        drop(id)
        const timer = setTimeout(() => removed.delete(id), UNDO_MS)
        timer.unref()
        removed.set(id, { connection, choices, putBack, timer })
      }),
    undoRemove: async (id) => {
      const gone = removed.get(id)
      if (gone === undefined) {
        throw new ZonedeskError('not-found', 'The connection was removed too long ago to be put back.', {
          fix: 'Add it again.',
        })
      }
      requireName(gone.connection.name, id)
      await gone.putBack()
      try {
        store.putBack(gone.connection, gone.choices)
      } catch (error) {
        await keys.remove(keyId(id))
        throw error
      }
      forgetRemoved(id)
      return describe(connectionOf(id))
    },
    testNew: async (entered, pasted, testing) => {
      testing.onProgress({ step: 'opening', done: 0, total: 0 })
      const settings = requireSettings(entered)
      const secret = await readSecret(settings, pasted)
      const access = await openGuarded(settings, secret, neverWrites)
      try {
        return await looked(settings, access, testing)
      } finally {
        access.close()
      }
    },
    test: async (id, testing) => {
      testing.onProgress({ step: 'opening', done: 0, total: 0 })
      const access = await accessFor(id)
      return looked(connectionOf(id).settings, access, testing)
    },
    accessFor,
    close() {
      for (const id of removed.keys()) forgetRemoved(id)
      for (const id of opened.keys()) drop(id)
    },
  }
}

/** A connection that was removed and can be put back. */
interface Removed {
  readonly connection: StoredZoneConnection
  readonly choices: readonly ZoneChoice[]
  /** Puts the secret back where it was. */
  readonly putBack: () => Promise<void>
  readonly timer: NodeJS.Timeout
}

/** What a secret is filed under: no account has such an id. */
function keyId(connectionId: string): string {
  return `connection:${connectionId}`
}

function neverWrites(): ZonedeskError {
  return new ZonedeskError('read-only', 'A test changes nothing.', {
    fix: 'Keep the connection, then publish through it.',
  })
}

function secretNeeded(): ZonedeskError {
  return new ZonedeskError(
    'invalid',
    'The server or the key was changed, so the secret has to be entered again.',
    {
      fix: 'Paste the secret. Zonedesk never sends a secret to a host that it was not entered for.',
      field: 'secret',
    },
  )
}
