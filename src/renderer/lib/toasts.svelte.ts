import type { Severity } from '../ui/severity'

export interface Toast {
  readonly id: number
  readonly severity: Severity
  readonly message: string
  readonly fix: string
  /** One thing to do about it; the toast leaves then. */
  readonly action: ToastAction | null
}

export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

/** An information leaves by itself; what needs an answer stays until it is dismissed. */
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
}): void {
  const { severity, message, fix = '', action = null } = options
  const item: Toast = { id: ++last, severity, message, fix, action }
  shown = [...shown.filter((other) => other.message !== message), item].slice(-MOST_AT_ONCE)
  if (severity === 'info') {
    setTimeout(() => dismissToast(item.id), action === null ? INFO_STAYS_MS : ACTION_STAYS_MS)
  }
}

export function dismissToast(id: number): void {
  shown = shown.filter((item) => item.id !== id)
}
