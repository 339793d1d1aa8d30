import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BuildInfo } from '../../src/preload/contract/build-info'
import * as v from 'valibot'
import { readFuses, WANTED_FUSES } from '../../scripts/package/fuses.mjs'
import { asarOf } from '../../scripts/package/test-copy.mjs'
import { compare, IN_ARCHIVE, IN_FOLDER } from './expected-files'
import { output, packages } from './packages'

const { unpacked, official, files, sbom, program } = packages()
const archive = asarOf(unpacked)
const version = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
).version

/** Node inside Electron reads an archive like a folder. */
function filesInArchive(folder = ''): readonly string[] {
  return readdirSync(join(archive, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() ? filesInArchive(path) : [path]
  })
}

describe("the app's folder", () => {
  it('holds what the app needs, and nothing else', () => {
    // Node inside Electron takes the archive for a folder, so another program lists the files.
    const paths = output('find', [unpacked, '-not', '-type', 'd', '-printf', '%P\\n']).trim().split('\n')
    expect(compare(paths, IN_FOLDER)).toEqual({ unknown: [], missing: [] })
  })

  it('holds in its archive what the app needs, and nothing else', () => {
    expect(compare(filesInArchive(), IN_ARCHIVE)).toEqual({ unknown: [], missing: [] })
  })

  it('takes no more than 290 MB', () => {
    expect(Number(output('du', ['--bytes', '--summarize', unpacked]).split('\t')[0])).toBeLessThan(
      290_000_000,
    )
  })

  it('has no development dependency, and no script, in its package.json', () => {
    const manifest = JSON.parse(readFileSync(join(archive, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >
    expect(manifest).not.toHaveProperty('devDependencies')
    expect(manifest).not.toHaveProperty('scripts')
    expect(manifest['version']).toBe(version)
  })

  it('says which Electron is in it, and whom it was made for', () => {
    const text = readFileSync(join(archive, 'build-info.json'), 'utf8')
    const info = v.parse(BuildInfo, JSON.parse(text))
    expect(info.official).toBe(official)
    expect(info.electron).toMatch(/^\d+\.\d+\.\d+$/)
    expect(info.madeFor).toBe('users')
  })
})

describe("Electron's fuses", () => {
  it('are as packages for users must have them, read from the binary', () => {
    expect(readFuses(join(unpacked, 'zonedesk'))).toEqual(WANTED_FUSES)
  })

  it('differ by one in the copy for tests', () => {
    expect(readFuses(program)).toEqual({ ...WANTED_FUSES, enableNodeCliInspectArguments: true })
  })
})

describe('the packages', () => {
  it('are named after the version, after an unofficial Electron, and after nothing that changes', () => {
    const suffix = official ? '' : '-unofficial'
    expect(files.map((file) => basename(file))).toEqual([
      expect.stringMatching(new RegExp(`^zonedesk_${version}${suffix}_(amd64|arm64)\\.deb$`)),
      expect.stringMatching(new RegExp(`^zonedesk-${version}${suffix}-linux-(x64|arm64)\\.tar\\.gz$`)),
      expect.stringMatching(new RegExp(`^zonedesk-${version}${suffix}\\.(x86_64|aarch64)\\.rpm$`)),
    ])
  })

  it('have true checksums', () => {
    const folder = dirname(files[0]!)
    const lines = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n')
    const sums = output('sha256sum', [...files, sbom])
      .trim()
      .split('\n')
    expect(lines.sort()).toEqual(sums.map((line) => line.replace(`${folder}/`, '')).sort())
  })

  it('take no more than 130 MB each, even when little time was spent on compressing them', () => {
    for (const file of files) expect(statSync(file).size).toBeLessThan(130_000_000)
  })
})
