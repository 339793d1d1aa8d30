import type { Attachment } from 'svelte/attachments'
import { isMac } from '../base/platform'
import { parseShortcut, shortcutKeys } from '../base/shortcut'

const DELAY_MS = 400
const ANCHOR = '--tooltip-anchor'

let bubble: HTMLElement | null = null
let anchor: HTMLElement | null = null
let timer: ReturnType<typeof setTimeout> | undefined

function show(target: HTMLElement, text: string, shortcut: string | undefined): void {
  hide()
  // It may have gone while the pointer rested on it.
  if (!target.isConnected) return
  bubble = document.createElement('div')
  bubble.className = 'tooltip'
  bubble.popover = 'manual'
  // The target's own name says the same aloud.
  bubble.ariaHidden = 'true'
  bubble.append(text)
  for (const key of shortcut === undefined ? [] : shortcutKeys(parseShortcut(shortcut), isMac)) {
    const kbd = document.createElement('kbd')
    kbd.textContent = key
    bubble.append(kbd)
  }
  anchor = target
  target.style.setProperty('anchor-name', ANCHOR)
  // Beside the target, so that inside a dialog it is not inert.
  target.after(bubble)
  bubble.showPopover()
}

function hide(): void {
  clearTimeout(timer)
  anchor?.style.removeProperty('anchor-name')
  bubble?.remove()
  bubble = null
  anchor = null
}

/**
 * Shows a text beside an element while the pointer rests on it or the keyboard has it. Escape hides it
 * (WCAG 1.4.13).
 *
 * @param text what to show; the element has the same as its name
 * @param shortcut drawn behind the text
 */
export function tooltip(text: string, shortcut?: string): Attachment<HTMLElement> {
  return (target) => {
    const listeners = new AbortController()
    const on = (type: string, listener: (event: Event) => void): void =>
      target.addEventListener(type, listener, { signal: listeners.signal })
    on('pointerenter', () => {
      clearTimeout(timer)
      timer = setTimeout(() => show(target, text, shortcut), DELAY_MS)
    })
    on('focus', () => {
      if (target.matches(':focus-visible')) show(target, text, shortcut)
    })
    on('pointerleave', hide)
    on('pointerdown', hide)
    on('blur', hide)
    on('keydown', hide)
    return () => {
      listeners.abort()
      if (anchor === target) hide()
    }
  }
}
