import type { PresetSummary } from '../../preload/contract/dns-host'
import { api } from './api'
import { reportFailure } from './failures.svelte'
import { everything, Query } from './query.svelte'

/** Chosen hosts that are offered first. */
const RECENT = 4
const RECENT_PLACE = { form: 'recent-dns-hosts', accountId: '', name: '' }

/** Every preset, and those chosen last. */
class PresetList {
  readonly #all = new Query<Record<string, never>, readonly PresetSummary[]>({
    key: everything,
    ask: () => api.dnsHosts.presets({}),
    staleOn: { presetsChanged: true },
    failed: (error) => reportFailure(error, 'DNS hosts'),
  })
  /** Ids of those chosen last, the newest first. */
  recent = $state.raw<readonly string[]>([])

  get items(): readonly PresetSummary[] {
    return this.#all.value ?? []
  }

  get own(): readonly PresetSummary[] {
    return this.items.filter(({ own }) => own)
  }

  async #loadRecent(): Promise<void> {
    try {
      const draft = await api.settings.getDraft(RECENT_PLACE)
      const ids = draft?.['ids']
      if (typeof ids === 'string' && this.recent.length === 0) this.recent = ids.split(' ').slice(0, RECENT)
    } catch (error) {
      reportFailure(error)
    }
  }

  /** Offers a host first the next time. */
  async remember(id: string): Promise<void> {
    this.recent = [id, ...this.recent.filter((other) => other !== id)].slice(0, RECENT)
    try {
      await api.settings.setDraft({ ...RECENT_PLACE, draft: { ids: this.recent.join(' ') } })
    } catch (error) {
      reportFailure(error)
    }
  }

  /** Reads the presets and follows them. The answer stops following. */
  follow(): () => void {
    void this.#loadRecent()
    return this.#all.follow()
  }
}

export const presetList = new PresetList()
