import type { ProviderClient } from '../provider/types'

/**
 * Keeps one client an account, so that its limits on requests hold for the whole app.
 *
 * @param connect makes a client of an account; throws ZonedeskError `not-found`
 */
export function createClients(connect: (accountId: string) => ProviderClient) {
  const clients = new Map<string, ProviderClient>()
  return {
    clientFor: async (accountId: string): Promise<ProviderClient> => {
      const existing = clients.get(accountId)
      if (existing !== undefined) return existing
      const client = connect(accountId)
      clients.set(accountId, client)
      return client
    },
    forget: (accountId: string): void => void clients.delete(accountId),
  }
}
