import { clsx } from 'clsx'
import type { ReactNode, Ref } from 'react'

interface ScrollBoxProps {
  label: string
  className?: string
  ref?: Ref<HTMLElement>
  children: ReactNode
}

/** A box that scrolls content larger than itself, also by keyboard. */
export function ScrollBox({ label, className, ref, children }: ScrollBoxProps) {
  return (
    <section
      ref={ref}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
      className={clsx('max-h-80 overflow-auto print:max-h-none', className)}
    >
      {children}
    </section>
  )
}

/** Preformatted text. */
export function ScrollText({ label, text, wrap = false }: { label: string; text: string; wrap?: boolean }) {
  return (
    <ScrollBox label={label} className="rounded-md bg-sunken">
      <pre
        translate="no"
        dir="auto"
        className={clsx(
          'p-2.5 font-mono text-xs',
          wrap ? 'break-words whitespace-pre-wrap' : 'w-max min-w-full',
        )}
      >
        {text}
      </pre>
    </ScrollBox>
  )
}
