/** Whether the palette or the sheet with all keys is open. */
import { useSyncExternalStore } from 'react'

export type Sheet = 'palette' | 'keys' | null

let shown: Sheet = null
const listeners = new Set<() => void>()

/** Shows one of them, or none. */
export function showSheet(sheet: Sheet): void {
  shown = sheet
  for (const each of listeners) each()
}

/** True from the moment when it was asked for, before it is drawn: what is typed then is meant for it. */
export function isSheetShown(): boolean {
  return shown !== null
}

export function useSheet(): Sheet {
  return useSyncExternalStore(
    follow,
    () => shown,
    () => null,
  )
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
