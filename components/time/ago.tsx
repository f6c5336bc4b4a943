'use client'
import { useAlive } from '@/components/ui/browser'
import { Tooltip } from '@/components/ui/tooltip'
import { useClock } from './clock'
import { ageText, exactLocal, exactUtc, timeLocal, timeUtc } from './format'

interface InstantProps {
  /** ISO 8601. */
  iso: string
  className?: string | undefined
}

/** The exact instant by the viewer's clock, with UTC on hover. UTC alone until hydration. */
export function Exact({ iso, className }: InstantProps) {
  const alive = useAlive()
  return (
    <time dateTime={iso} title={exactUtc(iso)} className={className}>
      {alive ? exactLocal(iso) : exactUtc(iso)}
    </time>
  )
}

interface ShortProps extends InstantProps {
  title?: string
  before?: string
  text: string
  /** Such as a full stop. Part of the text node, so that it does not visibly move when the text changes. */
  end?: string | undefined
}

/** A short form of an instant. In print, where nothing can be hovered, the exact time replaces it. */
export function Instant({ iso, title, className, before = '', text, end = '' }: ShortProps) {
  const alive = useAlive()
  return (
    <time
      dateTime={iso}
      title={title}
      className={className}
      data-exact={`${alive ? exactLocal(iso) : exactUtc(iso)}${end}`}
    >
      {before}
      <span className="print:hidden">{`${text}${end}`}</span>
    </time>
  )
}

/** For example "10:42:07 CET", with the exact instant on hover. In UTC until hydration. */
export function TimeOfDay({ iso, className }: InstantProps) {
  const alive = useAlive()
  return (
    <Instant
      iso={iso}
      title={useExactTitle(iso)}
      className={className}
      text={alive ? timeLocal(iso) : timeUtc(iso)}
    />
  )
}

/** The exact time by the viewer's clock and by UTC; UTC alone until hydration. */
export function useExactTitle(iso: string): string {
  return useAlive() ? `${exactLocal(iso)} (${exactUtc(iso)})` : exactUtc(iso)
}

interface AgoProps {
  iso: string
  /** Put around the age, such as "submitted … ago". */
  before?: string
  after?: string
  /** Text that follows, whatever the age. */
  end?: string
}

/** How long ago, with the exact time on hover. */
export function Ago({ iso, before = '', after = '', end }: AgoProps) {
  return (
    <Instant
      iso={iso}
      title={useExactTitle(iso)}
      className="whitespace-nowrap"
      before={before}
      text={useAge(iso, after)}
      end={end}
    />
  )
}

/** The same, reachable by keyboard; for pages with few times. */
export function ExactAgo({ iso, before = '', after = '', end }: AgoProps) {
  const text = useAge(iso, after)
  return (
    <Tooltip
      content={() => <ExactTime iso={iso} />}
      className="cursor-default whitespace-nowrap underline decoration-dotted decoration-edge underline-offset-4 print:no-underline"
    >
      <Instant iso={iso} before={before} text={text} end={end} />
    </Tooltip>
  )
}

/** "since 10:42:07 CET (3 min)", for an instant that matters by itself. In a live region the age is not announced. */
export function Since({ iso }: { iso: string }) {
  return (
    <>
      since <TimeOfDay iso={iso} />{' '}
      <span aria-live="off" className="print:hidden">
        <Instant
          iso={iso}
          title={useExactTitle(iso)}
          className="whitespace-nowrap"
          text={`(${useAge(iso, '')})`}
        />
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

function useAge(iso: string, after: string): string {
  const at = Date.parse(iso)
  const age = useClock(1000, (now) => ageText(now - at))
  return age === 'now' ? age : `${age}${after}`
}
