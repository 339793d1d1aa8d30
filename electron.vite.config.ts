import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

export default defineConfig({
  main: {
    build: {
      // `dependencies` are the two native modules and stay outside; all else is bundled: few files start faster.
      rolldownOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          'cache-thread': resolve('src/main/cache/thread/entry.ts'),
          'export-thread': resolve('src/main/registrars/exports/thread.ts'),
          serve: resolve('src/main/serve/index.ts'),
        },
      },
    },
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
  },
  renderer: {
    root: 'src/renderer',
    build: {
      // Less to read and parse before the first paint.
      minify: true,
      rolldownOptions: {
        input: { index: resolve('src/renderer/index.html') },
        // Compiling components takes most of a build's time, as it must.
        checks: { bundlerTimings: false },
      },
    },
    plugins: [svelte()],
  },
})
