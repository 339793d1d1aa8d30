import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RUNTIME } from './paths.mjs'
import { capture, end, hasProgram } from './processes.mjs'
import { SetupError } from './report.mjs'
import { atShutdown } from './shutdown.mjs'
import { hasDisplay, sessionBus } from './surroundings.mjs'

/** The keyrings made here hold development keys only. With an empty password the daemon would ask for one. */
const KEYRING_PASSWORD = 'zonedesk'
/** Where D-Bus libraries look for the system's bus. */
const SYSTEM_BUS = '/run/dbus/system_bus_socket'
const START_LIMIT_MS = 15_000
/** The variable that names all displays of a session. */
const DISPLAYS = 'ZONEDESK_DISPLAYS'

/**
 * @typedef {object} Session
 * @property {NodeJS.ProcessEnv} env the environment for programs of the session
 * @property {boolean} virtualDisplay whether windows are drawn where nobody sees them
 * @property {() => Promise<void>} stop ends what was started; also done when the script ends
 */

/**
 * Gives the app what a desktop gives: a display, a session bus and a keyring. For `start`, what the desktop
 * has is used and the rest is started; the keyring is kept in .runtime, so that keys survive a restart. For
 * `test`, on Linux, all are started anew and thrown away, so that tests never touch the user's.
 *
 * @param {object} options
 * @param {'start' | 'test'} options.purpose
 * @param {number} [options.displays] how many displays are started, where they are virtual; windows on one display
 *   share its focus and its clipboard. Their names are in the environment, with spaces between, as `ZONEDESK_DISPLAYS`
 * @returns {Promise<Session>}
 * @throws {SetupError} when one of them does not start
 */
export async function startSession({ purpose, displays = 1 }) {
  const env = { ...process.env }
  if (process.platform !== 'linux') return { env, virtualDisplay: false, stop: async () => {} }

  const own = purpose === 'test'
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-session-'))
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = []
  const stop = async () => {
    for (const child of children.splice(0).reverse()) await end(child, { group: true })
    rmSync(folder, { recursive: true, force: true })
  }
  atShutdown(stop)

  const virtualDisplay = (own && hasProgram('Xvfb')) || !hasDisplay(env)
  if (virtualDisplay) {
    const screen = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp']
    const names = []
    for (let i = 0; i < displays; i++) {
      const xvfb = launch('Xvfb', screen, env)
      children.push(xvfb)
      names.push(`:${await firstLine(xvfb, 'Xvfb')}`)
    }
    env['DISPLAY'] = names[0]
    env[DISPLAYS] = names.join(' ')
    delete env['WAYLAND_DISPLAY']
    env['XDG_SESSION_TYPE'] = 'x11'
  }

  const data = own ? join(folder, 'data') : join(RUNTIME, 'session')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  // A folder of their own for both: the keyring's files, and whatever the bus starts on demand.
  const daemonEnv = { ...env, XDG_DATA_HOME: data, XDG_RUNTIME_DIR: folder }

  const bus = own ? null : sessionBus(env)
  if (bus !== null) {
    env['DBUS_SESSION_BUS_ADDRESS'] = bus
  } else if (hasProgram('dbus-daemon')) {
    const arguments_ = ['--session', '--nofork', '--nopidfile', '--print-address=3']
    const daemon = launch('dbus-daemon', arguments_, daemonEnv)
    children.push(daemon)
    env['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(daemon, 'dbus-daemon')
    if (own) env['XDG_RUNTIME_DIR'] = folder
    // Chromium asks the system's bus for power and network state; where there is none, an empty one keeps it quiet.
    if (!existsSync(SYSTEM_BUS)) env['DBUS_SYSTEM_BUS_ADDRESS'] ??= env['DBUS_SESSION_BUS_ADDRESS']
  }

  // On a desktop's own bus the desktop starts its keyring when it is asked for.
  const leaveToDesktop = bus !== null && !virtualDisplay
  const address = env['DBUS_SESSION_BUS_ADDRESS']
  if (address !== undefined && hasProgram('gnome-keyring-daemon') && !leaveToDesktop) {
    if (!(await secretsOffered(env))) {
      const keyring = launch(
        'gnome-keyring-daemon',
        [
          '--unlock',
          '--components=secrets',
          '--foreground',
          `--control-directory=${join(folder, 'keyring')}`,
        ],
        { ...daemonEnv, DBUS_SESSION_BUS_ADDRESS: address },
      )
      children.push(keyring)
      keyring.stdin?.end(KEYRING_PASSWORD)
      await until(() => secretsOffered(env), keyring, 'gnome-keyring-daemon')
    }
  }
  return { env, virtualDisplay, stop }
}

/**
 * Starts a daemon in a process group of its own, so that an interruption from the terminal reaches it only
 * through us, after the app has gone. Where the system can, it also ends when this script is killed outright.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function launch(program, args, env) {
  const tied = hasProgram('setpriv') ? ['setpriv', '--pdeathsig', 'TERM', program] : [program]
  const [command, ...first] = /** @type {[string, ...string[]]} */ (tied)
  const child = spawn(command, [...first, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  })
  child.on('error', () => {})
  return child
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 * @returns {Promise<string>} the first line it writes to descriptor 3
 */
async function firstLine(child, name) {
  let text = ''
  const answer = /** @type {import('node:stream').Readable} */ (child.stdio[3])
  answer.setEncoding('utf8').on('data', (part) => (text += part))
  await until(async () => text.includes('\n'), child, name)
  return text.slice(0, text.indexOf('\n')).trim()
}

/**
 * @param {() => Promise<boolean>} condition
 * @param {import('node:child_process').ChildProcess} child what must stay alive meanwhile
 * @param {string} name
 */
async function until(condition, child, name) {
  const deadline = Date.now() + START_LIMIT_MS
  while (!(await condition())) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new SetupError(`${name} could not be started. Is it installed, and does it run on its own?`)
    }
    if (Date.now() > deadline) throw new SetupError(`${name} did not get ready within 15 seconds.`)
    await sleep(20)
  }
}

/** @param {NodeJS.ProcessEnv} env */
async function secretsOffered(env) {
  const { stdout } = await capture(
    'dbus-send',
    [
      '--session',
      '--print-reply=literal',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.freedesktop.secrets',
    ],
    { env, limitMs: 5_000 },
  )
  return stdout.includes('boolean true')
}
