import { uptime } from 'node:os'
import type { ZonedeskError } from '../../preload/contract/failure'
import type { Emit } from '../../preload/contract/events'
import type { Cache } from '../cache/cache'
import type { Domains } from '../domains/domains'
import type { DnsAccess } from '../domains/checks/check-domain'
import { accountKeyCalls } from '../domains/keys/rotations/account-key-calls'
import { isNameTaken, lookForKey } from '../domains/keys/rotations/key-in-dns'
import { createRotations, type Rotations } from '../domains/keys/rotations/rotations'
import type { RotationStore } from '../profile/rotation-store'

/** Puts together what rotates DKIM keys. */
export function createAppRotations(parts: {
  readonly store: RotationStore
  readonly service: Pick<Domains, 'calls' | 'domains'>
  readonly accessOf: (accountId: string) => Promise<DnsAccess>
  readonly readOnly: (accountId: string) => ZonedeskError | null
  readonly cache: Pick<Cache, 'has'>
  readonly emit: Emit
  readonly onFault: (error: unknown) => void
}): Rotations {
  const { store, service, cache, accessOf, readOnly, emit, onFault } = parts
  return createRotations({
    ...{ store, readOnly, emit, onFault },
    calls: accountKeyCalls(service.calls),
    onEnded: async (key) => (cache.has(key) ? service.domains.refresh(key) : undefined),
    look: async (accountId, record, signal) =>
      lookForKey(await accessOf(accountId), record, signal, Date.now),
    isNameTaken: async (accountId, name, signal) => isNameTaken(await accessOf(accountId), name, signal),
    clocks: () => ({ wall: Date.now(), up: uptime() * 1000 }),
  })
}
