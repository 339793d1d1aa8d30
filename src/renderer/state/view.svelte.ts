import type { DomainKey } from '../../preload/contract/domain'
import { DEFAULT_VIEW, type ViewState } from '../../preload/contract/settings'
import { api } from './api'
import { reportFailure } from './failures.svelte'
import { keptOrTold } from './unkept'

const SAVE_AFTER_MS = 400

/** What the window looks at. Written to freely; every change is remembered for the next start. */
export const view = $state<ViewState>({ ...DEFAULT_VIEW })

/** The domain that the window looks at, as a plain object: no other crosses the border. Reactive. */
export function selectedDomain(): DomainKey | null {
  return $state.snapshot(view.selected)
}

/** The account that the window looks at, null for all. Reactive. */
export function shownAccount(): { readonly accountId: string | null } {
  return { accountId: view.accountId }
}

/**
 * Looks at a domain that was asked for by name.
 *
 * @param tab the part of the domain; null leaves the one that is shown
 */
export function lookAt(key: DomainKey, tab: ViewState['tab'] | null): void {
  view.selected = key
  if (tab !== null) view.tab = tab
}

/** Reads what was remembered, then remembers every change. Call once. The answer stops remembering. */
export async function loadView(): Promise<() => void> {
  try {
    Object.assign(view, await api.settings.getView({}))
  } catch (error) {
    reportFailure(error)
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  let first = true
  let pending: ViewState | null = null
  const save = (): void => {
    clearTimeout(timer)
    if (pending === null) return
    const state = pending
    pending = null
    void keptOrTold('view', api.settings.setView(state))
  }
  // The last change must not wait for a timer that never fires.
  window.addEventListener('pagehide', save)
  const stop = $effect.root(() => {
    $effect(() => {
      const state = $state.snapshot(view)
      if (first) {
        first = false
        return
      }
      pending = state
      clearTimeout(timer)
      timer = setTimeout(save, SAVE_AFTER_MS)
    })
  })
  return () => {
    window.removeEventListener('pagehide', save)
    stop()
    save()
  }
}
