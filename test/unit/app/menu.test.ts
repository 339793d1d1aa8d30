import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '../../../src/main/app/menu'
import { Command } from '../../../src/preload/contract/application'

function leaves(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => (Array.isArray(item.submenu) ? leaves(item.submenu) : [item]))
}

describe.each(['linux', 'darwin', 'win32'] as const)('menuTemplate on %s', (platform) => {
  it('has an entry for every command there is', () => {
    const ids = leaves(menuTemplate(platform, () => {})).flatMap(({ id }) => id ?? [])
    expect(ids.sort()).toEqual([...Command.options].sort())
  })

  it('sends the command of the entry that was clicked', () => {
    const sent: string[] = []
    const entries = leaves(menuTemplate(platform, (command) => sent.push(command)))
    const verify = entries.find(({ id }) => id === 'verify')
    ;(verify?.click as () => void)()
    expect(sent).toEqual(['verify'])
  })

  it('gives no accelerator twice', () => {
    const accelerators = leaves(menuTemplate(platform, () => {})).flatMap(
      ({ accelerator }) => accelerator ?? [],
    )
    expect(new Set(accelerators).size).toBe(accelerators.length)
  })
})
