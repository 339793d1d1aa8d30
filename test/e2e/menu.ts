import { expect } from 'vitest'
import type { RunningApp } from './app'

/**
 * Runs a command as a click in the application menu does. The menu comes with the first rows, so it is waited for.
 *
 * @param wanted the command's id, or its words
 */
export async function chooseInMenu(app: RunningApp, wanted: string): Promise<void> {
  await expect
    .poll(
      () =>
        app.electron.evaluate(({ Menu }, command) => {
          const all = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
          const item = all.find(({ id, label }) => id === command || label === command)
          if (item === undefined) return false
          ;(item.click as () => void)()
          return true
        }, wanted),
      { message: `The menu has no ${wanted}.` },
    )
    .toBe(true)
}
