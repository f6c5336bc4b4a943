'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { memo, useState } from 'react'
import { Findings } from '@/components/health/findings'
import { refusalWords } from '@/components/receipts/tally-panels'
import { Glyph } from '@/components/route/glyph'
import { partLooks, statusLooks } from '@/components/route/looks'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy-button'
import { countText } from '@/components/ui/format'
import { LinkPending } from '@/components/ui/link-pending'
import { Panel } from '@/components/ui/panel'
import { type Part, useShownPart } from '@/components/ui/part'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { Segmented } from '@/components/ui/segmented'
import { withParams } from '@/lib/client/api'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { overviewQuery } from '@/lib/client/queries'
import { overviewSearch } from '@/lib/client/search'
import type { Overview } from '@/lib/contract/overview'
import { pagePaths } from '@/lib/contract/paths'
import { endStatuses } from '@/lib/packet/packet'
import { EndingsTable } from './endings-table'
import { type EndingsView, endingsViews, figuresOf, windows } from './overview-words'
import { ReceiptTimes } from './receipt-times'
import { SinceWhen, useSinceText } from './since-when'

/** The height of the chart, also for its placeholder, so that loading it causes no layout shift. */
const chartHeight = 'h-64'

const chart: Part<typeof import('./endings-chart')> = {
  name: 'The chart of endings',
  load: () => import('./endings-chart'),
}

export function OverviewPage() {
  const [{ window }, setSearch] = useQueryStates(overviewSearch, { history: 'replace' })
  const query = useQuery(overviewQuery(window))
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader
        title="Overview"
        link={linkOf(query)}
        action={
          <Segmented
            label="Window"
            value={window}
            onChange={(value) => void setSearch({ window: value })}
            options={windows}
          />
        }
      >
        <HealthLine health={health}>{query.data && summaryOf(query.data)}</HealthLine>
      </PageHeader>
      {query.data && <Filled overview={query.data} />}
      {!query.data && query.error && (
        <Unread
          title="Could not load the overview"
          message={explainError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton label="Loading the overview" rows={3} rowClass="h-40" />}
    </>
  )
}

function summaryOf({ findings }: Overview): string {
  const wrong = findings.filter(({ severity }) => severity === 'wrong').length
  if (wrong > 0) return wrong === 1 ? 'One thing needs you now.' : `${wrong} things need you now.`
  return findings.length > 0 ? 'Everything works, but something needs a look.' : 'Nothing needs you now.'
}

/** Memoized: every other second a read returns unchanged data. */
const Filled = memo(DrawnFilled)

function DrawnFilled({ overview }: { overview: Overview }) {
  return (
    <div className="grid gap-4">
      <Panel title="What needs you">
        {overview.findings.length > 0 ? (
          <Findings findings={overview.findings} here={pagePaths.overview} />
        ) : (
          <p className="flex items-center gap-2.5 py-1 text-soft">
            <Glyph look={partLooks.up} />
            Nothing. Every part works, no provider is passed over, and no packet waits.
          </p>
        )}
      </Panel>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
        {figuresOf(overview).map(({ name, value, about }) => (
          <div key={name} className="bg-panel px-4 py-3">
            <dt className="text-xs text-soft">{name}</dt>
            <dd className="text-lg font-semibold">{value}</dd>
            <dd className="text-xs text-faint">{about ?? <SinceWhen overview={overview} />}</dd>
          </div>
        ))}
      </dl>
      <Endings overview={overview} />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <Panel title="Time to receipt">
          <ReceiptTimes providers={overview.providers} />
        </Panel>
        <RefusedReceipts overview={overview} />
      </div>
    </div>
  )
}

/** While the receipts of a carrier are refused, its packets count as unconfirmed and fail over. */
function RefusedReceipts({ overview }: { overview: Overview }) {
  const { refusedReceipts } = overview
  return (
    <Panel
      title="Receipts refused"
      action={
        <Link href={pagePaths.receipts} className="text-accent underline-offset-4 hover:underline">
          Look at them
          <LinkPending />
        </Link>
      }
    >
      {refusedReceipts.length === 0 ? (
        <p className="flex items-center gap-2.5 py-1 text-soft">
          <Glyph look={partLooks.up} />
          <span>
            None <SinceWhen overview={overview} end="." />
          </span>
        </p>
      ) : (
        <dl className="divide-y divide-line">
          {refusedReceipts.map(({ reason, count }) => (
            <div key={reason} className="flex gap-3 py-1.5">
              <dt className="min-w-0 flex-1">{refusalWords[reason]}</dt>
              <dd className="text-right">{countText(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  )
}

function Endings({ overview }: { overview: Overview }) {
  const [view, setView] = useState<EndingsView>('chart')
  return (
    <Panel
      title="Packets a minute, by how they ended"
      action={<Segmented label="Shown as" value={view} onChange={setView} options={endingsViews} />}
    >
      {overview.ended === 0 ? (
        <NoneEnded overview={overview} />
      ) : (
        <>
          {view === 'chart' ? <Chart overview={overview} /> : <EndingsTable overview={overview} />}
          <Legend overview={overview} />
        </>
      )}
    </Panel>
  )
}

function Chart({ overview }: { overview: Overview }) {
  const part = useShownPart(chart)
  return <div className={chartHeight}>{part !== null && <part.EndingsChart overview={overview} />}</div>
}

/** Each ending with its total over the window, as a link to those packets. */
function Legend({ overview: { counts, since } }: { overview: Overview }) {
  return (
    <div className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5">
      <span className="text-soft">In all</span>
      <ul aria-label="Endings" className="contents">
        {endStatuses.map((status) => (
          <li key={status} className="flex items-center gap-1.5">
            <Glyph look={statusLooks[status]} size={14} />
            <Link
              href={withParams(pagePaths.packets, { status, activeFrom: since })}
              prefetch={false}
              className="underline-offset-4 hover:text-accent hover:underline"
            >
              {statusLooks[status].word}
            </Link>
            <span className="text-soft">{countText(counts[status])}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function NoneEnded({ overview }: { overview: Overview }) {
  return (
    <Placeholder
      title={`No packet has ended ${useSinceText(overview)}`}
      actions={
        <Link href={pagePaths.submit} className={buttonClass('primary')}>
          Submit a packet
        </Link>
      }
    >
      <p>A packet is counted once it has ended. A late receipt can still change how it is counted.</p>
      <p>
        <Command text="npm run submit -- --count 100" />
      </p>
    </Placeholder>
  )
}
