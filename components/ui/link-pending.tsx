'use client'
import { useLinkStatus } from 'next/link'

/** A line under a link while its page is loading. */
export function LinkPending() {
  const { pending } = useLinkStatus()
  return (
    <span
      aria-hidden
      className={`absolute inset-x-2 bottom-0 h-0.5 rounded-full bg-accent transition-opacity delay-150 ${pending ? 'opacity-100' : 'opacity-0'}`}
    />
  )
}
