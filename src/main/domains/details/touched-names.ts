/** Which domains the app's own calls stored or removed, for a sync that stores answers it asked for earlier. */
export interface TouchedNames {
  /** Notes that a call of the app's own is about to store or remove a domain. */
  touch(accountId: string, name: string): void
  /** Follows an account's touches from now on. */
  watch(accountId: string): TouchWatch
}

export interface TouchWatch {
  /** The names touched since the watch began, or since it was last cleared: their stored data are newer. */
  readonly names: ReadonlySet<string>
  clear(): void
  end(): void
}

export function createTouchedNames(): TouchedNames {
  const watches = new Map<Set<string>, string>()
  return {
    touch(accountId, name) {
      for (const [names, watched] of watches) if (watched === accountId) names.add(name)
    },
    watch(accountId) {
      const names = new Set<string>()
      watches.set(names, accountId)
      return { names, clear: () => names.clear(), end: () => void watches.delete(names) }
    },
  }
}
