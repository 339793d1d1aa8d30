import type { KeychainStatus } from '../../../preload/contract/accounts'
import { api } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'

/** Whether a key can be kept in the keychain now; when even that cannot be asked, why not. Never fails. */
export async function keychainStatus(): Promise<KeychainStatus> {
  try {
    return await api.accounts.keychain({})
  } catch (error) {
    const { message, fix } = failureOf(error)
    return { available: false, message, fix }
  }
}
