import type { TagCount } from '../../../preload/contract/notes'
import { api } from '../api'
import { reportFailure } from '../failures.svelte'
import { view } from './view.svelte'

let tags = $state.raw<readonly TagCount[]>([])

/** The user's own tags, for completing a search. */
export const knownTags = {
  get all(): readonly TagCount[] {
    return tags
  },
  /** Reads them anew. */
  load(): void {
    api.notes
      .tags({ accountId: view.accountId })
      .then((answer) => (tags = answer))
      .catch((error: unknown) => reportFailure(error))
  },
}
