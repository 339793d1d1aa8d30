import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean} whether a window can be shown to someone
 */
export function hasDisplay(env) {
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} address of the session's D-Bus, found the way D-Bus libraries find it
 */
export function sessionBus(env) {
  if (env['DBUS_SESSION_BUS_ADDRESS']) return env['DBUS_SESSION_BUS_ADDRESS']
  const socket = env['XDG_RUNTIME_DIR'] ? join(env['XDG_RUNTIME_DIR'], 'bus') : null
  return socket !== null && existsSync(socket) ? `unix:path=${socket}` : null
}
