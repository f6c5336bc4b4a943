import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname

/** Tests that talk to servers, see scripts/test/servers-setup.ts. */
const integrationTests = ['worker/**/*.test.ts', '**/*.temporal.test.ts', 'lib/store/**/*.test.ts']

const shared = {
  root,
  resolve: {
    alias: {
      '@': root,
      // The real `server-only` throws when it is imported outside a server component's bundle.
      'server-only': join(root, 'node_modules', 'server-only', 'empty.js'),
    },
  },
}

const exclude = ['node_modules/**', '.next*/**', 'dist/**', '.cache/**', '.data/**', 'e2e/**']

export default defineConfig({
  test: {
    // Most files wait for a server most of the time, so that on two cores three at a time are quicker than two.
    maxWorkers: 3,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          // Isolation spent a third of the CPU time on loading the same modules for each file.
          isolate: false,
          setupFiles: ['scripts/test/each-file.ts'],
          // Generous for machines under load; a test that hangs still fails.
          testTimeout: 20_000,
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...integrationTests],
          globalSetup: ['scripts/test/temp-folder.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'integration',
          // The same `--import` as the product's worker is started with.
          execArgv: ['--import', pathToFileURL(join(root, 'worker', 'each-thread.mjs')).href],
          include: integrationTests,
          exclude,
          globalSetup: ['scripts/test/temp-folder.ts', 'scripts/test/servers-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
