/** What the app's own calls stored or removed, for a sync that stores answers it asked for earlier. */
export interface TouchedNames {
  /** Notes that a call of the app's own is about to store or remove a domain, its DKIM keys included. */
  touch(accountId: string, name: string): void
  /** Notes that a call of the app's own is about to store the DKIM keys of an authority, and nothing else of it. */
  touchKeys(accountId: string, authority: string): void
  /** Follows an account's touches from now on. */
  watch(accountId: string): TouchWatch
}

export interface TouchWatch {
  /** The domains touched since the watch began, or since it was last cleared: their stored data are newer. */
  readonly names: ReadonlySet<string>
  /** The names whose stored DKIM keys are newer: those of `names`, and the authorities whose keys alone were touched. */
  readonly keys: ReadonlySet<string>
  clear(): void
  end(): void
}

interface Watched {
  readonly accountId: string
  readonly names: Set<string>
  readonly keys: Set<string>
}

export function createTouchedNames(): TouchedNames {
  const watches = new Set<Watched>()
  const watching = (accountId: string): Watched[] => [...watches].filter((one) => one.accountId === accountId)
  return {
    touch(accountId, name) {
      for (const { names, keys } of watching(accountId)) {
        names.add(name)
        keys.add(name)
      }
    },
    touchKeys(accountId, authority) {
      for (const { keys } of watching(accountId)) keys.add(authority)
    },
    watch(accountId) {
      const watched: Watched = { accountId, names: new Set(), keys: new Set() }
      watches.add(watched)
      const { names, keys } = watched
      const clear = (): void => [names, keys].forEach((set) => set.clear())
      return { names, keys, clear, end: () => void watches.delete(watched) }
    },
  }
}
