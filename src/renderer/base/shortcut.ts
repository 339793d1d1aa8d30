/**
 * Shortcuts as text: modifiers and one key joined by `+`, such as `N`, `Shift+C`, `Mod+Shift+C`, `Mod+,`,
 * `?`. `Mod` is Cmd on macOS and Ctrl elsewhere. A key is written as `KeyboardEvent.key` has it, letters in
 * upper case.
 */
export interface Shortcut {
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
  /** `KeyboardEvent.key` in lower case. */
  readonly key: string
}

/** What of a KeyboardEvent decides whether a shortcut is meant. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const MODIFIERS = new Set(['mod', 'ctrl', 'cmd', 'shift', 'alt'])

/** @param text a shortcut as described above; `Ctrl` and `Cmd` are read as `Mod` */
export function parseShortcut(text: string): Shortcut {
  const parts = text.split('+').map((part) => part.trim().toLowerCase())
  // A shortcut on the plus sign itself ends in an empty part: `Mod++`.
  const key = parts.at(-1) === '' ? '+' : (parts.at(-1) ?? '')
  const modifiers = parts.slice(0, -1).filter((part) => MODIFIERS.has(part))
  return {
    mod: modifiers.some((part) => part === 'mod' || part === 'ctrl' || part === 'cmd'),
    shift: modifiers.includes('shift'),
    alt: modifiers.includes('alt'),
    key: key === 'esc' ? 'escape' : key,
  }
}

/** Whether a key press is a shortcut. A symbol such as `?` may need Shift to type, so Shift is not compared. */
export function matchesShortcut(shortcut: Shortcut, press: KeyPress, mac: boolean): boolean {
  const mod = mac ? press.metaKey : press.ctrlKey
  const otherMod = mac ? press.ctrlKey : press.metaKey
  if (otherMod || mod !== shortcut.mod || press.altKey !== shortcut.alt) return false
  if (press.key.toLowerCase() !== shortcut.key) return false
  return isSymbol(shortcut.key) || press.shiftKey === shortcut.shift
}

/** Whether a shortcut types a character when a field has focus (WCAG 2.1.4 is about these). */
export function isSingleCharacter(shortcut: Shortcut): boolean {
  return !shortcut.mod && !shortcut.alt && [...shortcut.key].length === 1
}

function isSymbol(key: string): boolean {
  return [...key].length === 1 && key.toLowerCase() === key.toUpperCase() && !/[0-9 ]/.test(key)
}

const NAMES: Record<string, string> = {
  escape: 'Esc',
  enter: 'Enter',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  ' ': 'Space',
}

/** The keys to draw, one text a key, such as `['Ctrl', 'K']` or on macOS `['⌘', 'K']`. */
export function shortcutKeys(shortcut: Shortcut, mac: boolean): string[] {
  const keys: string[] = []
  if (shortcut.mod) keys.push(mac ? '⌘' : 'Ctrl')
  if (shortcut.alt) keys.push(mac ? '⌥' : 'Alt')
  if (shortcut.shift) keys.push(mac ? '⇧' : 'Shift')
  keys.push(
    NAMES[shortcut.key] ?? (shortcut.key.length === 1 ? shortcut.key.toUpperCase() : capital(shortcut.key)),
  )
  return keys
}

/** The value of `aria-keyshortcuts` (WAI-ARIA 1.2, section 6.6). */
export function ariaShortcut(shortcut: Shortcut, mac: boolean): string {
  const keys: string[] = []
  if (shortcut.mod) keys.push(mac ? 'Meta' : 'Control')
  if (shortcut.alt) keys.push('Alt')
  if (shortcut.shift) keys.push('Shift')
  keys.push(shortcut.key.length === 1 ? shortcut.key.toUpperCase() : capital(shortcut.key))
  return keys.join('+')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
