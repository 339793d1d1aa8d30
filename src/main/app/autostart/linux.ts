import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { LoginItem } from './autostart'
import { type AutostartEntry, readEntry, writeEntry } from './desktop-entry'

/** The process that asks. */
export interface LinuxProcess {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
  /** The executable that runs. */
  readonly execPath: string
}

/**
 * The login item of a Linux desktop: a file in the user's autostart folder. Its absence means off, and the desktop's own
 * settings may have taken it away or turned it off.
 */
export function linuxLoginItem({ env, home, execPath }: LinuxProcess): LoginItem {
  const folder = join(configFolder(env, home), 'autostart')
  const file = join(folder, 'zonedesk.desktop')
  const program = startedProgram(env, execPath)
  return {
    get() {
      const { on, program: started } = read(file)
      return { on, otherProgram: on && started !== program ? started : null }
    },
    set(on) {
      try {
        if (!on) {
          rmSync(file, { force: true })
          return
        }
        mkdirSync(folder, { recursive: true })
        // The name is taken in one step, so that no desktop ever reads half an entry.
        const half = `${file}.new`
        writeFileSync(half, writeEntry(program))
        renameSync(half, file)
      } catch (cause) {
        throw new ZonedeskError('storage', `${file} cannot be written.`, {
          fix: 'Give your user the right to write in that folder, then try again.',
          cause,
        })
      }
    },
  }
}

/** Source: XDG Base Directory Specification 0.8: a relative path is to be ignored. */
function configFolder(env: LinuxProcess['env'], home: string): string {
  const named = env['XDG_CONFIG_HOME'] ?? ''
  return isAbsolute(named) ? named : join(home, '.config')
}

/** An AppImage runs from a folder that is there only while it runs; the AppImage's own file is what to start. */
function startedProgram(env: LinuxProcess['env'], execPath: string): string {
  const { APPIMAGE: image, APPDIR: mounted } = env
  const isWithin = mounted !== undefined && isAbsolute(mounted) && execPath.startsWith(join(mounted, '/'))
  return image !== undefined && isAbsolute(image) && isWithin ? image : execPath
}

function read(file: string): AutostartEntry {
  try {
    return readEntry(readFileSync(file, 'utf8'))
  } catch {
    return { on: false, program: null }
  }
}
