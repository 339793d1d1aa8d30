import { defineConfig } from 'vitest/config'

/** What `npm run second-opinions` runs. `npm test` does not: it needs npm and Debian alone. */
export default defineConfig({
  test: {
    name: 'second-opinions',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // Times end a test that hangs; none of them says how fast anything is to be.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
