import * as v from 'valibot'
import type { KeychainStatus } from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'
import { keychainAdvice, type KeychainTrouble } from './keychain-advice'
import type { KeychainBackend, OpenKeychainBackend } from './keychain-backend'
import { openKeytar as openBackend } from './keychain-keytar'
import { createKeychainQueue, KeychainSilence } from './keychain-queue'

/** The service all keys are filed under; the account is the connection's id. */
export const KEYCHAIN_SERVICE = 'Zonedesk'

/** How long a probe may take: a locked keychain hangs until somebody answers its prompt. Milliseconds. */
const PROBE_LIMIT_MS = 5_000
/** How long a key may take: enough to type the keychain's password. Milliseconds. */
const KEY_LIMIT_MS = 60_000

/** The keychain of the operating system. Every method but `status` throws ZonedeskError `keychain`. */
export interface Keychain {
  /** Whether a key can be written, read and deleted now: tries it with an entry of its own. */
  status(): Promise<KeychainStatus>
  /**
   * @param patience `prompt` waits while the user unlocks the keychain; `brief` gives up soon
   * @returns null when no key is kept for the account
   */
  get(accountId: string, patience?: Patience): Promise<string | null>
  set(accountId: string, key: string): Promise<void>
  /** No failure when there is none. */
  delete(accountId: string): Promise<void>
  /**
   * Brings an entry to its right state as soon as the keychain answers, after any calls that still hang. Never fails.
   *
   * @param key null for no entry
   */
  settle(accountId: string, key: string | null): void
}

export type Patience = 'prompt' | 'brief'

export interface KeychainOptions {
  /** Absent for the app's own library. */
  readonly open?: OpenKeychainBackend
  readonly service?: string
  readonly platform?: NodeJS.Platform
  /** Milliseconds. */
  readonly probeLimitMs?: number
  /** Milliseconds. */
  readonly keyLimitMs?: number
}

const PROBE_ACCOUNT = 'probe'
const PROBE_KEY = 'written and removed to see whether keys can be kept'

const Password = v.nullable(v.string())

/** The keychain as the app opens it, which has to know when it may end. */
export interface OpenedKeychain extends Keychain {
  /**
   * Whether a call has not come back, such as one that waits for the answer to a prompt. It holds a thread, for whose
   * end the process waits before it ends by itself: it may wait forever.
   */
  holdsThread(): boolean
}

/** Nothing is loaded or asked until a method is called. */
export function createKeychain(options: KeychainOptions = {}): OpenedKeychain {
  const service = options.service ?? KEYCHAIN_SERVICE
  const platform = options.platform ?? process.platform
  const probeLimitMs = options.probeLimitMs ?? PROBE_LIMIT_MS
  const keyLimitMs = options.keyLimitMs ?? KEY_LIMIT_MS
  const open = options.open ?? openBackend
  const queue = createKeychainQueue()

  const run = async <T>(
    work: (backend: KeychainBackend) => Promise<T>,
    limitMs: number | null,
    secret?: string,
  ): Promise<T> => {
    const backend = await open().catch((error: unknown) => {
      throw failure('not-loaded', error)
    })
    try {
      return await queue.run(() => work(backend), limitMs)
    } catch (error) {
      throw failure(error instanceof KeychainSilence ? 'no-answer' : 'failed', error, secret)
    }
  }
  const failure = (trouble: KeychainTrouble, error: unknown, secret?: string): ZonedeskError => {
    const { message, fix } = keychainAdvice(trouble, platform)
    return new ZonedeskError('keychain', message, { fix, cause: causeWithout(error, secret) })
  }
  return {
    holdsThread: () => queue.isAtWork(),
    status: async () => {
      try {
        await run((backend) => probe(backend, service), probeLimitMs)
        return { available: true, message: "Keys are kept in the system's keychain.", fix: '' }
      } catch (error) {
        const known = error instanceof ZonedeskError ? error : failure('failed', error)
        return { available: false, message: known.failure.message, fix: known.failure.fix }
      }
    },
    get: (accountId, patience = 'prompt') =>
      run(
        async (backend) => v.parse(Password, await backend.get(service, accountId)),
        patience === 'brief' ? probeLimitMs : keyLimitMs,
      ),
    set: (accountId, key) => run((backend) => backend.set(service, accountId, key), keyLimitMs, key),
    delete: (accountId) => run((backend) => backend.delete(service, accountId), keyLimitMs),
    settle: (accountId, key) => {
      run(
        (backend) =>
          key === null ? backend.delete(service, accountId) : backend.set(service, accountId, key),
        null,
      ).catch(() => undefined)
    },
  }
}

async function probe(backend: KeychainBackend, service: string): Promise<void> {
  const probeService = `${service} probe`
  await backend.set(probeService, PROBE_ACCOUNT, PROBE_KEY)
  const read = await backend.get(probeService, PROBE_ACCOUNT)
  await backend.delete(probeService, PROBE_ACCOUNT)
  if (read !== PROBE_KEY) throw new Error('the probe entry did not read back')
}

function causeWithout(error: unknown, secret: string | undefined): Error {
  const text = error instanceof Error ? error.message : String(error)
  return new Error(secret === undefined ? text : text.replaceAll(secret, '[redacted]'))
}
