'use client'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { useCallback, useEffect, useId, useState, useSyncExternalStore } from 'react'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy-button'
import { Placeholder } from '@/components/ui/placeholder'
import { serverNow } from '@/lib/client/answer-headers'
import { boardSearch, boardSpans } from '@/lib/client/board-search'
import { type LinkState, useHealth, useTrueState } from '@/lib/client/link-state'
import { useLiveBoard } from '@/lib/client/use-live-board'
import { pagePaths } from '@/lib/contract/paths'
import { spans, tickWords } from './axis'
import { BoardCanvas } from './board-canvas'
import { BoardControls } from './board-controls'
import { BoardTable } from './board-table'
import { capWords, summaryWords } from './lane-words'
import { Legend } from './legend'
import { type Scene, Stage } from './stage'

export function BoardPage() {
  const [{ view, group, span, lanes }, setSearch] = useQueryStates(boardSearch, { history: 'replace' })
  const { board, link: streamed } = useLiveBoard()
  const health = useHealth({ streamed: true })
  const link = useTrueState(streamed, health)
  const [stage] = useState(() => new Stage(board, group))
  useEffect(() => stage.group(group), [stage, group])
  const keysId = useId()
  const scene = useSyncExternalStore(
    stage.subscribe,
    () => stage.scene,
    () => stage.scene,
  )
  const [pausedAt, setPausedAt] = useState<number | null>(null)
  const lostAt = lostSince(link)
  const now = useCallback(() => pausedAt ?? lostAt ?? serverNow(), [pausedAt, lostAt])
  const pause = () => {
    const paused = pausedAt === null
    setPausedAt(paused ? now() : null)
    stage.pause(paused)
  }
  const zoom = (by: 1 | -1) => {
    const next = boardSpans[boardSpans.indexOf(span) + by]
    if (next !== undefined) void setSearch({ span: next })
  }
  return (
    <>
      <PageHeader title="Board" link={link}>
        <HealthLine health={health}>{summaryWords(scene)}</HealthLine>
      </PageHeader>
      <BoardControls
        view={view}
        group={group}
        span={span}
        lanes={lanes}
        paused={pausedAt !== null}
        onChange={(to) => void setSearch(to)}
        onZoom={zoom}
        onPause={pause}
      />
      <div className="relative">
        {view === 'board' ? (
          <BoardCanvas
            stage={stage}
            size={lanes}
            spanMs={spans[span].ms}
            now={now}
            keysId={keysId}
            still={pausedAt !== null || lostAt !== null}
            onZoom={zoom}
            onPause={pause}
          />
        ) : (
          <BoardTable scene={scene} stage={stage} now={now} />
        )}
        <Nothing scene={scene} link={link} />
        <Note scene={scene} pausedAt={pausedAt} />
      </div>
      <p role="status" className="mt-2 text-xs text-soft empty:hidden">
        {capWords(scene)}
      </p>
      {view === 'board' && <Legend keysId={keysId} />}
    </>
  )
}

/** When the stream was lost. Until it is back the axis stands still; otherwise deadlines would seem to pass. */
function lostSince(link: LinkState): number | null {
  return link.is === 'stale' || link.is === 'intercepted' ? link.since : null
}

/** Overlays the board, so that the arrival of the first packet causes no layout shift. */
function Nothing({ scene: { inFlight, packets }, link }: { scene: Scene; link: LinkState }) {
  if (packets.size > 0) return null
  return (
    <div className="absolute inset-x-0 top-12 flex justify-center">
      {inFlight === null ? (
        <p role="status" className="pt-16 text-soft">
          {link.is === 'stale'
            ? `Could not load the packets in flight. ${link.why ?? ''}`
            : 'Loading the packets in flight'}
        </p>
      ) : (
        <div className="rounded-lg bg-panel">
          <Placeholder
            title="Nothing in flight"
            actions={
              <Link href={pagePaths.submit} className={buttonClass('primary')}>
                Submit a packet
              </Link>
            }
          >
            <p>Packets appear here while they are delivered, and stay for 10 s after their end.</p>
            <p>
              <Command text="npm run submit -- --count 20" />
            </p>
          </Placeholder>
        </div>
      )}
    </div>
  )
}

/** Overlays the board, so that the note's coming and going causes no layout shift. */
function Note({ scene, pausedAt }: { scene: Scene; pausedAt: number | null }) {
  const words =
    pausedAt !== null
      ? `Paused at ${tickWords(pausedAt, 1_000)}`
      : scene.waiting > 0
        ? `${scene.waiting} more when you leave the lanes`
        : null
  if (words === null) return null
  return (
    <p className="pointer-events-none absolute bottom-3 left-1/2 z-20 -translate-x-1/2 rounded-md border border-line bg-panel px-3 py-1.5 whitespace-nowrap shadow-float">
      {words}
    </p>
  )
}
