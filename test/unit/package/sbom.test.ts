import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { describe, expect, it } from 'vitest'
import { sbom, sbomFileName } from '../../../scripts/package/sbom.mjs'

const MANIFEST = {
  name: 'zonedesk',
  version: '0.2.0',
  description: 'An app.',
  license: 'MIT',
  dependencies: { 'better-sqlite3': '13.2.0', keytar: 'npm:@github/keytar@7.10.6' },
  devDependencies: { svelte: '5.57.3', vitest: '5.1.1' },
}
const HASH = `sha512-${Buffer.alloc(64, 7).toString('base64')}`
const LOCK = {
  '': {},
  'node_modules/better-sqlite3': {
    version: '13.2.0',
    integrity: HASH,
    dependencies: { 'node-addon-api': '8' },
  },
  'node_modules/node-addon-api': { version: '8.9.2', integrity: HASH },
  'node_modules/keytar': {
    name: '@github/keytar',
    version: '7.10.6',
    integrity: HASH,
    dependencies: { 'node-addon-api': '8' },
  },
  'node_modules/keytar/node_modules/node-addon-api': { version: '7.0.0', integrity: HASH },
  'node_modules/svelte': { version: '5.57.3', integrity: HASH, dependencies: { 'not-bundled': '1' } },
  'node_modules/vitest': { version: '5.1.1', integrity: HASH },
}
const LICENCES = [
  ['@github/keytar', '7.10.6', 'MIT'],
  ['better-sqlite3', '13.2.0', 'MIT'],
  ['Electron', 'as installed', 'MIT'],
  ['node-addon-api', '7.0.0', 'MIT'],
  ['node-addon-api', '8.9.2', 'MIT'],
  ['Public Suffix List', 'of tldts 7.5.5', 'MPL-2.0'],
  ['SQLite', '3.54.1', 'blessing'],
  ['svelte', '5.57.3', '(MIT OR ISC)'],
].map(([name, version, licence]) => ({
  name: name!,
  version: version!,
  licence: licence!,
  homepage: 'https://example.org',
  text: 'x',
}))
const RUNTIME = { version: '45.4.1', official: true, chromium: '150.0.1', node: '24.1.0' }

function made(runtime: Parameters<typeof sbom>[0]['runtime'] = RUNTIME) {
  return sbom({ manifest: MANIFEST, lock: LOCK, licences: LICENCES, runtime }) as {
    serialNumber: string
    components: {
      name: string
      type: string
      version: string
      purl?: string
      cpe?: string
      hashes?: unknown[]
    }[]
    dependencies: { ref: string; dependsOn: string[] }[]
  }
}

describe('sbom', () => {
  it.each([
    ['an official Electron', RUNTIME],
    [
      'another Electron, which could not be asked',
      { ...RUNTIME, official: false, chromium: null, node: null },
    ],
  ])('is a CycloneDX 1.6 document with %s', async (_what, runtime) => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6)
    expect(await validator.validate(JSON.stringify(made(runtime)))).toBeNull()
  })

  it('names what is inside, and no development tool', () => {
    expect(made().components.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'keytar 7.10.6',
      'better-sqlite3 13.2.0',
      'node-addon-api 7.0.0',
      'node-addon-api 8.9.2',
      'Public Suffix List of tldts 7.5.5',
      'SQLite 3.54.1',
      'svelte 5.57.3',
      'Electron 45.4.1',
    ])
  })

  it('says where a package is from, and the hash that the lock has', () => {
    expect(made().components[0]).toMatchObject({
      purl: 'pkg:npm/%40github/keytar@7.10.6',
      hashes: [{ alg: 'SHA-512', content: '07'.repeat(64) }],
    })
  })

  it('has the names under which vulnerabilities of SQLite, Chromium and Node.js are listed', () => {
    const text = JSON.stringify(made())
    expect(text).toContain('cpe:2.3:a:sqlite:sqlite:3.54.1:*')
    expect(text).toContain('cpe:2.3:a:google:chrome:150.0.1:*')
    expect(text).toContain('cpe:2.3:a:nodejs:node.js:24.1.0:*')
  })

  it('says who needs whom, as Node finds them', () => {
    const needed = new Map(made().dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]))
    expect(needed.get('pkg:npm/zonedesk@0.2.0')).toEqual([
      'pkg:github/electron/electron@v45.4.1',
      'pkg:npm/%40github/keytar@7.10.6',
      'pkg:npm/better-sqlite3@13.2.0',
      'pkg:npm/svelte@5.57.3',
    ])
    expect(needed.get('pkg:npm/%40github/keytar@7.10.6')).toEqual(['pkg:npm/node-addon-api@7.0.0'])
    expect(needed.get('pkg:npm/better-sqlite3@13.2.0')).toEqual([
      'pkg:generic/sqlite@3.54.1',
      'pkg:npm/node-addon-api@8.9.2',
    ])
    expect(needed.get('pkg:npm/svelte@5.57.3')).toEqual([])
  })

  it('names a package once that is in several folders, and finds it from each', () => {
    const lock = {
      'node_modules/aside/node_modules/part': { version: '1.0.0', integrity: HASH },
      'node_modules/svelte': { version: '5.57.3', integrity: HASH, dependencies: { part: '1' } },
      'node_modules/svelte/node_modules/part': { version: '1.0.0', integrity: HASH },
    }
    const part = { name: 'part', version: '1.0.0', licence: 'MIT', homepage: null, text: 'x' }
    const licences = [...LICENCES.filter(({ name }) => name === 'svelte'), part]
    const { dependencies } = sbom({ manifest: MANIFEST, lock, licences, runtime: RUNTIME }) as ReturnType<
      typeof made
    >
    expect(dependencies).toContainEqual({
      ref: 'pkg:npm/svelte@5.57.3',
      dependsOn: ['pkg:npm/part@1.0.0'],
    })
  })

  it('does not call an Electron by the name of the official one when it is another', () => {
    const electron = made({ ...RUNTIME, official: false }).components.at(-1)
    expect(electron).toMatchObject({ name: 'Electron', properties: [{ value: 'unofficial' }] })
    expect(electron?.purl).toBeUndefined()
  })

  it('comes out the same for the same parts, under a number of its own', () => {
    expect(made()).toEqual(made())
    expect(made().serialNumber).not.toBe(made({ ...RUNTIME, version: '45.4.2' }).serialNumber)
  })
})

describe('sbomFileName', () => {
  it('has the version, and says when the Electron is no official one', () => {
    expect(sbomFileName(MANIFEST, true)).toBe('zonedesk-0.2.0.cdx.json')
    expect(sbomFileName(MANIFEST, false)).toBe('zonedesk-0.2.0-unofficial.cdx.json')
  })
})
