'use client'
import * as Radix from 'radix-ui/tooltip'
import type { ReactNode } from 'react'

export interface TooltipProps {
  /** The button's accessible name, if its content is not enough. */
  label?: string
  className: string
  /** Called only when shown, so it may use the browser's clock and language. */
  content: () => ReactNode
  children: ReactNode
}

export interface ShownProps extends TooltipProps {
  /** How long the pointer hovers before the tooltip opens. */
  delayMs: number
  /** The button that this one replaces had the focus. */
  focused: boolean
}

/** Replaces a button that is hovered or focused, and starts open. */
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
