import { describe, expect, it } from 'vitest'
import { COMMAND_GROUPS, COMMANDS } from '../../../../src/preload/contract/commands'
import { SHORTCUT_SHEET } from '../../../../src/renderer/panes/shortcut-sheet'

describe('the list of shortcuts', () => {
  const lines = SHORTCUT_SHEET.slice(0, -1).flatMap((group) => group.lines)

  it('has every command with a shortcut once', () => {
    const wanted = COMMANDS.flatMap(({ label, shortcuts }) => (shortcuts === undefined ? [] : [label]))
    expect(lines.map(({ label }) => label).sort()).toEqual(wanted.sort())
  })

  it('has the groups of the application menu, in their order', () => {
    const names = SHORTCUT_SHEET.map(({ name }) => name)
    expect(names).toEqual([...COMMAND_GROUPS, 'In lists and forms'])
  })

  it('counts the parts of a domain in their order', () => {
    const numbers = lines.flatMap(({ keys }) => keys.filter((key) => /^\d$/.test(key)))
    expect(numbers).toEqual(['1', '2', '3', '4', '5'])
  })

  it('has no group without a line', () => {
    for (const group of SHORTCUT_SHEET) expect(group.lines).not.toHaveLength(0)
  })
})
