import type { Page } from '@playwright/test'

/** People take longer to press a key than a page takes to come alive; tests would press keys that nobody hears. */
export function awaitLife(page: Page): void {
  const goto = page.goto.bind(page)
  page.goto = async (...args) => {
    const response = await goto(...args)
    await page.waitForFunction(isAlive)
    return response
  }
}

/** React has taken over the frame and hears events from then on. Pages of others are as alive as they get. */
function isAlive(): boolean {
  const frame = document.querySelector('main')
  const ours = document.querySelector('script[src*="/_next/"]') !== null
  return !ours || frame === null || Object.keys(frame).some((key) => key.startsWith('__reactFiber'))
}
