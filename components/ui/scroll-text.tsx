import { clsx } from 'clsx'

/** Preformatted text that scrolls inside its frame, also by keyboard. */
export function ScrollText({ label, text, wrap = false }: { label: string; text: string; wrap?: boolean }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-md bg-sunken"
    >
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
    </section>
  )
}
