'use client'
/** A button that opens a box beside it. The code that positions the box is loaded with the first one opened. */
import { clsx } from 'clsx'
import { type ReactNode, useId, useRef } from 'react'
import { useCommands } from './commands'
import { type Part, useOpening } from './part'

const box: Part<typeof import('./popover-box')> = {
  name: 'The menu',
  load: () => import('./popover-box'),
}

interface PopoverProps {
  /** The button's content. */
  button: ReactNode
  /** The button's accessible name, if its content is not enough. */
  buttonLabel?: string
  buttonClass: string
  /** The name of a command that opens the box. */
  command?: string
  /** The box's accessible name. */
  label: string
  align?: 'start' | 'end'
  boxClass?: string
  children: (close: () => void) => ReactNode
}

export function Popover({
  button,
  buttonLabel,
  buttonClass,
  command,
  label,
  align = 'start',
  boxClass = 'w-72',
  children,
}: PopoverProps) {
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const { open, opened, isLoading, show, close } = useOpening(box)
  useCommands(command === undefined ? [] : [{ name: command, group: 'list', run: () => void show() }])
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={buttonLabel}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-busy={isLoading}
        onClick={() => (open ? close() : void show())}
        className={clsx(buttonClass, isLoading && 'animate-pulse')}
      >
        {button}
      </button>
      {opened !== null && (
        <opened.PopoverBox
          id={id}
          opener={opener}
          label={label}
          align={align}
          className={boxClass}
          onClose={close}
        >
          {children(close)}
        </opened.PopoverBox>
      )}
    </>
  )
}
