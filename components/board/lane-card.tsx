'use client'
import { type RefObject, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Glyph } from '@/components/route/glyph'
import { outcomeLooks, statusLooks, stuckLook } from '@/components/route/looks'
import { useClock } from '@/components/time/clock'
import { attemptWords, stateWords } from './lane-words'
import type { Stage } from './stage'

interface LaneCardProps {
  id: string
  stage: Stage
  box: RefObject<HTMLElement | null>
  x: number
  top: number
  height: number
  now: () => number
}

/** Describes a lane in words: shown beside the pointer, and read out by screen readers. */
export function LaneCard({ id, stage, box, x, top, height, now }: LaneCardProps) {
  const { packets } = useSyncExternalStore(
    stage.subscribe,
    () => stage.scene,
    () => stage.scene,
  )
  useClock(1_000, (at) => at)
  const card = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: x, top: top + height })
  useLayoutEffect(() => {
    const [own, within] = [card.current, box.current]
    if (own === null || within === null) return
    const below = top + height + gap
    const fits = below + own.offsetHeight <= within.scrollTop + within.clientHeight
    const left = Math.min(x + gap, within.clientWidth - own.offsetWidth - gap)
    setPlace({ left: Math.max(gap, left), top: fits ? below : top - gap - own.offsetHeight })
  }, [box, x, top, height])
  const packet = packets.get(id)
  if (packet === undefined) return null
  return (
    <div
      ref={card}
      role="status"
      style={place}
      className="pointer-events-none absolute z-20 max-w-96 rounded-md border border-line bg-panel px-3 py-2 text-xs shadow-float"
    >
      <p className="flex items-center gap-1.5">
        <Glyph look={packet.stuck ? stuckLook : statusLooks[packet.status]} />
        {stateWords(packet)}
      </p>
      <p translate="no" className="mt-1">
        <span className="text-soft">To </span>
        <bdi className="font-semibold">{packet.destination}</bdi>
      </p>
      <p translate="no" className="font-mono text-soft wrap-anywhere">
        {packet.id}
      </p>
      {packet.batch !== null && (
        <p>
          <span className="text-soft">Batch </span>
          <bdi translate="no">{packet.batch}</bdi>
        </p>
      )}
      {packet.attempts.length > 0 && (
        <ol aria-live="off" className="mt-1 space-y-0.5">
          {packet.attempts.map((attempt) => (
            <li key={attempt.number} className="flex items-start gap-1.5">
              <Glyph look={outcomeLooks[attempt.outcome]} size={14} className="mt-px" />
              <bdi>{attemptWords(attempt, now())}</bdi>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

const gap = 8
