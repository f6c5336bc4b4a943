'use client'
import { type FormEvent, useId, useRef, useState } from 'react'
import { Button } from './button'
import { useCommands } from './commands'
import { inputClass, Labelled } from './field'

interface FindFieldProps {
  label: string
  /** The text searched for now; empty for none. */
  value: string
  maxLength: number
  className: string
  /** Takes the text as it was typed. */
  onEnter: (text: string) => void
}

/** A search field that applies when its text is entered. */
export function FindField({ label, value, maxLength, className, onEnter }: FindFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  // The value was changed elsewhere: by the button that clears the filters, or by the browser's Back.
  if (value !== known) {
    setKnown(value)
    setText(value)
  }
  useCommands([
    {
      name: 'Go to the search box',
      group: 'list',
      keys: '/',
      byKeyOnly: true,
      run: () => input.current?.focus(),
    },
  ])
  const enter = (event: FormEvent) => {
    event.preventDefault()
    onEnter(text)
  }
  return (
    <form onSubmit={enter} className={className}>
      <Labelled id={id} label={label}>
        <span className="flex gap-2">
          <input
            id={id}
            ref={input}
            aria-keyshortcuts="/"
            value={text}
            onChange={(event) => setText(event.target.value)}
            maxLength={maxLength}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            className={inputClass}
          />
          <Button type="submit">Find</Button>
        </span>
      </Labelled>
    </form>
  )
}
