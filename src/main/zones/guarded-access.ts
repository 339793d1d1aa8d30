import { inspect } from 'node:util'
import { ZonedeskError } from '../../preload/contract/failure'
import type { WriteOutcome, ZoneAccess } from './zone-access'

/** An access that can be ended once nothing is under way any more. */
export interface GuardedAccess extends ZoneAccess {
  /** Ends it at once when nothing is under way, else with the last call. A write is not cut off. */
  close(): void
}

/**
 * The lowest check of every call to a DNS host: no write goes through a connection that is read only, and no error
 * carries the secret, whatever the host answered.
 *
 * @param refusal why nothing may be written now; null when it may
 */
export function guardAccess(
  access: ZoneAccess,
  secret: string,
  refusal: () => ZonedeskError | null,
): GuardedAccess {
  let underWay = 0
  let closing = false
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    underWay += 1
    try {
      return await work()
    } catch (error) {
      throw withoutSecret(error, secret)
    } finally {
      underWay -= 1
      if (closing && underWay === 0) access.close()
    }
  }
  return {
    capabilities: access.capabilities,
    zones: (signal) => counted(() => access.zones(signal)),
    find: (apex, signal) => counted(() => access.find(apex, signal)),
    read: (zone, owners, signal) => counted(() => access.read(zone, owners, signal)),
    write: (zone, changes, signal) =>
      counted(async (): Promise<WriteOutcome> => {
        const error = refusal()
        if (error !== null) return { state: 'unchanged', error }
        const outcome = await access.write(zone, changes, signal)
        return 'error' in outcome ? { ...outcome, error: scrubbed(outcome.error, secret) } : outcome
      }),
    ...(access.isDone !== undefined && {
      isDone: (zone, signal) => counted(async () => (await access.isDone?.(zone, signal)) ?? null),
    }),
    close() {
      if (closing) return
      closing = true
      if (underWay === 0) access.close()
    },
  }
}

/** An error as it may be told and logged: one that would tell the secret says so instead. */
export function withoutSecret(error: unknown, secret: string): unknown {
  if (error instanceof ZonedeskError) return scrubbed(error, secret)
  return tells(error, secret) ? new Error(hidden(String(error), secret)) : error
}

function scrubbed(error: ZonedeskError, secret: string): ZonedeskError {
  if (!tells(error, secret)) return error
  const { code, message, fix, field, retryable } = error.failure
  return new ZonedeskError(code, hidden(message, secret), {
    ...{ fix: hidden(fix, secret), retryable },
    ...(field !== null && { field }),
  })
}

function tells(error: unknown, secret: string): boolean {
  const text = inspect(error, { depth: 6, maxStringLength: null })
  return formsOf(secret).some((form) => text.includes(form))
}

function hidden(text: string, secret: string): string {
  return formsOf(secret).reduce((line, form) => line.replaceAll(form, '[redacted]'), text)
}

/** The secret as it may stand in an address or a header. */
function formsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
}
