import { parseArgs } from 'node:util'
import { isAbsolute, resolve } from 'node:path'

export interface Arguments {
  readonly help: boolean
  readonly version: boolean
  /** Folder of all the app's data; null for the platform's own. */
  readonly userDataDir: string | null
  /** File to write a picture of the window to, once it shows its content; null for none. */
  readonly screenshot: string | null
}

export const HELP = `Usage: zonedesk [options]

  --user-data-dir=DIR  keep accounts, cache and settings in DIR
  --screenshot=FILE    write a PNG of the window to FILE once it shows its content
  --version            print the version
  --help               print this help
`

/**
 * Reads the command line. Unknown options are left to Chromium.
 *
 * @param argv what follows the executable (and the app's path, when not packaged)
 * @param cwd what relative paths are relative to
 */
export function parseArguments(argv: readonly string[], cwd: string): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      help: { type: 'boolean' },
      version: { type: 'boolean' },
      'user-data-dir': { type: 'string' },
      screenshot: { type: 'string' },
    },
  })
  const path = (value: string | boolean | undefined): string | null => {
    if (typeof value !== 'string' || value === '') return null
    return isAbsolute(value) ? value : resolve(cwd, value)
  }
  return {
    help: values['help'] === true,
    version: values['version'] === true,
    userDataDir: path(values['user-data-dir']),
    screenshot: path(values['screenshot']),
  }
}
