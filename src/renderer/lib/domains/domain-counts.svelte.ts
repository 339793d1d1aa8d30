import type { Counts } from '../../../preload/contract/domains'
import { api, listen } from '../api'
import { reportFailure } from '../failures.svelte'
import { view } from './view.svelte'

/** A sync tells of many changes in a row; the counts follow no faster than this. */
const EVERY_MS = 500

let counts = $state.raw<Counts | null>(null)

/** How many domains each view of the account looked at has. */
export const domainCounts = {
  /** Null until they were read. */
  get now(): Counts | null {
    return counts
  },
}

/** Follows the view's account and the cache. Call once. The answer stops following. */
export function followCounts(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  let asked = 0

  async function read(accountId: string | null): Promise<void> {
    last = Date.now()
    const mine = ++asked
    try {
      const answer = await api.domains.counts({ accountId })
      if (mine === asked) counts = answer
    } catch (error) {
      if (mine === asked) reportFailure(error)
    }
  }

  function soon(): void {
    timer ??= setTimeout(
      () => {
        timer = undefined
        void read(view.accountId)
      },
      Math.max(0, last + EVERY_MS - Date.now()),
    )
  }

  const stopEvents = [listen('domainsChanged', soon), listen('accountsChanged', soon)]
  const stopEffect = $effect.root(() => {
    $effect(() => {
      void read(view.accountId)
    })
  })
  return () => {
    clearTimeout(timer)
    for (const stop of stopEvents) stop()
    stopEffect()
  }
}
