'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { reducedMotion, useMedia } from '@/components/ui/browser'
import type { LaneSize } from '@/lib/client/board-search'
import { pagePaths } from '@/lib/contract/paths'
import { BoardView, type ViewOptions } from './board-view'
import { LaneCard } from './lane-card'
import { axisHeight } from './paint'
import type { PlacedRow } from './rows'
import type { Stage } from './stage'
import { useHold } from './use-hold'

interface BoardCanvasProps {
  stage: Stage
  size: LaneSize
  spanMs: number
  now: () => number
  /** Time stands still: the board is paused or its stream is lost. */
  still: boolean
  /** The id of the element that explains the keys. */
  keysId: string
  onZoom: (by: 1 | -1) => void
  onPause: () => void
}

/** The board drawn on a canvas. The table shows the same in words, for people who cannot see it. */
export function BoardCanvas({ stage, size, spanMs, now, still, keysId, onZoom, onPause }: BoardCanvasProps) {
  const router = useRouter()
  const calm = useMedia(reducedMotion)
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set<string>())
  const [aimed, setAimed] = useState<(PlacedRow & { x: number }) | null>(null)
  const box = useRef<HTMLElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const spacer = useRef<HTMLDivElement>(null)
  const view = useRef<BoardView>(null)
  const pointerX = useRef(0)
  const { hold, release } = useHold(stage)

  const options: ViewOptions = { size, spanMs, collapsed, now, still, calm }
  const optionsNow = useEffectEvent(() => options)
  useEffect(() => {
    const parts = { box: box.current, canvas: canvas.current, spacer: spacer.current }
    if (parts.box === null || parts.canvas === null || parts.spacer === null) return
    const { box: own, canvas: drawn, spacer: room } = parts
    const onAim = (row: PlacedRow | null) => setAimed(row && { ...row, x: pointerX.current })
    view.current = new BoardView({ box: own, canvas: drawn, spacer: room, stage, onAim }, optionsNow())
    return () => view.current?.stop()
  }, [stage])
  useEffect(() => view.current?.set(options))
  useWheelZoom(box, onZoom)

  const point = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType !== 'mouse') return
    const { left, top } = event.currentTarget.getBoundingClientRect()
    pointerX.current = event.clientX - left
    view.current?.point(event.clientY - top)
    hold()
  }
  const leave = () => {
    view.current?.point(null)
    release()
  }
  const act = (row: PlacedRow | null) => {
    if (row === null) return
    if (row.row.is === 'heading') return setCollapsed(toggled(collapsed, row.row.group.key))
    if (row.row.id !== null) router.push(pagePaths.packet(row.row.id))
  }
  const step = (by: 1 | -1) => {
    hold()
    pointerX.current = keyboardX
    view.current?.step(by)
  }
  const actions: Record<Action, () => void> = {
    up: () => step(-1),
    down: () => step(1),
    enter: () => act(aimed),
    escape: leave,
    in: () => onZoom(-1),
    out: () => onZoom(1),
    pause: onPause,
  }
  const press = (event: KeyboardEvent) => {
    const action = keys[event.key]
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    actions[action]()
  }

  const packet =
    aimed?.row.is === 'lane' && aimed.row.id !== null ? stage.scene.packets.get(aimed.row.id) : undefined
  return (
    <section
      ref={box}
      aria-label="Packets on a time axis"
      aria-describedby={keysId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
      onPointerMove={point}
      onPointerLeave={leave}
      onBlur={leave}
      onKeyDown={press}
      className="relative h-[calc(100dvh-13rem)] min-h-80 max-md:h-[calc(100dvh-18.5rem)] overflow-x-hidden overflow-y-auto rounded-lg border border-line bg-panel"
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label="One lane for each packet. The table has the same in words."
        onClick={(event) => {
          const { top } = event.currentTarget.getBoundingClientRect()
          act(view.current?.point(event.clientY - top) ?? null)
        }}
        className="sticky top-0 block w-full"
      />
      <div ref={spacer} />
      {packet !== undefined && aimed !== null && (
        <>
          {/* A real link over the lane, so that a browser's link functions work, such as opening another tab. */}
          <Link
            href={pagePaths.packet(packet.id)}
            prefetch={false}
            tabIndex={-1}
            aria-label={`Packet ${packet.id}`}
            className="absolute inset-x-0"
            style={{ top: aimed.top + axisHeight, height: aimed.height }}
          />
          <LaneCard
            id={packet.id}
            stage={stage}
            box={box}
            x={aimed.x}
            top={aimed.top + axisHeight}
            height={aimed.height}
            now={now}
          />
        </>
      )}
    </section>
  )
}

/** The x position of a lane's card when the lane is chosen by keyboard. */
const keyboardX = 280

type Action = 'up' | 'down' | 'enter' | 'escape' | 'in' | 'out' | 'pause'

const keys: Record<string, Action> = {
  ArrowDown: 'down',
  j: 'down',
  ArrowUp: 'up',
  k: 'up',
  Enter: 'enter',
  Escape: 'escape',
  '+': 'in',
  '=': 'in',
  '-': 'out',
  ' ': 'pause',
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

/** The wheel scrolls, and zooms with Ctrl or ⌘ held. Browsers report a pinch on a touch pad as Ctrl + wheel. */
function useWheelZoom(box: { current: HTMLElement | null }, onZoom: (by: 1 | -1) => void): void {
  const zoom = useEffectEvent(onZoom)
  useEffect(() => {
    const own = box.current
    if (own === null) return
    let turned = 0
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      turned += event.deltaY
      if (Math.abs(turned) < wheelStep) return
      zoom(turned > 0 ? 1 : -1)
      turned = 0
    }
    own.addEventListener('wheel', turn, { passive: false })
    return () => own.removeEventListener('wheel', turn)
  }, [box])
}

const wheelStep = 40
