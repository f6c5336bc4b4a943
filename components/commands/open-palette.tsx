'use client'
/** The button that opens the palette, and its key. */
import { Search } from 'lucide-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import { isMac } from './keyboard'
import { keyWords } from './keys'
import { showSheet } from './sheet'

export const paletteKey = 'Mod+k'

interface OpenPaletteProps {
  className: string
  children: ReactNode
}

export function OpenPalette({ className, children }: OpenPaletteProps) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      title="Find a packet, a page or an action"
      onClick={() => showSheet('palette')}
      className={className}
    >
      <Search aria-hidden size={18} />
      {children}
    </button>
  )
}

const never = () => () => {}

/** The server does not know the keyboard and assumes Ctrl, as most have it. */
export function PaletteKey() {
  const mac = useSyncExternalStore(never, isMac, () => false)
  return (
    <kbd aria-hidden className="font-sans text-xs text-faint">
      {keyWords(paletteKey, mac).join(' ')}
    </kbd>
  )
}
