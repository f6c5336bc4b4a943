'use client'
import { Search } from 'lucide-react'
import {
  type ClipboardEvent,
  type FormEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { useCommands } from '@/components/ui/commands'
import { trimmed } from '@/lib/packet/text'

const settleMs = 300

interface SearchBoxProps {
  value: string
  onChange: (text: string) => void
  label?: string
  placeholder?: string
  className?: string
  /** Texts that are not searched for while typing, only on Enter. */
  waitsForEnter?: (text: string) => boolean
  /** Handles a text that was entered, or pasted over the whole text, and returns the text to leave in the box. */
  onEnter?: (text: string) => string | Promise<string>
  onFocus?: () => void
  /** Describes the text that is being typed. */
  about?: (text: string) => ReactNode
}

/** Searches when typing pauses. "/" focuses it from anywhere on the page. */
export function SearchBox({
  value,
  onChange,
  label = 'Search by id, source or destination',
  placeholder = 'Id, source or destination',
  className = 'md:w-72',
  waitsForEnter = never,
  onEnter = same,
  onFocus,
  about,
}: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const note = useId()
  const [text, setText] = useTypedText(value, onChange, waitsForEnter)
  useCommands([
    {
      name: 'Go to the search box',
      group: 'list',
      keys: '/',
      byKeyOnly: true,
      run: () => input.current?.focus(),
    },
  ])
  const take = async (entered: string) => {
    setText(entered)
    const rest = await onEnter(entered)
    // Keep what was typed in the meantime.
    setText((now) => (now === entered ? rest : now))
  }
  const enter = (event: FormEvent) => {
    event.preventDefault()
    void take(text)
  }
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const { selectionStart, selectionEnd } = event.currentTarget
    const isWhole = selectionStart === 0 && selectionEnd === text.length
    const pasted = event.clipboardData.getData('text').slice(0, mostTyped)
    if (!isWhole || onEnter === same || trimmed(pasted) === '') return
    event.preventDefault()
    void take(pasted)
  }
  return (
    <form onSubmit={enter} className={`group/box relative w-full ${className}`}>
      <label className="relative block">
        <span className="sr-only">{label}</span>
        <Search aria-hidden size={14} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
        <input
          ref={input}
          type="search"
          aria-keyshortcuts="/"
          aria-describedby={about && note}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={paste}
          onFocus={onFocus}
          placeholder={placeholder}
          maxLength={mostTyped}
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
      {about && <div id={note}>{about(text)}</div>}
    </form>
  )
}

const mostTyped = 200
const never = () => false
const same = (text: string) => text

/** Passes the text on when it has not changed for a moment, and adopts a value that is changed elsewhere. */
function useTypedText(value: string, onChange: (text: string) => void, isHeld: (text: string) => boolean) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== trimmed(text)) setText(value)
  }
  const wanted = trimmed(text)
  const passesOn = wanted !== known && !isHeld(wanted)
  useEffect(() => {
    if (!passesOn) return
    const timer = setTimeout(() => onChange(wanted), settleMs)
    return () => clearTimeout(timer)
  }, [wanted, passesOn, onChange])
  return [text, setText] as const
}
