import type { DomainKey } from '../../preload/contract/domain'

/** Which dialog of the whole window stands open; any part may open one. Mounted by `Dialogs.svelte`. */
export const dialogs = $state({
  create: false,
  accounts: false,
  settings: false,
  palette: false,
  shortcuts: false,
  searchSyntax: false,
  /** The domain to delete; null closes. */
  delete: null as DomainKey | null,
})
