'use client'
import * as Radix from 'radix-ui/tooltip'
import type { ReactNode } from 'react'

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={250} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}

interface TooltipProps {
  /** Made only when shown, so it may read the browser's clock and language. */
  content: () => ReactNode
  /** One element that can take focus. */
  children: ReactNode
}

/** Words on demand, on hover and on focus; Escape closes. */
export function Tooltip({ content, children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
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
  )
}

function Content({ make }: { make: () => ReactNode }) {
  return make()
}
