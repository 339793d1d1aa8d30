import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import configuration from '../../../electron-builder.config.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'

// electron-builder's own reader of patterns. The packages export none of it, so it is loaded by its file.
const require = createRequire(import.meta.url)
const { getNodeModuleFileMatcher } = require('app-builder-lib/out/fileMatcher') as {
  getNodeModuleFileMatcher: (
    from: string,
    to: string,
    expand: (pattern: string) => string,
    platform: unknown,
    packager: unknown,
  ) => { createFilter: () => (file: string, status: unknown) => boolean }
}

/** Binaries of the native modules that a package for this platform and architecture holds. */
function binaries(platform: 'linux' | 'win' | 'mac', arch: string): readonly string[] {
  const packager = { config: {}, debugLogger: { isEnabled: false } }
  const expand = (pattern: string): string => pattern.replaceAll('${arch}', arch)
  const matcher = getNodeModuleFileMatcher(ROOT, '/to', expand, configuration[platform], packager)
  const filter = matcher.createFilter()
  return filesOf(['better-sqlite3', 'keytar']).filter((file) =>
    filter(join(ROOT, file), statSync(join(ROOT, file))),
  )
}

function filesOf(modules: readonly string[]): readonly string[] {
  return modules.flatMap((name) => {
    const folder = join('node_modules', name)
    return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => statSync(join(ROOT, file)).isFile() && file.endsWith('.node'))
  })
}

const sqlite = (name: string): string => `node_modules/better-sqlite3/prebuilds/${name}.node`
const keytar = (name: string): string => `node_modules/keytar/prebuilds/${name}/keytar.node`

describe('of the native modules a package holds the binaries', () => {
  it('of its own platform and architecture', () => {
    expect(binaries('linux', 'x64')).toEqual([sqlite('linux-x64'), keytar('linux-x64')])
    expect(binaries('linux', 'arm64')).toEqual([sqlite('linux-arm64'), keytar('linux-arm64')])
    expect(binaries('win', 'x64')).toEqual([sqlite('win32-x64'), keytar('win32-x64')])
  })

  it('of both architectures where it is for both', () => {
    const both = ['darwin-arm64', 'darwin-x64']
    expect(binaries('mac', 'x64')).toEqual([...both.map(sqlite), ...both.map(keytar)])
  })
})
