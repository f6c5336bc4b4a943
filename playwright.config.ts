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
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: [
    // These start a stack each and mostly wait. They come first: the longest of them must not be left to the end.
    { name: 'own-stack', testMatch: 'own-stack/**/*.spec.ts', workers: 1, teardown: 'logs' },
    // These share one stack and stop parts of it, so one at a time. Two cores are the measure.
    { name: 'product', testIgnore: ['own-stack/**', 'logs.spec.ts'], workers: 1, teardown: 'logs' },
    { name: 'logs', testMatch: 'logs.spec.ts' },
  ],
  use: {
    ...devices['Desktop Chrome'],
    headless: true,
    actionTimeout: 15_000,
    launchOptions: { args: browserArgs, ...(executablePath ? { executablePath } : {}) },
    // Recording every test takes a tenth of the processor's time. One that fails is recorded by `--trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})
