import type { Region } from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'
import type { Connection } from './connection'
import { regionOfKey, wrongRegion, type Connect } from './other-region'

/**
 * Asks for one domain, which changes nothing. A key that is not known in one region is tried, reading too, in the other.
 *
 * @param region null for the embedded service
 * @param isStored whether the account exists already
 * @throws ZonedeskError as `ProviderClient.list`
 */
export async function testConnection(
  connect: Connect,
  connection: Connection,
  region: Region | null,
  isStored: boolean,
): Promise<{ domains: number | null }> {
  try {
    const { total } = await connect(connection).list({ limit: 1, skip: 0 })
    return { domains: total }
  } catch (error) {
    if (!(error instanceof ZonedeskError) || error.failure.code !== 'unauthorized') throw error
    const right = await regionOfKey(connect, connection, region)
    throw right === null ? error : wrongRegion(right, isStored)
  }
}
