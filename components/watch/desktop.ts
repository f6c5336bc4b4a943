/** Notifications of the desktop, where the browser shows them. */

interface DesktopNews {
  title: string
  body: string
  /** What it is about: news takes the place of older news about the same, also from another tab. */
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
    // Browsers of phones have the constructor and refuse it.
  }
}

/** To be asked in answer to a click only. @returns null where it is allowed, or why it is not */
export async function askToNotify(): Promise<string | null> {
  if (!canNotify()) return 'This browser shows no notifications for this address'
  const answer = await Notification.requestPermission()
  return answer === 'granted' ? null : 'The browser does not allow notifications for this address'
}

/** Missing on addresses that the browser does not trust, such as plain HTTP to another machine. */
function canNotify(): boolean {
  return typeof Notification !== 'undefined'
}
