import type { Page } from '@playwright/test'

/** Makes `goto` wait for hydration. People are slower than that; tests would press keys that no code handles yet. */
export function awaitLife(page: Page): void {
  const goto = page.goto.bind(page)
  page.goto = async (...args) => {
    const response = await goto(...args)
    await page.waitForFunction(isAlive)
    return response
  }
}

/** Whether React has hydrated the frame and handles events. Pages that are not Waybill's count as alive. */
function isAlive(): boolean {
  const frame = document.querySelector('main')
  const ours = document.querySelector('script[src*="/_next/"]') !== null
  return !ours || frame === null || Object.keys(frame).some((key) => key.startsWith('__reactFiber'))
}
