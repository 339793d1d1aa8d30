import type { TagCount } from '../../preload/contract/notes'
import { api } from './api'
import { reportFailure } from './failures.svelte'
import { Query } from './query.svelte'
import { shownAccount } from './view.svelte'

const counts = new Query<{ readonly accountId: string | null }, readonly TagCount[]>({
  key: shownAccount,
  ask: (account) => api.notes.tags(account),
  // One's own change is seen at once.
  staleOn: { domainsChanged: true, accountsChanged: true, notesChanged: () => 'at once' },
  everyMs: 1000,
  keeps: true,
  failed: reportFailure,
})

/** Every tag in use with how many domains of the account looked at have it, by name. */
export const tagList = {
  get items(): readonly TagCount[] {
    return counts.value ?? []
  },
  /** The names alone. */
  get names(): string[] {
    return this.items.map(({ tag }) => tag)
  },
  /** Follows the view's account, the tags and the cache. The answer stops following. */
  follow(): () => void {
    return counts.follow()
  },
}
