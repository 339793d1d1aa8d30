/** Where an account's requests go, and with which key. */
export interface Connection {
  readonly kind: 'embedded' | 'provider'
  /** No trailing slash. */
  readonly baseUrl: string
  /** @throws ZonedeskError `unauthorized` when no key is kept, `keychain` when the keychain does not give it out */
  readonly apiKey: () => Promise<string>
}
