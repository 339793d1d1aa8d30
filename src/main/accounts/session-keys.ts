/** Keys that are kept in memory only and are gone when the app quits. */
export interface SessionKeys {
  get(accountId: string): string | undefined
  set(accountId: string, key: string): void
  delete(accountId: string): void
}

export function createSessionKeys(): SessionKeys {
  const keys = new Map<string, string>()
  return {
    get: (accountId) => keys.get(accountId),
    set: (accountId, key) => {
      keys.set(accountId, key)
    },
    delete: (accountId) => {
      keys.delete(accountId)
    },
  }
}
