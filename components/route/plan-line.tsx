'use client'
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { useDeferredValue } from 'react'
import { Told } from '@/components/ui/told'
import { routePlanQuery } from '@/lib/client/queries'
import { address } from '@/lib/contract/fields'
import type { PlanStop } from '@/lib/contract/route-plan'
import { formatDuration } from '@/lib/packet/duration'
import { Glyph } from './glyph'
import { plannedLook, skippedLook } from './looks'

/** Where a packet to this destination would go now. */
export function usePlan(destination: string) {
  const asked = useDeferredValue(destination)
  const valid = address.safeParse(asked)
  const { data, error } = useQuery({ ...routePlanQuery(valid.data ?? asked), enabled: valid.success })
  /** The error of an invalid destination. */
  const fault = valid.error?.issues[0]?.message
  return { data, error, fault }
}

interface PlanLineProps {
  stops: readonly PlanStop[]
  maxAttempts?: number
  /** The packet's own time-out, which replaces that of each provider; null if none is set. */
  receiptTimeoutMs?: number | null
}

/** The route line before anything has happened: one stop per provider, in the order in which they would be tried. */
export function PlanLine({
  stops,
  maxAttempts = Number.POSITIVE_INFINITY,
  receiptTimeoutMs = null,
}: PlanLineProps) {
  let free = 0
  const shown = stops.map((stop) => {
    const isFree = stop.why === null
    if (isFree) free += 1
    return { stop, reached: isFree && free <= maxAttempts }
  })
  return (
    <ol>
      {shown.map(({ stop, reached }, index) => (
        <li
          key={stop.provider}
          className={clsx('relative flex gap-2.5 pb-3 last:pb-0', !reached && 'text-faint')}
        >
          {index < stops.length - 1 && (
            <span
              aria-hidden
              className={clsx(
                'absolute top-5 bottom-0.5 left-2 -translate-x-1/2 border-l border-edge',
                !shown[index + 1]?.reached && 'border-dashed opacity-60',
              )}
            />
          )}
          <Glyph
            look={stop.why === null ? plannedLook : skippedLook}
            className={clsx('mt-0.5', !reached && 'opacity-50')}
          />
          <span className="min-w-0">
            <bdi translate="no" className={clsx('break-words', reached && 'font-semibold')}>
              {stop.provider}
            </bdi>
            <span className="block text-xs break-words text-faint">
              <Told>{words(stop, reached, receiptTimeoutMs)}</Told>
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}

function words(stop: PlanStop, reached: boolean, receiptTimeoutMs: number | null): string {
  if (stop.why !== null) return `Not now: ${stop.why}`
  if (!reached) return 'Not reached: the limit of attempts'
  return `${formatDuration(receiptTimeoutMs ?? stop.receiptTimeoutMs)} for its receipt`
}
