import type { Page } from '@playwright/test'

/**
 * Records desktop notifications in `window.shown`, because the test browser has no desktop to show them on.
 *
 * @param permission the operator's answer to the browser's question
 */
export async function recordNotifications(
  page: Page,
  permission: NotificationPermission = 'granted',
): Promise<void> {
  await page.addInitScript((permission) => {
    const shown: string[] = []
    class Recorded extends EventTarget {
      static permission = permission
      static requestPermission = () => Promise.resolve(permission)
      constructor(title: string, { body }: { body: string }) {
        super()
        shown.push(`${title} | ${body}`)
      }
    }
    Object.assign(window, { Notification: Recorded, shown })
  }, permission)
}
