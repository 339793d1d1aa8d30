import { isMac } from './platform'
import { isSingleCharacter, matchesShortcut, parseShortcut, type Shortcut } from './shortcut'

const parsed = new Map<string, Shortcut>()

/** A shortcut's text, read once. */
function read(text: string): Shortcut {
  let shortcut = parsed.get(text)
  if (shortcut === undefined) parsed.set(text, (shortcut = parseShortcut(text)))
  return shortcut
}

/** Whether an element takes typed characters for itself. */
function takesTyping(element: Element | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable ||
      element.matches('input:not([type=checkbox], [type=radio]), textarea, select, [role=menu] *'))
  )
}

/** Whether a dialog holds the keyboard, so that nothing behind it may act. */
export function isModalOpen(): boolean {
  return document.querySelector('dialog:modal') !== null
}

/**
 * Whether a key press means one of these shortcuts here and now. Single characters are left to whatever is
 * typed into, and do nothing when they are turned off (WCAG 2.1.4).
 */
export function means(event: KeyboardEvent, shortcuts: readonly string[], singleKeys: boolean): boolean {
  return shortcuts.some((text) => {
    const shortcut = read(text)
    if (!matchesShortcut(shortcut, event, isMac)) return false
    return !isSingleCharacter(shortcut) || (singleKeys && !takesTyping(document.activeElement))
  })
}
