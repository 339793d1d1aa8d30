import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dependencyStamp } from '../../../scripts/setup/dependencies.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { npmCommand } from '../../../scripts/setup/processes.mjs'

describe('dependencyStamp', () => {
  it('stays the same for the same lock on the same platform', () => {
    expect(dependencyStamp('{"a":1}', 'linux-x64')).toBe(dependencyStamp('{"a":1}', 'linux-x64'))
  })

  it('changes with the lock and with the platform', () => {
    const stamp = dependencyStamp('{"a":1}', 'linux-x64')
    expect(dependencyStamp('{"a":2}', 'linux-x64')).not.toBe(stamp)
    expect(dependencyStamp('{"a":1}', 'darwin-arm64')).not.toBe(stamp)
  })
})

describe('npmCommand', () => {
  it('calls the npm that runs the script, through Node and without a shell', () => {
    const env = { npm_execpath: '/opt/npm/bin/npm-cli.js' }
    expect(npmCommand(['ci'], env, 'win32')).toEqual({
      command: process.execPath,
      args: ['/opt/npm/bin/npm-cli.js', 'ci'],
      shell: false,
    })
  })

  it('finds npm by name when another program runs the script', () => {
    const env = { npm_execpath: '/opt/yarn/bin/yarn.js' }
    expect(npmCommand(['ci'], env, 'linux')).toEqual({ command: 'npm', args: ['ci'], shell: false })
    expect(npmCommand(['ci'], {}, 'win32')).toEqual({ command: 'npm.cmd', args: ['ci'], shell: true })
  })
})

describe('package-lock.json', () => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')

  it('carries no registry addresses', () => {
    expect(text).not.toContain('"resolved"')
  })

  it('carries the integrity of every package', () => {
    const { packages } = JSON.parse(text) as { packages: Record<string, { integrity?: string }> }
    const without = Object.entries(packages).filter(([path, entry]) => path !== '' && !entry.integrity)
    expect(without.map(([path]) => path)).toEqual([])
    expect(Object.keys(packages).length).toBeGreaterThan(100)
  })
})
