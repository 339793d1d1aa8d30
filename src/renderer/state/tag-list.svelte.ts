import type { TagCount } from '../../preload/contract/notes'
import { api, listen } from './api'
import { AccountAnswer } from './account-answer.svelte'

const counts = new AccountAnswer<readonly TagCount[]>({
  ask: (accountId) => api.notes.tags({ accountId }),
  changesWith: ['domainsChanged', 'accountsChanged'],
  everyMs: 1000,
})

/** Every tag in use with how many domains of the account looked at have it, by name. */
export const tagList = {
  get items(): readonly TagCount[] {
    return counts.now ?? []
  },
  /** The names alone. */
  get names(): string[] {
    return this.items.map(({ tag }) => tag)
  },
}

/** Follows the view's account, the tags and the cache. Call once. The answer stops following. */
export function followTags(): () => void {
  // One's own change is seen at once.
  const stops = [counts.follow(), listen('notesChanged', () => void counts.read())]
  return () => {
    for (const stop of stops) stop()
  }
}
