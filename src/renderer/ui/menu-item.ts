import type { IconComponent } from '../base/icon'

export interface MenuItem {
  readonly label: string
  readonly icon?: IconComponent | undefined
  readonly shortcut?: string | undefined
  readonly danger?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** Makes it one choice of several. */
  readonly checked?: boolean | undefined
  /** Draws a line above. */
  readonly separated?: boolean | undefined
  readonly onselect: () => void
}
