// A real browser, opened when the first measurement needs it.
import { type Browser, chromium, type Page } from '@playwright/test'
import { browserArgs } from '../setup/browser'
import type { Bench } from './bench'

const PAGE_LIMIT_MS = 30_000

const opened = new WeakMap<Bench, Promise<Browser>>()

/** @param more arguments, beside those that every browser here has */
export async function openBrowser(bench: Bench, more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: bench.browserPath,
    args: [...browserArgs, ...more],
    // Ctrl-C is for the command: here it would end the process before anything else has been stopped.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  bench.onEnd(() => browser.close())
  return browser
}

/** A page in a context of its own: nothing cached, no connection open. */
export async function withPage<T>(bench: Bench, use: (page: Page) => Promise<T>): Promise<T> {
  const opening = opened.get(bench) ?? openBrowser(bench)
  opened.set(bench, opening)
  const context = await (await opening).newContext({ viewport: { width: 1280, height: 900 } })
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(PAGE_LIMIT_MS)
    return await use(page)
  } finally {
    await context.close()
  }
}

/** Waits until the page says that it is live: before, a change would wait for the connection. */
export async function untilLive(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Connection' }).getByText('Live', { exact: true }).waitFor()
}
