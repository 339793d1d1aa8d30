import { execFileSync } from 'node:child_process'

/**
 * Locks the keyring of a session, which then waits for its password. On Linux alone.
 *
 * @param env the environment of the session, with the address of its bus
 */
export function lockKeyring(env: NodeJS.ProcessEnv): void {
  execFileSync(
    'dbus-send',
    [
      ...['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'],
      'org.freedesktop.Secret.Service.Lock',
      'array:objpath:/org/freedesktop/secrets/collection/login',
    ],
    { env },
  )
}
