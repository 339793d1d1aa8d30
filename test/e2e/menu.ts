import type { RunningApp } from './app'

/** Runs a command as a click in the application menu does. */
export async function chooseInMenu(app: RunningApp, label: string): Promise<void> {
  await app.electron.evaluate(({ Menu }, wanted) => {
    const all = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    const item = all.find((one) => one.label === wanted)
    if (item === undefined) throw new Error(`The menu has no ${wanted}.`)
    ;(item.click as () => void)()
  }, label)
}
