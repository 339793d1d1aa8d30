import { isAbsolute, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the command line asks for. */
export type Arguments =
  | { readonly asks: 'help' }
  | { readonly asks: 'version' }
  /** The embedded service alone. */
  | {
      readonly asks: 'serve'
      /** What follows `serve`. */
      readonly rest: readonly string[]
    }
  | {
      readonly asks: 'window'
      /** Folder of all the app's data; null for the platform's own. */
      readonly userDataDir: string | null
      /** File to write a picture of the window to, once it shows its content; null for none. */
      readonly screenshot: string | null
      /** The link to follow, unread; null for none. */
      readonly link: string | null
    }
  /** Something that is not there. */
  | { readonly asks: 'wrongly'; readonly sentence: string }

export const HELP = `Usage: zonedesk [options] [LINK]
       zonedesk serve --db FILE [options]

LINK opens the window at a domain, such as zonedesk://domain/mg.example.com
serve offers the embedded service to other programs, without a window; zonedesk serve --help says more

  --user-data-dir=DIR  keep accounts, cache and settings in DIR
  --screenshot=FILE    write a PNG of the window to FILE once it shows its content
  --version            print the version
  --help               print this help

Options of Chromium, Electron and Node go to them, such as --ozone-platform=wayland or --force-device-scale-factor=2.
`

const OPTIONS = {
  help: { type: 'boolean' },
  version: { type: 'boolean' },
  'user-data-dir': { type: 'string' },
  screenshot: { type: 'string' },
} as const

/**
 * The options of Chromium, Electron and Node. They are more than a thousand, and nearly all begin with one of these
 * words; an option that begins with none of them is a slip of the pen. `updated` is what the installer for Windows
 * starts a new version with.
 *
 * Source: https://peter.sh/experiments/chromium-command-line-switches,
 * https://www.electronjs.org/docs/latest/api/command-line-switches
 */
const NOT_OURS = new RegExp(
  `^(?:${[
    ...['accept', 'allow', 'auth', 'autoplay', 'blink', 'class', 'crash', 'diagnostic', 'disable', 'disk'],
    ...['display', 'dns', 'enable', 'experimental', 'export', 'force', 'gl', 'gpu', 'gtk', 'headless'],
    ...['high-dpi', 'host', 'ignore', 'inspect', 'js-flags', 'lang', 'log', 'max', 'mute', 'net', 'no'],
    ...['ozone', 'password-store', 'proxy', 'remote', 'renderer', 'sandbox', 'single-process', 'ssl'],
    ...['test-type', 'throw', 'tls', 'touch', 'trace', 'unsafely', 'updated', 'use', 'user-agent'],
    ...['utility', 'v', 'v8', 'video', 'vmodule', 'wayland', 'webrtc', 'window', 'xdg', 'zygote'],
  ].join('|')})(?:[-_].+)?$`,
)

/**
 * The arguments that are meant for this app.
 *
 * @param argv `process.argv`
 * @param packaged whether this is an installed app; otherwise Electron's own options and the path of the app come first
 */
export function ownArguments(argv: readonly string[], packaged: boolean): readonly string[] {
  if (packaged) return argv.slice(1)
  for (let at = 1; at < argv.length; at += 1) {
    const argument = argv[at]!
    // A module that Electron loads first; its path follows.
    if (argument === '-r' || argument === '--require') at += 1
    else if (!argument.startsWith('-')) return argv.slice(at + 1)
  }
  return []
}

/**
 * Reads the command line. What belongs to Chromium, Electron or Node is left to them.
 *
 * @param argv what is meant for this app
 * @param cwd what relative paths are relative to
 */
export function parseArguments(argv: readonly string[], cwd: string): Arguments {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: OPTIONS,
  })
  const given = new Map<string, string>()
  let link: string | null = null
  let rest: readonly string[] | null = null
  for (const token of tokens) {
    if (token.kind === 'option') {
      const { name, rawName, value = '', inlineValue } = token
      if (!isKnown(name, rawName)) return wrongly(`There is no option ${rawName}.`)
      // What looks like the next option is not this one's value.
      const own = inlineValue === true || !value.startsWith('-') ? value : ''
      if (takesValue(name) && own === '') return wrongly(`The option ${rawName} needs a value.`)
      given.set(name, own)
    } else if (token.kind === 'positional') {
      if (token.value === 'serve' && link === null) {
        rest = argv.slice(token.index + 1)
        break
      }
      if (!isLink(token.value)) {
        return wrongly(`"${token.value}" is neither a command nor a link that begins with zonedesk://.`)
      }
      // Of several links the last one counts: the window shows one domain.
      link = token.value
    }
  }
  const path = (name: keyof typeof OPTIONS): string | null => {
    const value = given.get(name)
    return value === undefined || isAbsolute(value) ? (value ?? null) : resolve(cwd, value)
  }
  if (given.has('help')) return { asks: 'help' }
  if (given.has('version')) return { asks: 'version' }
  if (rest !== null) return { asks: 'serve', rest }
  return { asks: 'window', userDataDir: path('user-data-dir'), screenshot: path('screenshot'), link }
}

function isKnown(name: string, written: string): boolean {
  return Object.hasOwn(OPTIONS, name) || (written.startsWith('--') && NOT_OURS.test(name))
}

function takesValue(name: string): boolean {
  return name === 'user-data-dir' || name === 'screenshot'
}

/** Whether an argument is meant to be a link; what it leads to is read later. */
function isLink(argument: string): boolean {
  return /^zonedesk:/i.test(argument)
}

function wrongly(sentence: string): Arguments {
  return { asks: 'wrongly', sentence: `${sentence} zonedesk --help lists what there is.` }
}
