import type { AsyncEntry } from '@napi-rs/keyring'
import type { KeychainBackend } from './keychain-backend'

/** By default, the library falls back to the kernel's keyring, which forgets everything when the computer restarts. */
const OPTIONS = { linux: { store: 'secret-service' } } as const
/** No entry has this service, so a search for it touches no entry and asks the user nothing. */
const NO_SERVICE = 'Zonedesk: is the keychain there'

/**
 * `@napi-rs/keyring`: ready to follow keytar, and held to the same contract by the same tests. The app does not load
 * it. docs/keychain.md says how to change over, and which entries of keytar it does not find.
 */
export async function openNapiKeyring(): Promise<KeychainBackend> {
  const { AsyncEntry, findCredentialsAsync } = await import('@napi-rs/keyring')
  let answers = false
  /** Making an entry connects on the calling thread, which would hang with the keychain; a search has its own. */
  const entryOf = async (service: string, account: string): Promise<AsyncEntry> => {
    if (!answers) await findCredentialsAsync(NO_SERVICE)
    answers = true
    return new AsyncEntry(service, account, OPTIONS)
  }
  return {
    get: async (service, account) => (await entryOf(service, account)).getPassword(),
    set: async (service, account, secret) => (await entryOf(service, account)).setPassword(secret),
    delete: async (service, account) => {
      await (await entryOf(service, account)).deletePassword()
    },
  }
}
