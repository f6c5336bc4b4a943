'use client'
import { Minus, Pause, Play, Plus } from 'lucide-react'
import { useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { Segmented } from '@/components/ui/segmented'
import { type BoardGroup, type BoardSpan, boardSpans, type LaneSize } from '@/lib/client/board-search'
import { spans } from './axis'

type View = 'board' | 'table'

interface BoardControlsProps {
  view: View
  group: BoardGroup
  span: BoardSpan
  lanes: LaneSize
  paused: boolean
  onChange: (to: { view?: View; group?: BoardGroup; lanes?: LaneSize }) => void
  onZoom: (by: 1 | -1) => void
  onPause: () => void
}

export function BoardControls(props: BoardControlsProps) {
  const { view, group, lanes, paused, onChange, onPause, onZoom } = props
  const alive = useAlive()
  useCommands([
    { name: paused ? 'Let the board go on' : 'Pause the board', group: 'page', run: onPause },
    ...(view === 'board'
      ? ([
          { name: 'Show the board as a table', group: 'page', run: () => onChange({ view: 'table' }) },
          { name: 'Show less time on the board', group: 'page', run: () => onZoom(-1) },
          { name: 'Show more time on the board', group: 'page', run: () => onZoom(1) },
        ] as const)
      : ([
          { name: 'Show the board as lanes', group: 'page', run: () => onChange({ view: 'board' }) },
        ] as const)),
  ])
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:gap-x-1.5">
      <Segmented
        label="Show as"
        value={view}
        onChange={(to) => onChange({ view: to })}
        options={[
          { value: 'board', word: 'Board' },
          { value: 'table', word: 'Table' },
        ]}
      />
      <Segmented
        label="Group by"
        value={group}
        onChange={(to) => onChange({ group: to })}
        options={[
          { value: 'provider', word: 'By provider' },
          { value: 'batch', word: 'By batch' },
          { value: 'none', word: 'All' },
        ]}
      />
      {view === 'board' && (
        <>
          <Segmented
            label="Lanes"
            value={lanes}
            onChange={(to) => onChange({ lanes: to })}
            options={[
              { value: 'large', word: 'Large' },
              { value: 'small', word: 'Small' },
            ]}
          />
          <ZoomButtons {...props} />
        </>
      )}
      <span className="flex-1 max-sm:hidden" />
      <Button onClick={onPause} disabled={!alive} className="sm:min-w-24">
        {paused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
        <span className="max-sm:sr-only">{paused ? 'Go on' : 'Pause'}</span>
      </Button>
    </div>
  )
}

function ZoomButtons({ span, onZoom }: Pick<BoardControlsProps, 'span' | 'onZoom'>) {
  const alive = useAlive()
  const at = boardSpans.indexOf(span)
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">Time that is shown</legend>
      <Button
        look="quiet"
        className="px-2"
        disabled={!alive || at === 0}
        aria-label="Show less time"
        title="Show less time (+)"
        onClick={() => onZoom(-1)}
      >
        <Plus aria-hidden size={14} />
      </Button>
      <output className="w-12 text-center">{spans[span].words}</output>
      <Button
        look="quiet"
        className="px-2"
        disabled={!alive || at === boardSpans.length - 1}
        aria-label="Show more time"
        title="Show more time (−)"
        onClick={() => onZoom(1)}
      >
        <Minus aria-hidden size={14} />
      </Button>
    </fieldset>
  )
}
