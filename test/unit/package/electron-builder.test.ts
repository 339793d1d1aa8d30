import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import configuration from '../../../electron-builder.config.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'

// electron-builder's own judge of settings. The packages export none of it, so it is loaded by its file.
const require = createRequire(import.meta.url)
const { validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  validateConfiguration: (config: unknown, debugLogger: { isEnabled: boolean }) => Promise<void>
}

const judge = (config: unknown) => validateConfiguration(config, { isEnabled: false })

describe('electron-builder.config.mjs', () => {
  it('passes the check of electron-builder, for every target', async () => {
    await expect(judge(configuration)).resolves.toBeUndefined()
  })

  it.each([
    ['nsis', { ...configuration, nsis: { ...configuration.nsis, oneClik: true } }],
    ['dmg', { ...configuration, dmg: { ...configuration.dmg, format: 'ZIP' } }],
    ['appImage', { ...configuration, appImage: { compression: 'most' } }],
    ['mac', { ...configuration, mac: { target: [{ target: 'dmg', arch: 'both' }] } }],
  ])('would not pass it with a slip in %s', async (name, config) => {
    await expect(judge(config)).rejects.toThrow(`configuration.${name}`)
  })

  it('makes an installer for Windows, and one disk image for both kinds of Mac', () => {
    expect(configuration.win?.target).toEqual([{ target: 'nsis', arch: ['x64'] }])
    expect(configuration.mac?.target).toEqual([{ target: 'dmg', arch: ['universal'] }])
  })

  it('keeps the data of the user when the app is removed from Windows', () => {
    expect(configuration.nsis?.deleteAppDataOnUninstall).toBe(false)
  })

  it('names icons that are there and need no conversion', () => {
    const icons = [configuration.linux?.icon, configuration.win?.icon, configuration.mac?.icon]
    expect(icons).toEqual(['resources/icons', 'resources/icon.ico', 'resources/icon.icns'])
    expect(icons.filter((icon) => !existsSync(join(ROOT, icon!)))).toEqual([])
  })
})
