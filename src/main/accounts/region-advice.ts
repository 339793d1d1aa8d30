import type { Region } from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'
import { REGION_URLS } from './base-url'
import type { Connect, Connection } from './connection'

/**
 * Adds advice to a connection: when the provider refuses a key that belongs to the other region, the error says so. A
 * key works in one region only, and the two are easily mixed up. The other region is asked once for each key.
 *
 * @param region where the connection goes; null for the embedded service
 * @param isStored whether the account exists already, so that its region is changed, not chosen
 */
export function withRegionAdvice(
  connect: Connect,
  connection: Connection,
  region: Region | null,
  isStored: boolean,
): Connection {
  let asked: { readonly key: string; readonly right: Promise<'us' | 'eu' | null> } | null = null

  async function rightRegion(): Promise<'us' | 'eu' | null> {
    const key = await connection.apiKey().catch(() => null)
    if (key === null) return null
    if (asked?.key !== key) asked = { key, right: regionOfKey(connect, connection, region) }
    return asked.right
  }
  return {
    ...connection,
    adviseOnKey: async () => {
      const right = await rightRegion()
      return right === null ? null : wrongRegion(right, isStored)
    },
  }
}

/**
 * Asks for one domain, which changes nothing.
 *
 * @param region the region that does not know the key
 * @returns the other region when it knows the key; null when it does not, cannot be asked, or there is none
 */
async function regionOfKey(
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

function wrongRegion(right: 'us' | 'eu', isStored: boolean): ZonedeskError {
  const name = right.toUpperCase()
  return new ZonedeskError('unauthorized', `The key belongs to the ${name} region.`, {
    fix: isStored ? 'Change the region of the account.' : `Choose the ${name} region.`,
    field: 'region',
  })
}
