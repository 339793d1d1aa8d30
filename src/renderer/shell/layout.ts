/** How the window is divided at a width. */
export interface Layout {
  /** The sidebar shows icons only. */
  readonly rail: boolean
  /** List and domain take turns in one pane. */
  readonly single: boolean
  /** Limits of the two remembered widths, in CSS pixels. */
  readonly sidebar: { readonly min: number; readonly max: number; readonly initial: number }
  readonly list: { readonly min: number; readonly max: number; readonly initial: number }
}

const RAIL_BELOW = 1100
const SINGLE_BELOW = 900
const RAIL = 49
/** The width a domain needs to be readable. */
const LEAST_DETAIL = 480

/** @param width of the window, in CSS pixels */
export function layoutAt(width: number, sidebarWidth: number): Layout {
  const rail = width < RAIL_BELOW
  const single = width < SINGLE_BELOW
  const left = rail ? RAIL : sidebarWidth
  const mostList = Math.max(240, Math.min(560, width - left - LEAST_DETAIL))
  return {
    rail,
    single,
    sidebar: { min: 160, max: 320, initial: 200 },
    list: { min: 240, max: mostList, initial: Math.min(320, mostList) },
  }
}

/** A remembered width, within what fits now. */
export function clamped(width: number, limits: { readonly min: number; readonly max: number }): number {
  return Math.max(limits.min, Math.min(limits.max, width))
}
