import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '../../../src/main/app/menu'
import { CommandId, COMMANDS } from '../../../src/preload/contract/commands'

function leaves(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => (Array.isArray(item.submenu) ? leaves(item.submenu) : [item]))
}

describe.each(['linux', 'darwin', 'win32'] as const)('menuTemplate on %s', (platform) => {
  const entries = leaves(menuTemplate(platform, () => {}))

  it('has one entry for every command that is not of the palette or the keyboard alone', () => {
    const ids = entries.flatMap(({ id }) => id ?? [])
    const wanted = COMMANDS.filter(({ only }) => only === undefined).map(({ id }) => id)
    expect(ids.sort()).toEqual(wanted.sort())
  })

  it('has nothing but commands, what the system does, and lines', () => {
    for (const { id, role, type } of entries) {
      const known = id !== undefined && (CommandId.options as readonly string[]).includes(id)
      expect(known || role !== undefined || type === 'separator').toBe(true)
    }
  })

  it('gives each entry the words of its command', () => {
    const labels = new Map(COMMANDS.map(({ id, label }) => [id as string, label]))
    for (const { id, label } of entries) if (id !== undefined) expect(label).toBe(labels.get(id))
  })

  it('sends the command of the entry that was clicked', () => {
    const sent: string[] = []
    const verify = leaves(menuTemplate(platform, (command) => sent.push(command))).find(
      ({ id }) => id === 'verify',
    )
    ;(verify?.click as () => void)()
    expect(sent).toEqual(['verify'])
  })

  it('gives no accelerator twice, and none that a field would miss', () => {
    const accelerators = entries.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(accelerators).size).toBe(accelerators.length)
    expect(accelerators).toContain('CmdOrCtrl+K')
    for (const accelerator of accelerators) expect(accelerator).toMatch(/^(?:CmdOrCtrl\+|F\d+$)/)
  })

  it('begins and ends no menu with a line, and has no two lines in a row', () => {
    for (const { submenu } of menuTemplate(platform, () => {})) {
      if (!Array.isArray(submenu)) continue
      const lines = submenu.map(({ type }) => type === 'separator')
      expect(lines[0]).toBe(false)
      expect(lines.at(-1)).toBe(false)
      expect(lines.some((line, at) => line && lines[at + 1] === true)).toBe(false)
    }
  })
})

it('has what the app is and its settings in the menu with the name of the app on macOS, and elsewhere in Help', () => {
  const titleOf = (platform: NodeJS.Platform, wanted: string): string | undefined =>
    menuTemplate(platform, () => {}).find(
      ({ submenu }) => Array.isArray(submenu) && submenu.some(({ id }) => id === wanted),
    )?.label
  expect(['about', 'settings'].map((id) => titleOf('darwin', id))).toEqual(['Zonedesk', 'Zonedesk'])
  expect(['about', 'settings'].map((id) => titleOf('linux', id))).toEqual(['Help', 'File'])
})
