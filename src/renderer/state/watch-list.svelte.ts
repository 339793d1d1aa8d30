import type { DomainKey } from '../../preload/contract/domain'
import type { Watch } from '../../preload/contract/watches'
import { announce } from '../base/announce.svelte'
import { api } from './api'
import { keyText, sameDomain } from './domain-key'
import { Query } from './query.svelte'
import { shownAccount, view } from './view.svelte'
import { reportFailure } from './failures.svelte'
import { toast } from './toasts.svelte'

/** Whether a watch has ended, one way or the other. */
export function hasEnded({ state }: Watch): boolean {
  return state === 'done' || state === 'given-up'
}

/** The domains that are looked at again until DNS and the provider have their records. */
class WatchList {
  readonly #all = new Query<{ readonly accountId: string | null }, readonly Watch[]>({
    key: shownAccount,
    ask: (account) => api.watches.list(account),
    staleOn: { domainsChanged: true, accountsChanged: true, watchesChanged: () => 'at once' },
    everyMs: 1000,
    keeps: true,
    // What had ended before the window opened is no news.
    answered: (watches, before) => before !== null && tellOfEnds(before, watches),
    failed: reportFailure,
  })

  get items(): readonly Watch[] {
    return this.#all.value ?? []
  }

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

  /** Follows the watches. The answer stops following. */
  follow(): () => void {
    return this.#all.follow()
  }
}

function tellOfEnds(before: readonly Watch[], watches: readonly Watch[]): void {
  const earlier = new Map(before.map((watch) => [keyText(watch), watch]))
  for (const watch of watches) tellOfEnd(earlier.get(keyText(watch)), watch)
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
