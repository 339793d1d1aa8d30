import { AsyncLocalStorage } from 'node:async_hooks'

/** The accounts whose writes a person has agreed to, for all that is done within a piece of work. */
const agreed = new AsyncLocalStorage<ReadonlySet<string>>()

/**
 * Runs work whose writes in these accounts a person has agreed to, so that an account which asks before each write lets
 * them through. Agreement holds for what the work awaits and begins, and for nothing beside it. An engine whose work goes
 * on after a restart calls this for what a person agreed to when it began.
 */
export function withConfirmedWrites<T>(accountIds: Iterable<string>, work: () => T): T {
  return agreed.run(new Set(accountIds), work)
}

/** Whether what runs now is such work, for this account. */
export function isConfirmedWrite(accountId: string): boolean {
  return agreed.getStore()?.has(accountId) === true
}
