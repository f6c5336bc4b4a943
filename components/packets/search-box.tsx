'use client'
import { Search } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { trimmed } from '@/lib/packet/text'

const settleMs = 300

interface SearchBoxProps {
  value: string
  onChange: (text: string) => void
}

/** Searches when the typing pauses; "/" puts the cursor here from anywhere on the page. */
export function SearchBox({ value, onChange }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useSettled(value, onChange)
  useSlash(input)
  return (
    <label className="relative block w-full md:w-72">
      <span className="sr-only">Search by id, source or destination</span>
      <Search aria-hidden size={14} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
      <input
        ref={input}
        type="search"
        aria-keyshortcuts="/"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Id, source or destination"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        className="peer h-8 w-full rounded-md border border-edge bg-panel pr-2 pl-8"
      />
      <kbd
        aria-hidden
        className="pointer-events-none absolute top-1.5 right-1.5 hidden h-5 rounded-sm border border-line px-1.5 text-xs leading-4.5 text-faint md:peer-placeholder-shown:block md:peer-focus:hidden"
      >
        /
      </kbd>
    </label>
  )
}

/** A text that is passed on when it has not changed for a moment, and follows when it is changed elsewhere. */
function useSettled(value: string, onChange: (text: string) => void) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== trimmed(text)) setText(value)
  }
  useEffect(() => {
    const wanted = trimmed(text)
    if (wanted === known) return
    const timer = setTimeout(() => onChange(wanted), settleMs)
    return () => clearTimeout(timer)
  }, [text, known, onChange])
  return [text, setText] as const
}

function useSlash(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [input])
}
