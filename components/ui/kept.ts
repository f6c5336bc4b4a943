/** Values kept in this browser's local storage, shared by all its tabs. */
import { useSyncExternalStore } from 'react'

export interface Kept<T> {
  read: () => T
  write: (value: T) => void
  subscribe: (listener: () => void) => () => void
  /** The value if nothing is stored, and on the server. */
  initial: T
}

/**
 * A value in local storage. If the browser refuses to store it, the value lasts as long as the page.
 *
 * @param parse validates the stored value, which anything may have written; undefined if it is unusable
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

/** Browsers may throw when storage is disabled. */
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
    // The value then lasts as long as the page.
  }
}
