'use client'
import * as Radix from 'radix-ui/tooltip'
import type { ReactNode } from 'react'

export interface TooltipProps {
  /** What the button is called aloud when its content is not enough. */
  label?: string
  className: string
  /** Made only when shown, so it may read the browser's clock and language. */
  content: () => ReactNode
  children: ReactNode
}

export interface ShownProps extends TooltipProps {
  /** From when the pointer is over it. */
  delayMs: number
  /** The button in whose place it comes had the focus. */
  focused: boolean
}

/** Comes in the place of a button under the mouse, or with the focus, and begins open. */
export function TooltipButton({ label, className, content, children, delayMs, focused }: ShownProps) {
  return (
    <Radix.Provider delayDuration={delayMs}>
      <Radix.Root defaultOpen>
        <Radix.Trigger
          type="button"
          data-text-only
          aria-label={label}
          className={className}
          autoFocus={focused}
        >
          {children}
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={12}
            className="z-50 max-w-96 rounded-md border border-line bg-panel px-3 py-2 text-xs text-ink shadow-float"
          >
            <Content make={content} />
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}

function Content({ make }: { make: TooltipProps['content'] }) {
  return make()
}
