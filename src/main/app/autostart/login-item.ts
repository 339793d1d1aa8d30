import type { App } from 'electron'
import { homedir } from 'node:os'
import type { LoginItem } from './autostart'
import { linuxLoginItem } from './linux'

/** The login item of this platform. */
export function loginItem(app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>): LoginItem {
  if (process.platform === 'linux') {
    return linuxLoginItem({ env: process.env, home: homedir(), execPath: process.execPath })
  }
  return {
    get() {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings()
      // On Windows the Task Manager can turn an item off that is still there.
      const on = process.platform === 'win32' ? openAtLogin && executableWillLaunchAtLogin : openAtLogin
      return { on, otherProgram: null }
    },
    set: (on) => app.setLoginItemSettings({ openAtLogin: on }),
  }
}
