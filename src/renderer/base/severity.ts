import CircleAlert from '@lucide/svelte/icons/circle-alert'
import Info from '@lucide/svelte/icons/info'
import TriangleAlert from '@lucide/svelte/icons/triangle-alert'
import type { Severity } from '../../preload/contract/findings'
import type { IconComponent } from './icon'

export const SEVERITY_ICON: Record<Severity, IconComponent> = {
  info: Info,
  warn: TriangleAlert,
  bad: CircleAlert,
}

/** Read before the message, because colour and icon are not heard. */
export const SEVERITY_WORD: Record<Severity, string> = { info: 'Note', warn: 'Warning', bad: 'Error' }
