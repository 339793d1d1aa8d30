/**
 * The calls of a library that speaks to the system's keychain, one file a library. Each call may hang for as long as
 * the keychain waits for the user to answer its prompt. docs/keychain.md compares the libraries.
 */
export interface KeychainBackend {
  /**
   * @returns null when there is no such entry
   * @throws the library's error when the keychain cannot be read
   */
  get(service: string, account: string): Promise<string | null>
  /** @throws the library's error when the secret is not written */
  set(service: string, account: string, secret: string): Promise<void>
  /**
   * Deletes an entry. No failure when there is none.
   *
   * @throws the library's error, or one of its own, when an entry is there and stays
   */
  delete(service: string, account: string): Promise<void>
}

/** Loads a library. It rejects where the library, or the system's part of it, is missing. */
export type OpenKeychainBackend = () => Promise<KeychainBackend>
