import type { FindingCount } from '../../../preload/contract/checks'
import { api, listen } from '../api'
import { view } from '../domains/view.svelte'
import { reportFailure } from '../failures.svelte'

/** A run tells of many results in a row; the counts follow no faster than this. */
const EVERY_MS = 1000

let items = $state.raw<readonly FindingCount[]>([])

/** How many domains of the account looked at have each finding, the most frequent first. */
export const findingCounts = {
  get items(): readonly FindingCount[] {
    return items
  },
}

/** Follows the view's account and the checks. Call once. The answer stops following. */
export function followFindings(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  let asked = 0

  async function read(accountId: string | null): Promise<void> {
    last = Date.now()
    const mine = ++asked
    try {
      const answer = await api.checks.findings({ accountId })
      if (mine === asked) items = answer
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

  const stops = [
    listen('domainChecked', soon),
    listen('domainsChanged', soon),
    listen('accountsChanged', soon),
    $effect.root(() => {
      $effect(() => {
        void read(view.accountId)
      })
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}
