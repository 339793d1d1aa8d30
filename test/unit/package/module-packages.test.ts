import { describe, expect, it } from 'vitest'
import {
  packageOfModule,
  packagesBeside,
  packagesOfBundle,
} from '../../../scripts/package/licences/module-packages.mjs'

describe('packageOfModule', () => {
  it.each([
    ['/home/me/zonedesk/node_modules/svelte/src/index-client.js', 'node_modules/svelte'],
    ['/home/me/zonedesk/node_modules/@lucide/svelte/dist/icons/x.svelte', 'node_modules/@lucide/svelte'],
    ['/home/me/zonedesk/node_modules/dns-packet/index.js?commonjs-es-import', 'node_modules/dns-packet'],
    ['\0/home/me/zonedesk/node_modules/papaparse/papaparse.js?commonjs-proxy', 'node_modules/papaparse'],
    ['C:\\zonedesk\\node_modules\\valibot\\dist\\index.mjs', 'node_modules/valibot'],
    ['/z/node_modules/a/node_modules/@b/c/index.js', 'node_modules/a/node_modules/@b/c'],
    ['\0rolldown/runtime.js', 'node_modules/rolldown'],
    ['\0vite/preload-helper.js', 'node_modules/vite'],
  ])('finds the package of %j', (id, expected) => {
    expect(packageOfModule(id)).toBe(expected)
  })

  it.each(['/home/me/zonedesk/src/main/index.ts', '\0virtual', '/home/me/rolldown/zonedesk/src/a.ts'])(
    'finds none for %j',
    (id) => {
      expect(packageOfModule(id)).toBeNull()
    },
  )
})

describe('packagesOfBundle', () => {
  it('names the packages of which something is left, once each', () => {
    const found = packagesOfBundle({
      'index.js': {
        type: 'chunk',
        modules: {
          '/z/src/main/index.ts': { renderedLength: 10 },
          '/z/node_modules/hono/a.js': { renderedLength: 10 },
          '/z/node_modules/hono/b.js': { renderedLength: 3 },
          '/z/node_modules/shaken-off/a.js': { renderedLength: 0 },
        },
      },
      'index.css': { type: 'asset' },
    })
    expect([...found]).toEqual(['node_modules/hono'])
  })
})

describe('packagesBeside', () => {
  it('names what an installed app has as files of their own, with what that needs', () => {
    const packages = {
      '': {},
      'node_modules/native': {},
      'node_modules/native/node_modules/part': {},
      'node_modules/tool': { dev: true },
    }
    expect(packagesBeside(packages)).toEqual(['node_modules/native', 'node_modules/native/node_modules/part'])
  })
})
