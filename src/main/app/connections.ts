import type { Connection } from '../accounts/connection'
import type { ProviderClient } from '../provider/client'

/**
 * Keeps one client an account, so that its limits on requests hold for the whole app.
 *
 * @param connection answers an account's connection; throws ZonedeskError `not-found`
 * @param connect makes a client of a connection
 */
export function createConnections(
  connection: (accountId: string) => Connection,
  connect: (connection: Connection) => ProviderClient,
) {
  const clients = new Map<string, ProviderClient>()
  return {
    clientFor: async (accountId: string): Promise<ProviderClient> => {
      const existing = clients.get(accountId)
      if (existing !== undefined) return existing
      const client = connect(connection(accountId))
      clients.set(accountId, client)
      return client
    },
    forget: (accountId: string): void => void clients.delete(accountId),
  }
}
