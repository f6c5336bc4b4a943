import { CopyButton } from './copy-button'

/** A command to type in a terminal, with a button that copies it. */
export function Command({ text }: { text: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-panel py-0.5 pr-0.5 pl-2.5 text-left text-ink">
      <code translate="no" className="overflow-x-auto font-mono text-xs whitespace-nowrap">
        {text}
      </code>
      <CopyButton text={text} label={`Copy the command ${text}`} />
    </span>
  )
}
