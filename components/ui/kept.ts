/** Values that stay in this browser, the same in all its tabs. */
import { useSyncExternalStore } from 'react'

export interface Kept<T> {
  read: () => T
  write: (value: T) => void
  subscribe: (listener: () => void) => () => void
  /** What it is where nothing is kept, and on the server. */
  initial: T
}

/**
 * @param parse makes the value of what was kept, which may have been written by anyone: undefined where it cannot be
 * used. Where the browser keeps nothing, the value lasts as long as the page.
 */
export function keptInBrowser<T>(name: string, initial: T, parse: (kept: unknown) => T | undefined): Kept<T> {
  const key = `waybill.${name}`
  const listeners = new Set<() => void>()
  let known: { text: string | null; value: T } = { text: null, value: initial }
  const read = () => {
    const text = readText(key) ?? known.text
    if (text !== known.text) known = { text, value: parse(parseJson(text)) ?? initial }
    return known.value
  }
  const write = (value: T) => {
    known = { text: JSON.stringify(value), value }
    writeText(key, known.text ?? '')
    for (const each of listeners) each()
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    window.addEventListener('storage', listener)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('storage', listener)
    }
  }
  return { read, write, subscribe, initial }
}

export function useKept<T>({ subscribe, read, initial }: Kept<T>): T {
  return useSyncExternalStore(subscribe, read, () => initial)
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

/** Browsers may refuse to keep anything, and then throw. */
function readText(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function writeText(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // It lasts as long as the page.
  }
}
