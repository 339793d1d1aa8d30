import { svelte } from '@sveltejs/vite-plugin-svelte'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Times here end a test that hangs. None of them says how fast anything is to be: a busy computer is slow. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } }

/** Svelte as the window has it, and nothing else: other packages must stay those that Node gets. */
const svelteOfTheWindow = ['svelte', 'svelte/reactivity'].map((name) => ({
  find: new RegExp(`^${name}$`),
  replacement: resolve('node_modules/svelte/src', name.slice('svelte/'.length), 'index-client.js'),
}))

export default defineConfig({
  test: {
    projects: [
      {
        // The window's own files react here as they do in the window; without this they compile for a server, and do not.
        plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client' }) })],
        resolve: { alias: svelteOfTheWindow },
        test: {
          ...PATIENCE,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
        },
      },
      { test: { ...PATIENCE, name: 'integration', include: ['test/integration/**/*.test.ts'] } },
      {
        test: {
          ...PATIENCE,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One real window at a time: two would fight over focus and the clipboard.
          fileParallelism: false,
          // After the fast ones, so that a slow machine is not shared between them.
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
    },
  },
})
