import type { Region } from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ProviderClient } from '../provider/client'
import { REGION_URLS } from './base-url'
import type { Connection } from './connection'

/** Makes a client of a connection. Nothing is sent by making it. */
export type Connect = (connection: Connection) => ProviderClient

/**
 * Asks for one domain, which changes nothing. A key that Mailgun does not know in one region is tried, reading too, in
 * the other, because a key works in one region only and the two are easily mixed up.
 *
 * @param region null for the embedded service
 * @param isStored whether the account exists already, so that its region can only be changed by adding it again
 * @throws ZonedeskError as `ProviderClient.list`
 */
export async function testConnection(
  connect: Connect,
  connection: Connection,
  region: Region | null,
  isStored: boolean,
): Promise<{ domains: number }> {
  try {
    return { domains: await countDomains(connect(connection)) }
  } catch (error) {
    if (!(error instanceof ZonedeskError) || error.failure.code !== 'unauthorized') throw error
    const other = region === 'us' ? 'eu' : region === 'eu' ? 'us' : null
    if (other === null) throw error
    const isThere = await countDomains(connect({ ...connection, baseUrl: REGION_URLS[other] })).then(
      () => true,
      () => false,
    )
    throw isThere ? wrongRegion(other, isStored) : error
  }
}

async function countDomains(client: ProviderClient): Promise<number> {
  const { total } = await client.list({ limit: 1, skip: 0 })
  return total
}

function wrongRegion(right: 'us' | 'eu', isStored: boolean): ZonedeskError {
  const name = right.toUpperCase()
  return new ZonedeskError('unauthorized', `The key belongs to the ${name} region.`, {
    fix: isStored
      ? `Remove the account and add it again with the ${name} region.`
      : `Choose the ${name} region.`,
    field: 'region',
  })
}
