'use client'
import { clsx } from 'clsx'
import { timeUtc } from '@/components/time/age'
import type { LinkState } from '@/lib/client/event-stream'

interface View {
  text: string
  title: string
  dot: string
  why?: string | null
  /** Left out of sight on a phone, where there is no room for it. */
  zone?: string
}

/** Whether what is shown is what is: beside every page's title. */
export function LiveBadge({ link }: { link: LinkState }) {
  const { text, title, dot, zone, why = null } = viewOf(link)
  return (
    <span
      role="status"
      aria-label="Connection"
      title={title}
      className={clsx(
        'flex h-6 items-center gap-1.5 text-xs text-soft',
        link.is === 'stale' ? 'min-w-35' : 'shrink-0',
      )}
    >
      <span aria-hidden className={clsx('size-2 shrink-0 rounded-full', dot)} />
      <span className="truncate">
        {text}
        {zone !== undefined && <span className="max-sm:sr-only"> {zone}</span>}
        {why !== null && <span className="max-sm:sr-only">. {why}</span>}
      </span>
    </span>
  )
}

function viewOf(link: LinkState): View {
  switch (link.is) {
    case 'connecting':
      return { text: 'Connecting', title: 'Opening the live connection', dot: 'border border-edge' }
    case 'live':
      return { text: 'Live', title: 'Changes appear as they happen', dot: 'bg-good' }
    case 'polling':
      return { text: 'Read every 10 s', title: link.why, dot: 'border-2 border-good' }
    case 'reconnecting':
      return {
        text: 'Reconnecting',
        title: 'The connection was lost a moment ago',
        dot: 'border-2 border-silent',
      }
    case 'stale':
      return {
        text: `Stale since ${timeUtc(link.since).replace(' UTC', '')}`,
        zone: 'UTC',
        title: 'It is tried again every few seconds',
        dot: 'rounded-none bg-bad',
        why: link.why,
      }
    case 'intercepted':
      return { text: 'Not live', title: link.why, dot: 'rounded-none bg-bad' }
    case 'refused':
      return {
        text: 'Not live',
        title: 'What is asked for cannot be shown',
        dot: 'rounded-none border-2 border-idle',
      }
    case 'ended':
      return { text: 'Final', title: 'Nothing more will change', dot: 'bg-idle' }
  }
}
