// A real browser that is opened when the first measurement needs it.
import { type Browser, chromium, type Page } from '@playwright/test'
import { browserArgs } from '../setup/browser'
import type { Bench } from './bench'

const PAGE_LIMIT_MS = 30_000

const opened = new WeakMap<Bench, Promise<Browser>>()

/** @param more arguments in addition to those that every browser here gets */
export async function openBrowser(bench: Bench, more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: bench.browserPath,
    args: [...browserArgs, ...more],
    // The command handles Ctrl-C. Playwright's handlers would end the process before the other parts are stopped.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  bench.onEnd(() => browser.close())
  return browser
}

/** Opens a page in a browser context of its own: empty cache, no open connection. */
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

/** Waits until the page says that it is live. Before that a change would have to wait for the connection. */
export async function untilLive(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Connection' }).getByText('Live', { exact: true }).waitFor()
}
