import type { TagCount } from '../../../preload/contract/notes'
import { api, listen } from '../api'
import { view } from '../domains/view.svelte'
import { reportFailure } from '../failures.svelte'

/** A sync tells of many changes in a row; the counts follow no faster than this. */
const EVERY_MS = 1000

let items = $state.raw<readonly TagCount[]>([])

/** Every tag in use with how many domains of the account looked at have it, by name. */
export const tagList = {
  get items(): readonly TagCount[] {
    return items
  },
  /** The names alone. */
  get names(): string[] {
    return items.map(({ tag }) => tag)
  },
}

/** Follows the view's account, the tags and the cache. Call once. The answer stops following. */
export function followTags(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  let asked = 0

  async function read(accountId: string | null): Promise<void> {
    last = Date.now()
    const mine = ++asked
    try {
      const answer = await api.notes.tags({ accountId })
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
    listen('notesChanged', () => void read(view.accountId)),
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
