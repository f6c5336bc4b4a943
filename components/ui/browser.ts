/** Hooks and helpers for the browser that a page runs in. */
import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Whether a media query matches; false on the server, which cannot know. */
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

/** False until hydration: what is typed or pressed before has no effect. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** A ref for an item of a strip that may overflow, as on a phone: scrolls the item into view once it is chosen. */
export function useChosenInView<T extends Element>(isChosen: boolean): RefObject<T | null> {
  const chosen = useRef<T>(null)
  useEffect(() => {
    if (isChosen) chosen.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [isChosen])
  return chosen
}

/** Focuses the page's content once the focused element is gone; otherwise the focus returns to the top of the page. */
export function focusContent(): void {
  document.getElementById('content')?.focus({ preventScroll: true })
}

/** For a dialog without a trigger of its own: returns the focus to the element that had it. */
export function useFocusBack(): () => void {
  const [before] = useState(() => document.activeElement)
  return () => {
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus()
    else focusContent()
  }
}
