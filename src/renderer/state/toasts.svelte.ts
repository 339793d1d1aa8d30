import type { Severity } from '../../preload/contract/findings'

export interface Toast {
  readonly id: number
  readonly severity: Severity
  readonly message: string
  readonly fix: string
  /** One thing to do about it; the toast leaves then. */
  readonly action: ToastAction | null
  /** What it is about, where it is out of date once that changes; null otherwise. */
  readonly about: string | null
}

export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

/** A toast that only informs leaves by itself; one that needs an answer stays until it is dismissed. */
const INFO_STAYS_MS = 6000
/** Longer, because there is something to reach for. */
const ACTION_STAYS_MS = 15_000
const MOST_AT_ONCE = 4

let last = 0
let shown = $state.raw<readonly Toast[]>([])

export const toasts = {
  get items(): readonly Toast[] {
    return shown
  },
}

/** Tells of something that finished elsewhere than where the user looks. The same message is shown once. */
export function toast(options: {
  severity: Severity
  message: string
  fix?: string
  action?: ToastAction
  about?: string
}): void {
  const { severity, message, fix = '', action = null, about = null } = options
  const item: Toast = { id: ++last, severity, message, fix, action, about }
  shown = [...shown.filter((other) => other.message !== message), item].slice(-MOST_AT_ONCE)
  if (severity === 'info') {
    setTimeout(() => dismissToast(item.id), action === null ? INFO_STAYS_MS : ACTION_STAYS_MS)
  }
}

/** Takes away the toasts about something that has changed since. */
export function dismissToastsAbout(about: string): void {
  shown = shown.filter((item) => item.about !== about)
}

export function dismissToast(id: number): void {
  shown = shown.filter((item) => item.id !== id)
}
