'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { toneText } from '@/components/route/looks'
import { buttonClass } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { Segmented } from '@/components/ui/segmented'
import { explainError } from '@/lib/client/client-error'
import { scoreboardQuery } from '@/lib/client/queries'
import { scoreboardSearch } from '@/lib/client/search'
import { pagePaths } from '@/lib/contract/paths'
import type { Scoreboard, ScoreboardWindow } from '@/lib/contract/scoreboard'
import { standingWords } from './scoreboard-columns'
import { ScoreboardTable } from './scoreboard-table'

const windows: readonly { value: ScoreboardWindow; word: string; span: string }[] = [
  { value: '1h', word: '1 hour', span: 'hour' },
  { value: '24h', word: '24 hours', span: '24 hours' },
  { value: '7d', word: '7 days', span: '7 days' },
]

/** What each provider did over a window, how long its receipts took, and what another time-out would mean. */
export function ScoreboardPanel() {
  const [{ window }, setSearch] = useQueryStates(scoreboardSearch, { history: 'replace' })
  const query = useQuery(scoreboardQuery(window))
  return (
    <Panel
      title="Scoreboard"
      className="mt-6"
      action={
        <Segmented
          label="Window"
          value={window}
          onChange={(value) => void setSearch({ window: value })}
          options={windows}
        />
      }
    >
      {query.data && <Filled board={query.data} error={query.error} />}
      {!query.data && query.error && (
        <Unread
          title="Could not load the scoreboard"
          message={explainError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && (
        <Skeleton label="Counting what the providers did" rows={5} rowClass="h-32 lg:h-9" framed={false} />
      )}
    </Panel>
  )
}

function Filled({ board, error }: { board: Scoreboard; error: Error | null }) {
  const empty = board.countedPackets === 0
  return (
    <>
      <Standing board={board} error={error} />
      {empty ? <Nothing window={board.window} /> : <ScoreboardTable rows={board.items} />}
    </>
  )
}

function Nothing({ window }: { window: ScoreboardWindow }) {
  const span = windows.find(({ value }) => value === window)?.span
  return (
    <Placeholder
      title={`No packet has ended in the last ${span}`}
      actions={
        <Link href={pagePaths.submit} className={buttonClass('primary')}>
          Submit a packet
        </Link>
      }
    >
      <p>A packet is counted once it has ended. A late receipt can still change how it is counted.</p>
    </Placeholder>
  )
}

/** One line above the numbers: what they count, and whether the last read failed. */
function Standing({ board, error }: { board: Scoreboard; error: Error | null }) {
  return (
    <p className="mb-3 min-h-5 text-soft">
      {standingWords(board)}
      {error !== null && <span className={toneText.bad}> Not renewed: {explainError(error)}</span>}
    </p>
  )
}
