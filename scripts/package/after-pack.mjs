import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** Files of an unpacked Electron that a packed app never reads: the app Electron shows when it has none, its version. */
const NEEDLESS = ['resources/default_app.asar', 'version']

/**
 * electron-builder calls this once the app's folder is complete, before fuses are set and packages are made.
 *
 * @param {import('electron-builder').AfterPackContext} context
 */
export default async function afterPack({ appOutDir, electronPlatformName }) {
  // On macOS electron-builder's own move of Electron into the app leaves them behind.
  if (electronPlatformName === 'darwin') return
  for (const file of NEEDLESS) rmSync(join(appOutDir, file), { force: true })
}
