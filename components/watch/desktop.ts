/** Desktop notifications, where the browser supports them. */

export interface DesktopNews {
  title: string
  body: string
  /** The subject. A newer notification replaces one with the same subject, also from another tab. */
  of: string
  onOpen: () => void
}

/** @returns whether a notification was shown */
export function tellDesktop({ title, body, of, onOpen }: DesktopNews): boolean {
  if (!canNotify() || Notification.permission !== 'granted') return false
  try {
    const shown = new Notification(title, { body, tag: of })
    shown.onclick = () => {
      window.focus()
      onOpen()
      shown.close()
    }
    return true
  } catch {
    // Mobile browsers have the constructor, but it throws.
    return false
  }
}

/**
 * Call it only in answer to a click.
 *
 * @returns null if notifications are allowed, or why they are not
 */
export async function askToNotify(): Promise<string | null> {
  if (!canNotify()) return 'This browser shows no notifications for this address'
  const answer = await Notification.requestPermission()
  return answer === 'granted' ? null : 'The browser does not allow notifications for this address'
}

/** Missing on addresses that the browser does not trust, such as plain HTTP to another machine. */
function canNotify(): boolean {
  return typeof Notification !== 'undefined'
}
