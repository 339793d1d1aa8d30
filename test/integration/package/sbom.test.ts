import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askRuntime, writeSbom } from '../../../scripts/package/sbom.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'

interface Document {
  components: { name: string; version: string }[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

describe('the SBOM of what was built', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-sbom-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('is valid, complete and made again to the byte, with the Electron that runs this test', async () => {
    const asked = await askRuntime(process.execPath)
    expect(asked).toMatchObject({ version: process.versions.electron, node: process.versions.node })
    const path = writeSbom(folder, { ...asked!, official: true })
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect(basename(path)).toBe(`zonedesk-${version}.cdx.json`)
    const text = readFileSync(path, 'utf8')
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull()

    const { components, dependencies } = JSON.parse(text) as Document
    const licences = JSON.parse(readFileSync(join(ROOT, 'out', 'licences.json'), 'utf8')) as unknown[]
    expect(components).toHaveLength(licences.length)
    expect(components).toContainEqual(expect.objectContaining({ name: 'Electron', version: asked!.version }))
    // Everything is needed by something: the app, or what the app needs.
    const needed = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn))
    expect(
      dependencies.filter(({ ref }) => !needed.has(ref) && !ref.startsWith('pkg:npm/zonedesk@')),
    ).toEqual([])

    writeSbom(folder, { ...asked!, official: true })
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('is written for a program that does not answer', async () => {
    expect(await askRuntime('/bin/false')).toBeNull()
    const path = writeSbom(folder, { version: '1.2.3', official: false, chromium: null, node: null })
    expect(basename(path)).toContain('-unofficial')
  })
})
