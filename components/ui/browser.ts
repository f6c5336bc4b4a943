/** What pages ask of the browser they are in. */
import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Whether a media query holds. The server, which cannot know, says no. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  )
}

/** The width below which rows become cards; the same as the style sheets' `lg`. */
export const narrowScreen = '(max-width: 1023.98px)'

export const reducedMotion = '(prefers-reduced-motion: reduce)'

const never = () => () => {}

/** False while the page is as the server sent it, and what is typed or pressed has no effect. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** Scrolls what was chosen of a strip, such as that of a phone, into view. */
export function useChosenInView<T extends Element>(isChosen: boolean): RefObject<T | null> {
  const chosen = useRef<T>(null)
  useEffect(() => {
    if (isChosen) chosen.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [isChosen])
  return chosen
}

/** Where the keyboard goes on when what it stood on has gone: otherwise it would begin at the top of the page. */
export function focusContent(): void {
  document.getElementById('content')?.focus({ preventScroll: true })
}

/** For a dialog that no button of its own opens: gives the focus back to what had it before. */
export function useFocusBack(): () => void {
  const [before] = useState(() => document.activeElement)
  return () => {
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus()
    else focusContent()
  }
}
