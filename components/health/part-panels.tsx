'use client'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { type Look, partLooks, unknownLook } from '@/components/route/looks'
import { Ago, Since } from '@/components/time/ago'
import { Fact, Facts } from '@/components/ui/facts'
import { counted, countText } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { ClockHealth, HealthReport } from '@/lib/contract/health-report'
import { formatDuration } from '@/lib/packet/duration'
import { BrokerPanel } from './broker-panel'
import { Exact, Unknown } from './part-facts'
import { QueuesPanel } from './queues-panel'
import { WorkersPanel } from './workers-panel'

/** The state and address of each part. */
export function PartPanels({ report }: { report: HealthReport }) {
  const { web, temporal, store, workers, queues, intake, streams, clocks } = report
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-2 xl:grid-cols-3">
        <TemporalPanel temporal={temporal} />
        <StorePanel store={store} />
        <WebPanel web={web} streams={streams} />
      </div>
      <WorkersPanel workers={workers} />
      <BrokerPanel />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <QueuesPanel queues={queues} />
        <div className="grid min-w-0 gap-4">
          <IntakePanel intake={intake} />
          <ClocksPanel clocks={clocks} />
        </div>
      </div>
    </div>
  )
}

function TemporalPanel({ temporal }: { temporal: HealthReport['temporal'] }) {
  return (
    <Panel title="Temporal">
      <Facts>
        <State is={temporal.is}>{temporal.is === 'down' && temporal.why}</State>
        <Fact name="Address">
          <Exact>{temporal.address}</Exact>
        </Fact>
        <Fact name="Namespace">
          <Exact>{temporal.namespace}</Exact>
        </Fact>
        {temporal.is === 'up' && (
          <>
            <Fact name="Version">
              {temporal.version}, on {temporal.storage}
            </Fact>
            <Fact name="Answers in">{formatDuration(temporal.latencyMs)}</Fact>
          </>
        )}
      </Facts>
    </Panel>
  )
}

function StorePanel({ store }: { store: HealthReport['store'] }) {
  return (
    <Panel title="PostgreSQL">
      <Facts>
        <State is={store.is}>{store.is === 'down' && store.why}</State>
        <Fact name="Address">
          <Exact>{store.address}</Exact>
        </Fact>
        {store.is === 'up' && (
          <>
            <Fact name="Version">{store.version}</Fact>
            <Fact name="Answers in">{formatDuration(store.latencyMs)}</Fact>
          </>
        )}
      </Facts>
    </Panel>
  )
}

function WebPanel({ web, streams }: Pick<HealthReport, 'web' | 'streams'>) {
  return (
    <Panel title="This web process">
      <Facts>
        <Fact name="Process">
          <Exact>{web.name}</Exact>
        </Fact>
        <Fact name="Build">
          <Exact>{web.build}</Exact>
        </Fact>
        <Fact name="Runs">
          <Since iso={web.startedAt} />
        </Fact>
        <Fact name="Live views">
          {countText(streams.viewers)} of at most {countText(streams.most)}
          {streams.viewers > 0 && (
            <span className="text-soft">
              , on {counted(streams.packets, 'packet', 'packets')} and{' '}
              {counted(streams.lists, 'list', 'lists')}
            </span>
          )}
        </Fact>
      </Facts>
    </Panel>
  )
}

function IntakePanel({ intake }: { intake: HealthReport['intake'] }) {
  return (
    <Panel title="Receipt intake">
      {intake.is === 'unknown' && <Unknown why={intake.why} />}
      {intake.is === 'known' && intake.items.length === 0 && (
        <p className="text-soft">No web process has reported that it can take receipts.</p>
      )}
      {intake.is === 'known' && (
        <ul className="space-y-1.5">
          {intake.items.map(({ name, upSince, heardAt }) => (
            <Line key={`${name} ${upSince}`} look={upSince === null ? partLooks.silent : partLooks.up}>
              <Exact>{name}</Exact>{' '}
              {upSince === null ? (
                <>
                  fell silent <Ago iso={heardAt} after=" ago" />
                </>
              ) : (
                <>
                  takes receipts <Since iso={upSince} />
                </>
              )}
            </Line>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Line({ look, children }: { look: Look; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <Glyph look={look} className="mt-0.5" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  )
}

/** Smaller clock differences are harmless. */
const toleratedMs = 1_000

function ClocksPanel({ clocks }: { clocks: readonly ClockHealth[] }) {
  return (
    <Panel title="Clocks">
      <p className="mb-2 text-soft">Compared with the clock of this web process.</p>
      <ul className="space-y-1.5">
        {clocks.map((clock) => (
          <Line key={clock.of} look={clockLook(clock)}>
            <bdi>{clock.of}</bdi>:{' '}
            {clock.is === 'unknown' ? (
              <span className="text-soft">{clock.why}</span>
            ) : (
              <Offset clock={clock} />
            )}
          </Line>
        ))}
      </ul>
    </Panel>
  )
}

function clockLook(clock: ClockHealth): Look {
  if (clock.is === 'unknown') return unknownLook
  return Math.abs(clock.aheadMs) - clock.withinMs < toleratedMs ? partLooks.up : partLooks.down
}

function Offset({ clock: { aheadMs, withinMs, at } }: { clock: Extract<ClockHealth, { is: 'known' }> }) {
  const offset = `${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}`
  return (
    <>
      {Math.abs(aheadMs) > withinMs ? offset : 'no difference'}{' '}
      <span className="text-soft">
        (±{formatDuration(Math.max(1, withinMs))}, measured <Ago iso={at} after=" ago" end=")" />
      </span>
    </>
  )
}

function State({ is, children }: { is: 'up' | 'down'; children: ReactNode }) {
  const look = partLooks[is]
  return (
    <Fact name="State">
      <span className="flex items-start gap-1.5">
        <Glyph look={look} className="mt-0.5" />
        <span className="min-w-0 wrap-anywhere">
          {look.word}
          {children && <span className="block text-soft">{children}</span>}
        </span>
      </span>
    </Fact>
  )
}
