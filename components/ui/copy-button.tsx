'use client'
import { clsx } from 'clsx'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'

const refused = 'The browser did not allow copying'

/** Copies a text. A tick and an announced "Copied" confirm it. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [state])

  const copy = async () => {
    try {
      // There is no clipboard on a page served over plain HTTP from another machine.
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      setState('failed')
    }
  }
  const Icon = state === 'copied' ? Check : Copy
  return (
    <>
      <button
        type="button"
        onClick={() => void copy()}
        aria-label={label}
        title={state === 'failed' ? refused : label}
        className={clsx(
          'inline-grid size-6 shrink-0 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink print:hidden',
          state === 'copied' && 'text-good',
          state === 'failed' && 'text-bad',
          className,
        )}
      >
        <Icon aria-hidden size={14} />
      </button>
      <span role="status" className="sr-only">
        {state === 'copied' ? 'Copied' : state === 'failed' ? refused : ''}
      </span>
    </>
  )
}

/** A command for a terminal, with a copy button. */
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
