import { svelte } from '@sveltejs/vite-plugin-svelte'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { displays } from './scripts/testing/displays.mjs'

/** Times here end a test that hangs. None of them says how fast anything is to be: a busy computer is slow. */
const PATIENCE = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } }

const ROOT = import.meta.dirname

/** Svelte as the window has it, and nothing else: other packages must stay those that Node gets. */
const svelteOfTheWindow = ['svelte', 'svelte/reactivity'].map((name) => ({
  find: new RegExp(`^${name}$`),
  replacement: resolve(ROOT, 'node_modules/svelte/src', name.slice('svelte/'.length), 'index-client.js'),
}))

/**
 * Vitest leaves one core free. On a computer with two cores that means one worker, and vitest runs the files of a
 * project that has one worker and no group of its own after all groups: the windows would come first.
 */
const WORKERS = availableParallelism()

export default defineConfig({
  test: {
    projects: [
      // The groups run one after the other, the fast tests first: a slow machine is not shared between them.
      {
        // The window's own files react here as they do in the window; without this they compile for a server, and do not.
        plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client' }) })],
        resolve: { alias: svelteOfTheWindow },
        test: {
          ...PATIENCE,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...PATIENCE,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          maxWorkers: WORKERS,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...PATIENCE,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // As many real windows at once as there are displays: two on one would fight over focus and clipboard.
          maxWorkers: displays(process.env).length,
          setupFiles: ['own-display.ts', 'give-up.ts'].map((file) => resolve(ROOT, 'test/e2e', file)),
          sequence: { groupOrder: 3 },
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
