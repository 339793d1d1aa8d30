import type { PresetSummary } from '../../preload/contract/dns-host'
import { api, listen } from './api'
import { reportFailure } from './failures.svelte'

/** Chosen hosts that are offered first. */
const RECENT = 4
const RECENT_PLACE = { form: 'recent-dns-hosts', accountId: '', name: '' }

/** Every preset, and those chosen last. */
class PresetList {
  items = $state.raw<readonly PresetSummary[]>([])
  /** Ids of those chosen last, the newest first. */
  recent = $state.raw<readonly string[]>([])

  get own(): readonly PresetSummary[] {
    return this.items.filter(({ own }) => own)
  }

  async #load(): Promise<void> {
    try {
      this.items = await api.dnsHosts.presets({})
    } catch (error) {
      reportFailure(error, 'DNS hosts')
    }
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
    void this.#load()
    void this.#loadRecent()
    return listen('presetsChanged', () => void this.#load())
  }
}

export const presetList = new PresetList()
