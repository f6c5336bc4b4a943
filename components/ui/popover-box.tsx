'use client'
import { clsx } from 'clsx'
import * as Radix from 'radix-ui/popover'
import { type ReactNode, type RefObject, useRef } from 'react'

interface PopoverBoxProps {
  id: string
  /** The button that the box belongs to. It gets the focus back when the box is closed by keyboard. */
  opener: RefObject<HTMLButtonElement | null>
  label: string
  align: 'start' | 'end'
  className: string
  onClose: () => void
  children: ReactNode
}

export function PopoverBox({ id, opener, label, align, className, onClose, children }: PopoverBoxProps) {
  const leftByPointer = useRef(false)
  const leave = (event: Event) => {
    // A click on the button is handled by the button itself, which closes the box.
    if (event.target instanceof Node && opener.current?.contains(event.target)) event.preventDefault()
    else leftByPointer.current = true
  }
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    if (!leftByPointer.current) opener.current?.focus()
  }
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Anchor virtualRef={opener} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          align={align}
          sideOffset={6}
          collisionPadding={16}
          aria-label={label}
          onInteractOutside={leave}
          onCloseAutoFocus={giveFocusBack}
          className={clsx(
            'z-40 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-32px)] overflow-y-auto rounded-lg border border-line bg-panel p-4 shadow-float',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
