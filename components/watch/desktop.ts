/** Desktop notifications, where the browser supports them. */

interface DesktopNews {
  title: string
  body: string
  /** The subject. A newer notification replaces one with the same subject, also from another tab. */
  of: string
  onOpen: () => void
}

export function tellDesktop({ title, body, of, onOpen }: DesktopNews): void {
  if (!canNotify() || Notification.permission !== 'granted') return
  try {
    const shown = new Notification(title, { body, tag: of })
    shown.onclick = () => {
      window.focus()
      onOpen()
      shown.close()
    }
  } catch {
    // Mobile browsers have the constructor, but it throws.
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
