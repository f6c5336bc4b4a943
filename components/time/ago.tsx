'use client'
import { Tooltip } from '@/components/ui/tooltip'
import { useClock } from './clock'
import { ageText, exactLocal, exactUtc, timeUtc } from './format'

interface AgoProps {
  iso: string
  /** Put around the age, such as "submitted … ago". */
  before?: string
  after?: string
}

/** How long ago, with the exact time on hover. */
export function Ago({ iso, before = '', after = '' }: AgoProps) {
  const text = useAge(iso)
  return (
    <time dateTime={iso} title={exactUtc(iso)} className="whitespace-nowrap">
      {before}
      {text}
      {text === 'now' ? '' : after}
    </time>
  )
}

/** The same, reachable by keyboard; for pages with few times. */
export function ExactAgo({ iso, before = '', after = '' }: AgoProps) {
  const text = useAge(iso)
  return (
    <Tooltip content={() => <ExactTime iso={iso} />}>
      <button
        type="button"
        className="cursor-default whitespace-nowrap underline decoration-dotted decoration-edge underline-offset-4"
      >
        <time dateTime={iso}>
          {before}
          {text}
          {text === 'now' ? '' : after}
        </time>
      </button>
    </Tooltip>
  )
}

/** "since 10:42:07 UTC (3 min)": an instant that matters by itself. Where it stands in what is read out, the age is not. */
export function Since({ iso }: { iso: string }) {
  return (
    <>
      since {timeUtc(iso)}{' '}
      <span aria-live="off">
        (<Ago iso={iso} />)
      </span>
    </>
  )
}

function ExactTime({ iso }: { iso: string }) {
  return (
    <span className="grid">
      <span>{exactLocal(iso)}</span>
      <span className="text-soft">{exactUtc(iso)}</span>
    </span>
  )
}

function useAge(iso: string): string {
  const at = Date.parse(iso)
  return useClock(1000, (now) => ageText(now - at))
}
