import type { Draft } from '../../../preload/contract/settings'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { keptOrTold } from '../../state/unkept'

const SAVE_AFTER_MS = 400

/** Which form a draft belongs to. */
export interface DraftPlace {
  form: string
  accountId: string
  /** Empty for a new domain. */
  name: string
}

/** Keeps a form's unsent content over restarts. What cannot be kept is no reason to stop typing. */
export class DraftKeeper {
  readonly #place: DraftPlace
  #timer: ReturnType<typeof setTimeout> | undefined
  #pending: { draft: Draft | null } | null = null

  constructor(place: DraftPlace) {
    this.#place = place
    // A window that closes does not wait for a timer.
    window.addEventListener('pagehide', this.#flush)
  }

  async read(): Promise<Draft | null> {
    try {
      return await api.settings.getDraft(this.#place)
    } catch (error) {
      reportFailure(error)
      return null
    }
  }

  /** Keeps a draft soon; null removes it. */
  keep(draft: Draft | null): void {
    this.#pending = { draft }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#flush, SAVE_AFTER_MS)
  }

  /** Keeps what waits, and stops. */
  close(): void {
    window.removeEventListener('pagehide', this.#flush)
    this.#flush()
  }

  readonly #flush = (): void => {
    clearTimeout(this.#timer)
    if (this.#pending === null) return
    const { draft } = this.#pending
    this.#pending = null
    void keptOrTold('draft', api.settings.setDraft({ ...this.#place, draft }))
  }
}
