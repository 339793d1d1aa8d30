import type { DomainKey } from '../../preload/contract/domain'

/** Whose records are exported. */
export type ExportSubject =
  /** One domain. */
  | { readonly kind: 'domain'; readonly key: DomainKey }
  /** The domains marked in the list. */
  | { readonly kind: 'selection' }
  /** Every domain the list shows. */
  | { readonly kind: 'list' }

/** Which dialog about DNS hosts stands open; any part may open one. Mounted by `DnsHostDialogs.svelte`. */
class DnsHostDialogs {
  /** The steps of the open domain. */
  setup = $state(false)
  /** Whose records to export first; null closes. */
  exporting = $state.raw<ExportSubject | null>(null)
  /** The own preset to edit, or `new`; null closes. */
  editing = $state.raw<string | null>(null)
  /** Whose sheets are being written; null closes. */
  handingOver = $state.raw<ExportSubject | null>(null)
  /** Set to ask the Records tab for its picker of hosts. */
  pickWanted = $state(false)
}

export const dnsHostDialogs = new DnsHostDialogs()
