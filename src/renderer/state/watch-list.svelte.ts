import type { DomainKey } from '../../preload/contract/domain'
import type { Watch } from '../../preload/contract/watches'
import { announce } from '../base/announce.svelte'
import { api } from './api'
import { keyText, sameDomain } from './domain-key'
import { Query } from './query.svelte'
import { shownAccount, view } from './view.svelte'
import { reportFailure } from './failures.svelte'
import { dialogs } from './dialogs.svelte'
import { dismissToastsAbout, toast, toasts } from './toasts.svelte'

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

/** What the message about ended watches is about. */
const ENDS = 'watch-ends'
/** The watches of the message that is shown; more join them. */
let told: readonly Watch[] = []

function tellOfEnds(before: readonly Watch[], watches: readonly Watch[]): void {
  const earlier = new Map(before.map((watch) => [keyText(watch), watch]))
  const ended = watches.filter((watch) => {
    const was = earlier.get(keyText(watch))
    return hasEnded(watch) && was !== undefined && !hasEnded(was)
  })
  const [first] = ended
  if (first === undefined) return
  const isShown = toasts.items.some(({ about }) => about === ENDS)
  told = isShown ? [...told, ...ended] : ended
  dismissToastsAbout(ENDS)
  toast({ ...(told.length === 1 ? wordsOfOne(first) : wordsOfSeveral(told)), about: ENDS })
}

function wordsOfOne({ accountId, name, state, sentence }: Watch): Parameters<typeof toast>[0] {
  const show = (): void => {
    view.selected = { accountId, name }
    view.tab = 'dns'
  }
  return {
    ...(state === 'done'
      ? { severity: 'info', message: `${name} is verified.` }
      : { severity: 'warn', message: `${name} is still not right.` }),
    fix: sentence,
    action: { label: 'Show', run: show },
  }
}

/** @param ended two or more */
function wordsOfSeveral(ended: readonly Watch[]): Parameters<typeof toast>[0] {
  const done = ended.filter(({ state }) => state === 'done').length
  const open = ended.length - done
  const action = { label: 'Show all', run: () => (dialogs.watches = true) }
  if (open === 0) return { severity: 'info', message: `${done} domains are verified.`, action }
  const verified = done === 0 ? '' : `${done} ${done === 1 ? 'domain is' : 'domains are'} verified. `
  return {
    severity: 'warn',
    message: `${verified}${open} ${open === 1 ? 'domain is' : 'domains are'} still not right.`,
    action,
  }
}

export const watchList = new WatchList()
