import type { Page } from '@playwright/test'

/** Records desktop notifications in `window.shown`, because the test browser has no desktop to show them on. */
export async function recordNotifications(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown: string[] = []
    class Recorded extends EventTarget {
      static permission = 'granted'
      static requestPermission = () => Promise.resolve('granted')
      constructor(title: string, { body }: { body: string }) {
        super()
        shown.push(`${title} | ${body}`)
      }
    }
    Object.assign(window, { Notification: Recorded, shown })
  })
}
