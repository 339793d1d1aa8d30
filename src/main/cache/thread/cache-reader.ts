import type { ReadableCache } from '../cache'

/** The name of a question. */
export type Read = keyof ReadableCache

/** Every question there is; the type insists that none is forgotten. */
const READS: Readonly<Record<Read, true>> = {
  list: true,
  position: true,
  meansSamples: true,
  counts: true,
  get: true,
  has: true,
  subaccountOf: true,
  subaccounts: true,
  signers: true,
  neighbours: true,
  keysOf: true,
  keyListing: true,
  syncState: true,
  resumableRun: true,
  wantingDetail: true,
  wantingAmong: true,
  history: true,
  snapshots: true,
  compareSnapshot: true,
  tagCounts: true,
  lastCheck: true,
  tracking: true,
  findingCounts: true,
}

/**
 * A reader whose questions are put to another one, which may be a different one each time.
 *
 * @param answer has a question answered
 */
export function createCacheReader(answer: (name: Read, args: readonly unknown[]) => unknown): ReadableCache {
  const calls = Object.keys(READS).map((name) => [name, (...args: unknown[]) => answer(name as Read, args)])
  return Object.fromEntries(calls) as ReadableCache
}

/** Puts a question whose name and arguments came from such a reader. */
export function callReader(reader: ReadableCache, name: Read, args: readonly unknown[]): unknown {
  return (reader[name] as (...args: readonly unknown[]) => unknown)(...args)
}
