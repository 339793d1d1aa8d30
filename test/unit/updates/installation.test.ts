import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandOf, feedName, installationOf, wayOf } from '../../../src/main/updates/installation'

let resources: string
beforeEach(() => {
  resources = mkdtempSync(join(tmpdir(), 'zonedesk-resources-'))
})
afterEach(() => rmSync(resources, { recursive: true }))

const of = (
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv = {},
  packaged = true,
): ReturnType<typeof installationOf> => installationOf({ packaged, platform, environment, resources })

describe('an installation', () => {
  it.each(['deb', 'rpm'] as const)('from a %s is known by the file that the package brings', (type) => {
    writeFileSync(join(resources, 'package-type'), `${type}\n`)
    expect(of('linux')).toBe(type)
  })

  it('from an archive is none that can be updated, nor is a clone', () => {
    expect(of('linux')).toBe('other')
    expect(of('linux', {}, false)).toBe('other')
    expect(of('win32', {}, false)).toBe('other')
  })

  it('in an AppImage, on Windows and on macOS replaces itself', () => {
    const kinds = [of('linux', { APPIMAGE: '/home/a/zonedesk.AppImage' }), of('win32'), of('darwin')]
    expect(kinds).toEqual(['appimage', 'nsis', 'mac'])
    expect(kinds.map((kind) => wayOf(kind, commandOf(kind)))).toEqual(['in-app', 'in-app', 'in-app'])
  })

  it('is what a test takes it for, where the app obeys tests', () => {
    const situation = { packaged: false, platform: 'linux' as const, environment: {}, resources }
    expect(installationOf({ ...situation, ofTest: 'appimage' })).toBe('appimage')
    expect(installationOf({ ...situation, ofTest: 'anything' })).toBe('other')
    expect(of('linux', { ZONEDESK_INSTALLATION: 'appimage' })).toBe('other')
  })
})

describe('a package', () => {
  it('is updated by a command of its system, which the app never runs', () => {
    expect(commandOf('deb')).toBe('sudo apt-get update && sudo apt-get install --only-upgrade zonedesk')
    expect(commandOf('rpm', (path) => path === '/usr/bin/dnf')).toBe('sudo dnf upgrade --refresh zonedesk')
    expect(commandOf('rpm', (path) => path === '/usr/bin/zypper')).toMatch(/^sudo zypper /)
  })

  it('of a system with neither program is fetched from the download page', () => {
    const command = commandOf('rpm', () => false)
    expect(command).toBeNull()
    expect(wayOf('rpm', command)).toBe('page')
  })
})

it('the feed of each system has the name that electron-builder gives it', () => {
  expect(feedName('linux', 'x64')).toBe('latest-linux.yml')
  expect(feedName('linux', 'arm64')).toBe('latest-linux-arm64.yml')
  expect(feedName('win32', 'x64')).toBe('latest.yml')
  expect(feedName('darwin', 'arm64')).toBe('latest-mac.yml')
})
