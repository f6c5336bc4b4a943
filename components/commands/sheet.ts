/** Which sheet is open: the palette, the help sheet with all keys, or none. */
import { useSyncExternalStore } from 'react'

export type Sheet = 'palette' | 'keys' | null

let shown: Sheet = null
const listeners = new Set<() => void>()

/** Opens a sheet, or closes it with null. */
export function showSheet(sheet: Sheet): void {
  shown = sheet
  for (const each of listeners) each()
}

/** True as soon as a sheet was requested, even before it is rendered: keys typed from then on are meant for it. */
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
