import type { Handlers } from '../../preload/contract'
import type { ListenerStatus } from '../../preload/contract/listener'
import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import { Sequencer } from '../async/sequencer'
import { listenOnLoopback, type Listener } from './loopback-server'

/** The keychain's account of the listener's key: no connection has such an id. */
export const LISTENER_KEY = 'embedded-listener'

/** How long changes are collected before they are told, in milliseconds. */
const COLLECT_MS = 300

type FetchHandler = (request: Request) => Promise<Response>

/** What is remembered of the listener between one run of the app and the next; all but its key. */
interface ListenerMemory {
  readonly listenerOn: boolean
  /** 1 to 65535. */
  readonly listenerPort: number
  /** Whether a key was put into the keychain, so that asking need not unlock it. */
  readonly listenerHasKey: boolean
}

/** The embedded service for other programs on this computer. Calls are carried out one after another. */
export interface EmbeddedListener {
  status(): Promise<ListenerStatus>
  /** @throws ZonedeskError `keychain`; the old key is then still the one in use */
  setKey(apiKey: string): Promise<ListenerStatus>
  /** @throws ZonedeskError `invalid` without a key or, with field `port`, when the port cannot be had; `keychain` */
  start(port: number): Promise<ListenerStatus>
  stop(): Promise<ListenerStatus>
  /** Listens again when it did at the last quit. A failure is kept for `status`. */
  resume(): Promise<void>
  /** Answers what is under way and ends, without forgetting that it was on. */
  close(): Promise<void>
}

/**
 * @param parts.handlerFor answers requests that carry a key; throws ZonedeskError when the service has no file
 * @param parts.onFailure told when `resume` fails
 * @param parts.onChange told soon after other programs may have changed domains, once for many changes
 */
export function createEmbeddedListener(parts: {
  readonly store: { get(): ListenerMemory; set(changes: Partial<ListenerMemory>): void }
  readonly keychain: {
    get(account: string): Promise<string | null>
    set(account: string, key: string): Promise<void>
  }
  readonly handlerFor: (apiKey: string) => FetchHandler
  readonly onFailure?: (failure: Failure) => void
  readonly onChange?: () => void
}): EmbeddedListener {
  const { store, keychain, handlerFor } = parts
  let listener: Listener | null = null
  let handler: FetchHandler = () => Promise.reject(new Error('no key is set'))
  let failure: Failure | null = null
  let telling: ReturnType<typeof setTimeout> | undefined
  const calls = new Sequencer()

  const status = (): ListenerStatus => ({
    on: listener !== null,
    port: listener?.port ?? store.get().listenerPort,
    url: listener?.url ?? null,
    hasKey: store.get().listenerHasKey,
    failure,
  })
  const listen = async (port: number): Promise<void> => {
    if (listener?.port === port) return
    const key = await keychain.get(LISTENER_KEY).catch(rethrowKeychain)
    if (key === null) {
      store.set({ listenerHasKey: false })
      throw new ZonedeskError('invalid', 'The embedded service has no API key for other programs.', {
        fix: 'Turn it on again to make one.',
      })
    }
    handler = handlerFor(key)
    // The new port first: when it cannot be had, the old one stays.
    const opened = await listenOnLoopback({
      port,
      // The key can change while it listens.
      fetch: (request) => handler(request),
      onAnswer: ({ method, status: answered }) => {
        if (method === 'GET' || method === 'HEAD' || answered >= 400) return
        telling ??= setTimeout(() => {
          telling = undefined
          parts.onChange?.()
        }, COLLECT_MS)
      },
    })
    await listener?.close()
    listener = opened
  }

  return {
    status: () => calls.run(async () => status()),
    setKey: (apiKey) =>
      calls.run(async () => {
        const renewed = handlerFor(apiKey)
        await keychain.set(LISTENER_KEY, apiKey).catch(rethrowKeychain)
        handler = renewed
        store.set({ listenerHasKey: true })
        return status()
      }),
    start: (port) =>
      calls.run(async () => {
        await listen(port)
        failure = null
        store.set({ listenerOn: true, listenerPort: port })
        return status()
      }),
    stop: () =>
      calls.run(async () => {
        store.set({ listenerOn: false })
        failure = null
        await listener?.close()
        listener = null
        return status()
      }),
    resume: () =>
      calls.run(async () => {
        const { listenerOn, listenerPort } = store.get()
        if (!listenerOn) return
        try {
          await listen(listenerPort)
        } catch (error) {
          if (!(error instanceof ZonedeskError)) throw error
          failure = error.failure
          parts.onFailure?.(error.failure)
        }
      }),
    close: () =>
      calls.run(async () => {
        await listener?.close()
        listener = null
        clearTimeout(telling)
      }),
  }
}

/** This key is kept in the keychain or not at all, so the advice for account keys does not fit. */
function rethrowKeychain(error: unknown): never {
  if (!(error instanceof ZonedeskError) || error.failure.code !== 'keychain') throw error
  throw new ZonedeskError('keychain', error.failure.message, {
    fix: "Install or unlock the system's keychain (on Linux gnome-keyring or KWallet), then try again.",
    cause: error,
  })
}

/** Answers the `listener` channels. */
export function listenerHandlers(listener: EmbeddedListener): Handlers['listener'] {
  return {
    status: () => listener.status(),
    setKey: ({ apiKey }) => listener.setKey(apiKey),
    start: ({ port }) => listener.start(port),
    stop: () => listener.stop(),
  }
}
