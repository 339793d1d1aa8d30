import { defineConfig } from 'vitest/config'

/** What `npm run test-package` runs, on packages that it makes before. */
export default defineConfig({
  test: {
    name: 'package',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // What is installed is one thing, which one test at a time may change.
    fileParallelism: false,
    // Times end a test that hangs; none of them says how fast anything is to be.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
