import * as v from 'valibot'
import type { KeychainStatus } from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'
import { keychainAdvice, type KeychainTrouble } from './keychain-advice'
import { createKeychainQueue, NoAnswer } from './keychain-queue'

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
   * Brings an entry to what it should be as soon as the keychain answers, after whatever still hangs, and never fails.
   *
   * @param key null for no entry
   */
  settle(accountId: string, key: string | null): void
}

export type Patience = 'prompt' | 'brief'

/** The part of keytar that is used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export interface KeychainOptions {
  /** Loads the native library; it throws where the system's part of it is missing. */
  readonly load?: () => Promise<Keytar>
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

/** Nothing is loaded or asked until a method is called. */
export function createKeychain(options: KeychainOptions = {}): Keychain {
  const service = options.service ?? KEYCHAIN_SERVICE
  const platform = options.platform ?? process.platform
  const probeLimitMs = options.probeLimitMs ?? PROBE_LIMIT_MS
  const keyLimitMs = options.keyLimitMs ?? KEY_LIMIT_MS
  const load = options.load ?? loadKeytar
  const queue = createKeychainQueue()

  const run = async <T>(
    work: (keytar: Keytar) => Promise<T>,
    limitMs: number | null,
    secret?: string,
  ): Promise<T> => {
    const keytar = await load().catch((error: unknown) => {
      throw failure('not-loaded', error)
    })
    try {
      return await queue.run(() => work(keytar), limitMs)
    } catch (error) {
      throw failure(error instanceof NoAnswer ? 'no-answer' : 'failed', error, secret)
    }
  }
  const failure = (trouble: KeychainTrouble, error: unknown, secret?: string): ZonedeskError => {
    const { message, fix } = keychainAdvice(trouble, platform)
    return new ZonedeskError('keychain', message, { fix, cause: causeWithout(error, secret) })
  }
  return {
    status: async () => {
      try {
        await run((keytar) => probe(keytar, service), probeLimitMs)
        return { available: true, message: "Keys are kept in the system's keychain.", fix: '' }
      } catch (error) {
        const known = error instanceof ZonedeskError ? error : failure('failed', error)
        return { available: false, message: known.failure.message, fix: known.failure.fix }
      }
    },
    get: (accountId, patience = 'prompt') =>
      run(
        async (keytar) => v.parse(Password, await keytar.getPassword(service, accountId)),
        patience === 'brief' ? probeLimitMs : keyLimitMs,
      ),
    set: (accountId, key) => run((keytar) => keytar.setPassword(service, accountId, key), keyLimitMs, key),
    delete: async (accountId) => {
      await run((keytar) => keytar.deletePassword(service, accountId), keyLimitMs)
    },
    settle: (accountId, key) => {
      run<unknown>(
        (keytar) =>
          key === null
            ? keytar.deletePassword(service, accountId)
            : keytar.setPassword(service, accountId, key),
        null,
      ).catch(() => undefined)
    },
  }
}

async function probe(keytar: Keytar, service: string): Promise<void> {
  const probeService = `${service} probe`
  await keytar.setPassword(probeService, PROBE_ACCOUNT, PROBE_KEY)
  const read = await keytar.getPassword(probeService, PROBE_ACCOUNT)
  await keytar.deletePassword(probeService, PROBE_ACCOUNT)
  if (read !== PROBE_KEY) throw new Error('the probe entry did not read back')
}

/** CommonJS: what it exports is the default, and depending on the loader also the namespace. */
async function loadKeytar(): Promise<Keytar> {
  const module = await import('keytar')
  return module.default
}

function causeWithout(error: unknown, secret: string | undefined): Error {
  const text = error instanceof Error ? error.message : String(error)
  return new Error(secret === undefined ? text : text.replaceAll(secret, '[redacted]'))
}
