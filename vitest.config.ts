import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/fixtures/longest-first.ts'

// Apart from vite.config.ts on purpose: Remix's plugin must not take part in tests.
export default defineConfig({
  // Without it a test's own import of graphql is another copy than type-graphql's, and graphql refuses the schema.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['server/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // Tests of servers and browsers wait for a quarter of their time: one more than there are processors at the least.
    maxWorkers: 3,
    // A file each with modules of its own spends two thirds of its time loading them. Whatever a test changes, it puts back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: 'tests/fixtures/global-setup.ts',
    setupFiles: 'tests/fixtures/console-guard.ts',
    // Generous, because a busy machine is no failure; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
