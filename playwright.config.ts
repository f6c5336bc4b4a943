import { defineConfig, devices } from '@playwright/test'
import { installedBrowser } from './scripts/setup/browser'
import { browserArgs } from './scripts/setup/browser-args'

const executablePath = process.env.CHROMIUM_PATH ?? installedBrowser(process.env)

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/begin-run.ts',
  outputDir: 'test-results',
  // The tests share one stack and stop parts of it, and two cores are the measure.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: [
    { name: 'product', testIgnore: 'logs.spec.ts', teardown: 'logs' },
    { name: 'logs', testMatch: 'logs.spec.ts' },
  ],
  use: {
    ...devices['Desktop Chrome'],
    headless: true,
    actionTimeout: 15_000,
    launchOptions: { args: browserArgs, ...(executablePath ? { executablePath } : {}) },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
