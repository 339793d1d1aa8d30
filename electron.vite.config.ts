import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { guide } from './scripts/guide/plugin.mjs'
import { licencesOfBuild } from './scripts/package/licences/build-plugin.mjs'
import * as contractNames from './src/preload/contract/names'

/**
 * What is read before the window opens carries the names of the contract and none of its schemas: the preload script,
 * which each window compiles anew, and what binds the channels.
 */
const namesOnly: Plugin = {
  name: 'contract-names',
  enforce: 'pre',
  load: (id) =>
    id === resolve('src/preload/contract/names.ts')
      ? Object.entries(contractNames)
          .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
          .join('\n')
      : undefined,
}

/**
 * The access key of a connection is handed to the package for Route 53. Its search for others, in environment variables,
 * files and the network, stays out of the build.
 */
const NO_SEARCH = '\0no-search-for-access-keys'
const noSearchForAccessKeys: Plugin = {
  name: 'no-search-for-access-keys',
  enforce: 'pre',
  resolveId: (id) => (id === '@aws-sdk/credential-provider-node' ? NO_SEARCH : undefined),
  load: (id) =>
    id === NO_SEARCH
      ? `export const defaultProvider = () => async () => { throw new Error('There is no access key.') }`
      : undefined,
}

const licences = licencesOfBuild(import.meta.dirname)

/** Whether what the window executes is counted, line by line of its sources: scripts/window-coverage.mjs. */
const COUNTED = process.env['ZONEDESK_SOURCE_MAPS'] === '1'

export default defineConfig({
  main: {
    build: {
      // `dependencies` are the two native modules and stay outside; all else is bundled: few files start faster.
      rolldownOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          'cache-thread': resolve('src/main/cache/thread/entry.ts'),
          'export-thread': resolve('src/main/dns-hosts/exports/thread.ts'),
          'moving-thread': resolve('src/main/moving/thread/entry.ts'),
          serve: resolve('src/main/serve/index.ts'),
        },
        // Beside the entries, so that `import.meta.dirname` is the same folder in all of them.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
    plugins: [namesOnly, noSearchForAccessKeys, licences('main')],
  },
  preload: {
    build: {
      // A sandboxed preload can require nothing but Electron, and must be CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
    plugins: [namesOnly, licences('preload')],
  },
  renderer: {
    root: 'src/renderer',
    build: {
      // Less to read and parse before the first paint.
      minify: !COUNTED,
      sourcemap: COUNTED,
      rolldownOptions: {
        input: { index: resolve('src/renderer/index.html') },
        // One file of scripts and one of styles before the first rows: each is asked of the main process.
        output: {
          codeSplitting: {
            groups: [{ name: 'start', test: /src\/renderer\/(?:main\.ts|theme\/\w+\.css)$/ }],
          },
        },
        // Compiling components takes most of a build's time, as it must.
        checks: { bundlerTimings: false },
      },
    },
    plugins: [svelte(), guide(resolve('docs/guide')), licences('renderer')],
  },
})
