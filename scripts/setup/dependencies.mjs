import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { moduleFile, ROOT } from './paths.mjs'
import { capture, npmCommand } from './processes.mjs'
import { say, SetupError } from './report.mjs'

const STAMP = moduleFile('.zonedesk-stamp')

/**
 * @param {string} lock content of package-lock.json
 * @param {string} platform what compiled modules depend on, such as `linux-x64`
 * @returns {string} equal only when the installed modules can stay as they are
 */
export function dependencyStamp(lock, platform) {
  return createHash('sha256').update(platform).update('\0').update(lock).digest('hex')
}

/**
 * Runs `npm ci` when node_modules is absent or was made from another package-lock.json.
 *
 * @throws {SetupError} with npm's own words when it fails
 */
export async function ensureDependencies() {
  const stamp = dependencyStamp(
    readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    `${process.platform}-${process.arch}`,
  )
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return

  say('installing dependencies')
  const npm = npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  const { code, stdout, stderr } = await capture(npm.command, npm.args, {
    shell: npm.shell,
    env: {
      ...process.env,
      // Electron's own step below chooses where the binary comes from.
      ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
    },
  })
  if (code !== 0) throw new SetupError(`npm ci failed:\n${(stderr || stdout).trim()}`)
  writeFileSync(STAMP, stamp)
}
