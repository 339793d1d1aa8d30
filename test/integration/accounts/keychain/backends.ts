import type { OpenKeychainBackend } from '../../../../src/main/accounts/keychain-backend'
import { openKeytar } from '../../../../src/main/accounts/keychain-keytar'
import { openNapiKeyring } from '../../../../src/main/accounts/keychain-napi'

/** Every library that the app could use, by its package's name. */
export const LIBRARIES: [string, OpenKeychainBackend][] = [
  ['keytar', openKeytar],
  ['@napi-rs/keyring', openNapiKeyring],
]
