import { api } from '../../state/api'

/** Tells the main process when the computer's network comes and goes. Call once. The answer stops telling. */
export function tellOfNetwork(): () => void {
  const tell = (): void => {
    // A hint: without it the next sync finds out.
    api.sync.networkChanged({ online: navigator.onLine }).catch(() => undefined)
  }
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}
