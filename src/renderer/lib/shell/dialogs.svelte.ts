import type { DomainKey } from '../../../preload/contract/domain'

/** Which dialog stands open; any part of the window may open one. Mounted by `Dialogs.svelte`. */
export const dialogs = $state<{
  create: boolean
  accounts: boolean
  settings: boolean
  palette: boolean
  shortcuts: boolean
  /** The domain to delete; null closes. */
  delete: DomainKey | null
}>({ create: false, accounts: false, settings: false, palette: false, shortcuts: false, delete: null })
