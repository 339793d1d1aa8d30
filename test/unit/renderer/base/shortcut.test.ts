import { describe, expect, it } from 'vitest'
import {
  ariaShortcut,
  isSingleCharacter,
  type KeyPress,
  matchesShortcut,
  parseShortcut,
  shortcutKeys,
} from '../../../../src/renderer/base/shortcut'

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers }
}
const matches = (text: string, pressed: KeyPress, mac = false): boolean =>
  matchesShortcut(parseShortcut(text), pressed, mac)

describe('matchesShortcut', () => {
  it('takes Mod for Ctrl, and for Cmd on macOS', () => {
    expect(matches('Mod+K', press('k', { ctrlKey: true }))).toBe(true)
    expect(matches('Mod+K', press('k', { metaKey: true }))).toBe(false)
    expect(matches('Mod+K', press('k', { metaKey: true }), true)).toBe(true)
    expect(matches('Mod+K', press('k', { ctrlKey: true }), true)).toBe(false)
  })

  it('tells a letter from the letter with a modifier', () => {
    expect(matches('C', press('c'))).toBe(true)
    expect(matches('C', press('C', { shiftKey: true }))).toBe(false)
    expect(matches('C', press('c', { ctrlKey: true }))).toBe(false)
    expect(matches('Shift+C', press('C', { shiftKey: true }))).toBe(true)
    expect(matches('Mod+Shift+C', press('C', { shiftKey: true, ctrlKey: true }))).toBe(true)
    expect(matches('V', press('v', { altKey: true }))).toBe(false)
  })

  it('takes a symbol whether or not the keyboard needs Shift for it', () => {
    expect(matches('?', press('?', { shiftKey: true }))).toBe(true)
    expect(matches('/', press('/'))).toBe(true)
    expect(matches('/', press('/', { shiftKey: true }))).toBe(true)
    expect(matches('Mod+,', press(',', { ctrlKey: true }))).toBe(true)
  })

  it('takes a digit without Shift only', () => {
    expect(matches('1', press('1'))).toBe(true)
    expect(matches('1', press('1', { shiftKey: true }))).toBe(false)
  })

  it('knows Escape by its short name', () => {
    expect(matches('Esc', press('Escape'))).toBe(true)
  })
})

describe('isSingleCharacter', () => {
  it.each(['N', '?', '1', 'Shift+C', '/'])('holds for %s', (text) => {
    expect(isSingleCharacter(parseShortcut(text))).toBe(true)
  })

  it.each(['Mod+K', 'Escape', 'Alt+N', 'ArrowDown'])('does not hold for %s', (text) => {
    expect(isSingleCharacter(parseShortcut(text))).toBe(false)
  })
})

describe('how a shortcut is written', () => {
  it('is drawn as the platform draws it', () => {
    expect(shortcutKeys(parseShortcut('Mod+Shift+C'), false)).toEqual(['Ctrl', 'Shift', 'C'])
    expect(shortcutKeys(parseShortcut('Mod+Shift+C'), true)).toEqual(['⌘', '⇧', 'C'])
    expect(shortcutKeys(parseShortcut('ArrowUp'), false)).toEqual(['↑'])
    expect(shortcutKeys(parseShortcut('Mod++'), false)).toEqual(['Ctrl', '+'])
  })

  it('is told to assistive technology by the names of the standard', () => {
    expect(ariaShortcut(parseShortcut('Mod+K'), false)).toBe('Control+K')
    expect(ariaShortcut(parseShortcut('Mod+K'), true)).toBe('Meta+K')
    expect(ariaShortcut(parseShortcut('Esc'), false)).toBe('Escape')
  })
})
