import { SvelteMap } from 'svelte/reactivity'
import type { DnsRecord, DomainKey } from '../../../preload/contract/domain'
import { keyText } from '../domain-key'

/** What saving a domain's settings did to its records. */
export interface SavedRecords {
  gone: readonly DnsRecord[]
  added: readonly DnsRecord[]
}

const byDomain = new SvelteMap<string, SavedRecords>()

/** The records that the last save of a domain replaced, until they are dismissed. */
export const savedRecords = {
  of(key: DomainKey): SavedRecords | undefined {
    return byDomain.get(keyText(key))
  },
  show(key: DomainKey, saved: SavedRecords): void {
    byDomain.set(keyText(key), saved)
  },
  dismiss(key: DomainKey): void {
    byDomain.delete(keyText(key))
  },
}
