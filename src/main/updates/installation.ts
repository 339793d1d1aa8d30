import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UpdateWay } from '../../preload/contract/updates'

/** How the running app was installed. `other` is an unpacked archive, or a clone. */
export type Installation = 'deb' | 'rpm' | 'appimage' | 'nsis' | 'mac' | 'other'

/** Where an installation finds its new versions. */
interface Channel {
  /** How its files end. */
  readonly extension: string
  readonly way: UpdateWay
}

const CHANNELS: Readonly<Record<Installation, Channel>> = {
  deb: { extension: '.deb', way: 'command' },
  rpm: { extension: '.rpm', way: 'command' },
  appimage: { extension: '.AppImage', way: 'in-app' },
  nsis: { extension: '.exe', way: 'in-app' },
  // The app in a disk image is updated from the archive beside it.
  mac: { extension: '.zip', way: 'in-app' },
  other: { extension: '.tar.gz', way: 'page' },
}

/** Programs that update an rpm package, by path, and what they are told. */
const RPM_COMMANDS = [
  ['/usr/bin/dnf', 'sudo dnf upgrade --refresh zonedesk'],
  ['/usr/bin/zypper', 'sudo zypper refresh && sudo zypper update zonedesk'],
] as const

/**
 * @param situation.packaged whether this is an installed app
 * @param situation.ofTest what a test takes it for
 * @param situation.resources folder beside the app's archive, where electron-builder writes `package-type` into a deb
 *   and an rpm
 */
export function installationOf(situation: {
  readonly packaged: boolean
  readonly ofTest?: string | undefined
  readonly platform: NodeJS.Platform
  readonly environment: NodeJS.ProcessEnv
  readonly resources: string
}): Installation {
  const { packaged, ofTest, platform, environment, resources } = situation
  if (ofTest !== undefined && isInstallation(ofTest)) return ofTest
  if (!packaged) return 'other'
  if (platform === 'win32') return 'nsis'
  if (platform === 'darwin') return 'mac'
  if (environment['APPIMAGE'] !== undefined) return 'appimage'
  const type = packageType(resources)
  return type === 'deb' || type === 'rpm' ? type : 'other'
}

/** What a person types to update it; null where no command does. */
export function commandOf(
  installation: Installation,
  isThere: (path: string) => boolean = existsSync,
): string | null {
  if (installation === 'deb') return 'sudo apt-get update && sudo apt-get install --only-upgrade zonedesk'
  if (installation !== 'rpm') return null
  return RPM_COMMANDS.find(([program]) => isThere(program))?.[1] ?? null
}

export function wayOf(installation: Installation, command: string | null): UpdateWay {
  const { way } = CHANNELS[installation]
  return way === 'command' && command === null ? 'page' : way
}

/** How the files for an installation end. */
export function extensionOf(installation: Installation): string {
  return CHANNELS[installation].extension
}

/** The feed's name, as electron-builder writes it. */
export function feedName(platform: NodeJS.Platform, arch: string): string {
  if (platform === 'win32') return 'latest.yml'
  if (platform === 'darwin') return 'latest-mac.yml'
  return `latest-linux${arch === 'x64' ? '' : `-${arch}`}.yml`
}

function isInstallation(text: string): text is Installation {
  return Object.hasOwn(CHANNELS, text)
}

function packageType(resources: string): string | null {
  try {
    return readFileSync(join(resources, 'package-type'), 'utf8').trim()
  } catch {
    return null
  }
}
