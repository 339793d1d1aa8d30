import type { App } from 'electron'
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { serveUntilStopped } from '../serve/command'

/** Chromium draws nowhere, and says nothing but what ends it: standard error is for the service. */
const HEADLESS = ['--ozone-platform=headless', '--log-level=3']

/**
 * `zonedesk serve`: the embedded service alone, in this process and without a window. It opens the one file it is given
 * and takes no part in the question of which instance has the data folder, so that a window that is open stays as it is.
 *
 * To be called before the app is ready.
 *
 * @param argv what follows `serve`
 */
export async function serveHeadless(app: App, argv: readonly string[]): Promise<void> {
  if (process.platform === 'linux' && app.commandLine.getSwitchValue('ozone-platform') !== 'headless') {
    // Chromium chose how to draw before it read this file, and dies where there is no such display. The same process
    // begins anew, with the same id, so that whoever started it can stop it.
    const [program = process.execPath, ...others] = process.argv
    process.execve?.(process.execPath, [program, ...HEADLESS, ...others], process.env)
  }
  app.setPath('userData', chromiumFolder(process.env, app.getPath('temp')))
  app.disableHardwareAcceleration()
  app.dock?.hide()
  await serveUntilStopped({
    command: 'zonedesk serve',
    argv,
    env: process.env,
    cwd: process.cwd(),
    print: (text) => process.stdout.write(text),
    say: (line) => process.stderr.write(`${line}\n`),
    onStop: (stop) => {
      process.on('SIGTERM', stop)
      process.on('SIGINT', stop)
      // Electron hears a signal too and would quit at once.
      app.on('will-quit', (event) => {
        event.preventDefault()
        stop()
      })
    },
    exit: (code) => process.exit(code),
  })
}

/**
 * The folder for what Chromium keeps even without a window: a few hundred bytes, which it writes after everybody else
 * has ended. It is not that of a window, which may be open.
 *
 * @param temporary the system's folder for temporary files; on macOS and Windows each user has one
 */
function chromiumFolder(env: Readonly<Record<string, string | undefined>>, temporary: string): string {
  const { XDG_CACHE_HOME: named = '' } = env
  const cache = isAbsolute(named) ? named : join(homedir(), '.cache')
  const folder = join(process.platform === 'linux' ? cache : temporary, 'zonedesk-serve')
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    // A service may have no home of its own.
    return mkdtempSync(join(temporary, 'zonedesk-serve-'))
  }
}
