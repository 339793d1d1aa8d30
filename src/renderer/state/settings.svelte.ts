import { DEFAULT_SETTINGS, type Settings } from '../../preload/contract/settings'
import { api, listen } from './api'
import { reportFailure } from './failures.svelte'

export const settings = $state<Settings>({ ...DEFAULT_SETTINGS })

function take(next: Settings): void {
  Object.assign(settings, next)
  document.documentElement.dataset['theme'] = next.theme
}

/** Reads the settings and follows their changes. Call once. The answer stops following. */
export async function loadSettings(): Promise<() => void> {
  const stop = listen('settingsChanged', take)
  try {
    take(await api.settings.get({}))
  } catch (error) {
    reportFailure(error)
  }
  return stop
}

/** Changes what is named. @throws {ZonedeskError} `invalid` with the field, or `storage` */
export async function changeSettings(changes: Partial<Settings>): Promise<void> {
  take(await api.settings.set(changes))
}
