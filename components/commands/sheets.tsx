'use client'
/** Shows the palette or the help sheet. Each is loaded on first use; a frame stands in until then. */
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useFocusBack } from '@/components/ui/browser'
import { type Part, usePart } from '@/components/ui/part'
import { paletteBox, paletteInput, paletteLabel } from './palette-frame'
import { type Sheet, showSheet, useSheet } from './sheet'

const palette: Part<typeof import('./palette')> = { name: 'The palette', load: () => import('./palette') }
const keys: Part<typeof import('./help-sheet')> = {
  name: 'The list of keys',
  load: () => import('./help-sheet'),
}

export function Sheets() {
  const sheet = useSheet()
  if (sheet === null) return null
  return sheet === 'palette' ? <PaletteSheet /> : <KeysSheet />
}

/** What is typed while the palette is loading is handed on to it. */
function PaletteSheet() {
  const [typed, setTyped] = useState('')
  const { part, giveFocusBack, leave } = useSheetPart(palette, 'palette')
  if (part !== null) return <part.Palette typed={typed} onClosed={giveFocusBack} />
  return (
    <Frame label={paletteLabel} className={paletteBox} onLeave={leave}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the operator has just opened the palette
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        {...paletteInput}
      />
      <p role="status" className="px-4 py-2 text-xs text-soft">
        Loading
      </p>
    </Frame>
  )
}

function KeysSheet() {
  const { part, giveFocusBack, leave } = useSheetPart(keys, 'keys')
  if (part !== null) return <part.HelpSheet onClosed={giveFocusBack} />
  return (
    <Frame
      label="Keys"
      className="fixed top-1/2 left-1/2 z-50 -translate-1/2 rounded-lg border border-line bg-panel p-5 shadow-float"
      onLeave={leave}
    >
      <p role="status">Loading</p>
    </Frame>
  )
}

function useSheetPart<T extends object>(of: Part<T>, sheet: Sheet) {
  const [part, want] = usePart(of)
  const giveFocusBack = useFocusBack()
  const leave = () => {
    showSheet(null)
    giveFocusBack()
  }
  const load = useEffectEvent(async () => {
    if ((await want(() => showSheet(sheet))) === null) leave()
  })
  useEffect(() => void load(), [])
  return { part, giveFocusBack, leave }
}

interface FrameProps {
  label: string
  className: string
  onLeave: () => void
  children: ReactNode
}

function Frame({ label, className, onLeave, children }: FrameProps) {
  const leaveByKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onLeave()
  }
  return (
    <>
      {/* biome-ignore lint/a11y: Escape does the same */}
      <div data-dims onClick={onLeave} className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
      <div role="dialog" aria-modal aria-busy aria-label={label} onKeyDown={leaveByKey} className={className}>
        {children}
      </div>
    </>
  )
}
