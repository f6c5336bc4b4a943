/** The theme chosen in this browser, shared by everything that shows or changes it. */
import { useSyncExternalStore } from 'react'
import { parseTheme, type Theme, themeCookie } from './theme'

const listeners = new Set<() => void>()
const yearSeconds = 365 * 24 * 60 * 60

export function chooseTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') root.removeAttribute('data-theme')
  else root.setAttribute('data-theme', theme)
  // biome-ignore lint/suspicious/noDocumentCookie: some supported browsers have no cookieStore
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax`
  for (const each of listeners) each()
}

/** @param initial the theme that the server rendered */
export function useTheme(initial: Theme): Theme {
  return useSyncExternalStore(follow, read, () => initial)
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Theme {
  return parseTheme(document.documentElement.dataset.theme)
}
