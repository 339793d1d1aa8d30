import type { Region } from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ProviderClient } from '../provider/types'
import { REGION_URLS } from './base-url'
import type { Connection } from './connection'

/** Makes a client of a connection. Nothing is sent by making it. */
export type Connect = (connection: Connection) => ProviderClient

/**
 * Whether a key that Mailgun does not know in one region is known in the other, because a key works in one region only
 * and the two are easily mixed up. Asks for one domain, which changes nothing.
 *
 * @param region where the key is not known
 * @returns the region that knows it; null when none does, cannot be asked, or there is no other
 */
export async function regionOfKey(
  connect: Connect,
  connection: Connection,
  region: Region | null,
): Promise<'us' | 'eu' | null> {
  const other = region === 'us' ? 'eu' : region === 'eu' ? 'us' : null
  if (other === null) return null
  try {
    await connect({ ...connection, baseUrl: REGION_URLS[other] }).list({ limit: 1, skip: 0 })
    return other
  } catch {
    return null
  }
}

/** @param isStored whether the account exists already, so that its region is changed, not chosen */
export function wrongRegion(right: 'us' | 'eu', isStored: boolean): ZonedeskError {
  const name = right.toUpperCase()
  return new ZonedeskError('unauthorized', `The key belongs to the ${name} region.`, {
    fix: isStored ? 'Change the region of the account.' : `Choose the ${name} region.`,
    field: 'region',
  })
}

/**
 * The client of a stored account, which says so when the key it is refused with belongs to the other region. The other
 * region is asked once for each key.
 */
export function watchRegion(
  client: ProviderClient,
  connect: Connect,
  connection: Connection,
  region: Region | null,
): ProviderClient {
  let asked: { readonly key: string; readonly right: Promise<'us' | 'eu' | null> } | null = null

  async function rightRegion(): Promise<'us' | 'eu' | null> {
    const key = await connection.apiKey().catch(() => null)
    if (key === null) return null
    if (asked?.key !== key) asked = { key, right: regionOfKey(connect, connection, region) }
    return asked.right
  }
  async function watch<T>(call: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    try {
      return await call
    } catch (error) {
      const isUnknown = error instanceof ZonedeskError && error.failure.code === 'unauthorized'
      if (!isUnknown || signal?.aborted === true) throw error
      const right = await rightRegion()
      throw right === null ? error : wrongRegion(right, true)
    }
  }

  // Every argument goes on as it came, so that no way of reading is lost on the way to the client.
  const watched =
    <Args extends unknown[], T>(method: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      watch(
        method(...args),
        args.find((arg) => arg instanceof AbortSignal),
      )
  return {
    list: watched((...args: Parameters<ProviderClient['list']>) => client.list(...args)),
    create: watched((...args: Parameters<ProviderClient['create']>) => client.create(...args)),
    get: watched((...args: Parameters<ProviderClient['get']>) => client.get(...args)),
    update: watched((...args: Parameters<ProviderClient['update']>) => client.update(...args)),
    verify: watched((...args: Parameters<ProviderClient['verify']>) => client.verify(...args)),
    delete: watched((...args: Parameters<ProviderClient['delete']>) => client.delete(...args)),
  }
}
