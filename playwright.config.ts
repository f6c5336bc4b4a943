import { defineConfig, devices } from '@playwright/test'
import { browserArgs, installedBrowser } from './scripts/setup/browser'

const executablePath = process.env.CHROMIUM_PATH ?? installedBrowser(process.env)

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/begin-run.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // Generous, so that tests do not depend on how busy the machine is. How fast the product is, the bench measures.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  projects: [
    // Each test starts its own stack and mostly waits. They run first, so that the longest is not left to the end.
    { name: 'own-stack', testMatch: 'own-stack/**/*.spec.ts', workers: 1, teardown: 'logs' },
    // These tests share one stack and stop parts of it, so they run one at a time. Sized for two cores.
    { name: 'product', testIgnore: ['own-stack/**', 'logs.spec.ts'], workers: 1, teardown: 'logs' },
    { name: 'logs', testMatch: 'logs.spec.ts' },
  ],
  use: {
    ...devices['Desktop Chrome'],
    headless: true,
    actionTimeout: 30_000,
    launchOptions: { args: browserArgs, ...(executablePath ? { executablePath } : {}) },
    // Tracing every test costs a tenth of the CPU time. Pass `--trace on` to record a test that fails.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})
