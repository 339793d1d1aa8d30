import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../src/preload/contract/commands'
import { DomainFilter } from '../../../src/preload/contract/domains'
import { Settings, ViewState } from '../../../src/preload/contract/settings'
import { parseShortcut } from '../../../src/renderer/base/shortcut'

describe('the list of commands', () => {
  it('names each command once, in its own words', () => {
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length)
    expect(new Set(COMMANDS.map(({ label }) => label)).size).toBe(COMMANDS.length)
  })

  it('gives no two commands the same shortcut, for the places are all reached from the same keyboard', () => {
    const taken = COMMANDS.flatMap(({ shortcuts = [] }) =>
      shortcuts.map((text) => JSON.stringify(parseShortcut(text))),
    )
    expect(new Set(taken).size).toBe(taken.length)
  })

  it('gives a shortcut to each command that is of use by it alone', () => {
    for (const { only, shortcuts = [] } of COMMANDS)
      if (only === 'keyboard') expect(shortcuts).not.toHaveLength(0)
  })

  it('has a command for each filter, theme and part of a domain', () => {
    const ids: string[] = COMMANDS.map(({ id }) => id)
    expect(ids).toEqual(
      expect.arrayContaining([
        ...DomainFilter.options.map((filter) => `filter-${filter}`),
        ...Settings.entries.theme.options.map((theme) => `theme-${theme}`),
        ...ViewState.entries.tab.options.map((tab) => `tab-${tab}`),
      ]),
    )
  })
})
