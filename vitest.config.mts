import { defineConfig } from 'vitest/config'

/** Times here end a test that hangs. None of them says how fast anything is to be: a busy computer is slow. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } }

export default defineConfig({
  test: {
    projects: [
      { test: { ...PATIENCE, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
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
