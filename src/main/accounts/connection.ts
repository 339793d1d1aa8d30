import type { LearnedPace } from '../provider/pace/learned-pace'
import type { AdviseOnKey, PermitWrite, ProviderClient } from '../provider/types'

/** Where an account's requests go, and with which key. */
export interface Connection {
  readonly kind: 'embedded' | 'provider' | 'samples'
  /** No trailing slash. */
  readonly baseUrl: string
  /** @throws ZonedeskError `unauthorized` when no key is kept, `keychain` when the keychain does not give it out */
  readonly apiKey: () => Promise<string>
  /** Tells why a key is refused; absent where the reason is not known. */
  readonly adviseOnKey?: AdviseOnKey
  /** Refuses what the user does not let Zonedesk change; absent where there is no account yet. */
  readonly permitWrite?: PermitWrite
  /** How fast its requests follow each other; absent where nothing is learned of it. */
  readonly pace?: LearnedPace
}

/** Makes a client of a connection. Nothing is sent by making it. */
export type Connect = (connection: Connection) => ProviderClient
