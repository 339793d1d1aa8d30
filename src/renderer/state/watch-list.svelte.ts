import type { DomainKey } from '../../preload/contract/domain'
import type { Watch } from '../../preload/contract/watches'
import { announce } from '../base/announce.svelte'
import { api, listen } from './api'
import { keyText, sameDomain } from './domain-key'
import { view } from './view.svelte'
import { reportFailure } from './failures.svelte'
import { toast } from './toasts.svelte'

/** Whether a watch has ended, one way or the other. */
export function hasEnded({ state }: Watch): boolean {
  return state === 'done' || state === 'given-up'
}

/** The domains that are looked at again until DNS and the provider have their records. */
class WatchList {
  items = $state.raw<readonly Watch[]>([])
  #read = false

  of(key: DomainKey | null): Watch | null {
    return key === null ? null : (this.items.find((watch) => sameDomain(watch, key)) ?? null)
  }

  /** How many are still looked at. */
  get underWay(): number {
    return this.items.filter((watch) => !hasEnded(watch)).length
  }

  /** Watches a domain, or looks at once when it is watched. */
  async start({ accountId, name }: DomainKey): Promise<void> {
    try {
      await api.watches.start({ accountId, name })
      announce(`Watching ${name}`)
    } catch (error) {
      reportFailure(error, 'Watch')
    }
  }

  /** Stops watching, or takes one that has ended off the list. */
  async stop({ accountId, name }: DomainKey): Promise<void> {
    try {
      await api.watches.stop({ accountId, name })
    } catch (error) {
      reportFailure(error, 'Watch')
    }
  }

  async #load(): Promise<void> {
    try {
      const before = new Map(this.items.map((watch) => [keyText(watch), watch]))
      this.items = await api.watches.list({})
      // What had ended before the window opened is no news.
      if (this.#read) for (const watch of this.items) tellOfEnd(before.get(keyText(watch)), watch)
      this.#read = true
    } catch (error) {
      reportFailure(error)
    }
  }

  /** Follows the watches. The answer stops following. */
  follow(): () => void {
    void this.#load()
    return listen('watchesChanged', () => void this.#load())
  }
}

function tellOfEnd(before: Watch | undefined, watch: Watch): void {
  if (!hasEnded(watch) || before === undefined || hasEnded(before)) return
  const { accountId, name } = watch
  const action = {
    label: 'Show',
    run: () => {
      view.selected = { accountId, name }
      view.tab = 'dns'
    },
  }
  toast(
    watch.state === 'done'
      ? { severity: 'info', message: `${name} is verified.`, fix: watch.sentence, action }
      : { severity: 'warn', message: `${name} is still not right.`, fix: watch.sentence, action },
  )
}

export const watchList = new WatchList()
