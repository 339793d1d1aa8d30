import type { Handlers } from '../../preload/contract'
import type { Settings } from '../../preload/contract/settings'
import type { Profile } from './profile'

/** Answers the `settings` channels. `apply` carries a change to what depends on it. */
export function settingsHandlers(
  { settings, view, drafts }: Pick<Profile, 'settings' | 'view' | 'drafts'>,
  apply: (settings: Settings) => void,
): Handlers['settings'] {
  return {
    get: () => settings.get(),
    set: (changes) => {
      const changed = settings.set(changes)
      apply(changed)
      return changed
    },
    getView: () => view.get(),
    setView: (changes) => view.set(changes),
    getDraft: (key) => drafts.get(key),
    setDraft: ({ draft, ...key }) => {
      if (draft === null) drafts.remove(key)
      else drafts.set(key, draft)
      return {}
    },
  }
}
