import type { CacheWriter, WritableCache } from '../cache'

/** The name of a change. */
export type Write = keyof WritableCache

/** Every change there is; the type insists that none is forgotten. */
const WRITES: Readonly<Record<Write, true>> = {
  startRun: true,
  putListed: true,
  finishRun: true,
  markSynced: true,
  markOffline: true,
  putSubaccounts: true,
  putDetail: true,
  remove: true,
  removeAccount: true,
  retainAccounts: true,
  saveSnapshot: true,
  deleteSnapshot: true,
  putCheck: true,
  putKeys: true,
  putKeysOf: true,
  finishKeys: true,
  noteKeysLacking: true,
  putTracking: true,
  pruneHistory: true,
  mergeHistory: true,
  count: true,
  countWantingDetail: true,
  dropUnreadable: true,
}

/** Whether a name that came from elsewhere is that of a change. */
export function isWrite(name: string): name is Write {
  return Object.hasOwn(WRITES, name)
}

/**
 * A writer whose changes are carried out elsewhere.
 *
 * @param carryOut has a change carried out, each after those before it
 */
export function createCacheWriter(
  carryOut: (name: Write, args: readonly unknown[]) => Promise<unknown>,
): CacheWriter {
  const calls = Object.keys(WRITES).map((name) => [
    name,
    (...args: unknown[]) => carryOut(name as Write, args),
  ])
  return Object.fromEntries(calls) as CacheWriter
}

/** Carries out a change whose name and arguments came from such a writer. */
export function callWriter(writer: WritableCache, name: Write, args: readonly unknown[]): unknown {
  return (writer[name] as (...args: readonly unknown[]) => unknown)(...args)
}
