'use client'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { partLooks } from '@/components/route/looks'
import { Ago } from '@/components/time/ago'
import { countText } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { HealthReport, WorkerHealth } from '@/lib/contract/health-report'
import { formatDuration } from '@/lib/packet/duration'
import { Exact, Unknown } from './part-facts'

const looks = { running: partLooks.up, stopping: partLooks.stopping, silent: partLooks.silent }

export function WorkersPanel({ workers }: { workers: HealthReport['workers'] }) {
  return (
    <Panel title="Workers">
      {workers.is === 'unknown' && <Unknown why={workers.why} />}
      {workers.is === 'known' && workers.items.length === 0 && (
        <p className="text-soft">
          No worker has reported. Start one: <code className="font-mono text-xs">npm start</code>.
        </p>
      )}
      {workers.is === 'known' && workers.items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        <ul className="max-h-96 divide-y divide-line overflow-y-auto" tabIndex={0} aria-label="Workers">
          {workers.items.map((worker) => (
            <li key={worker.identity} className="flex items-start gap-2.5 py-2">
              <Glyph look={looks[worker.state]} className="mt-0.5" />
              <Worker worker={worker} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Worker({ worker }: { worker: WorkerHealth }) {
  const { identity, state, build, startedAt, heardAt, directoryAgeMs, workflows, activities } = worker
  return (
    <div className="min-w-0 flex-1">
      <p className="wrap-anywhere">
        <Exact>{identity}</Exact> <span className="text-soft">{looks[state].word.toLowerCase()}</span>
      </p>
      <dl className="mt-1 grid gap-x-6 gap-y-0.5 text-soft sm:grid-cols-2 lg:grid-cols-3">
        <Fact name="Heartbeat">
          <Ago iso={heardAt} after=" ago" />
        </Fact>
        <Fact name="Started">{startedAt === null ? 'not known' : <Ago iso={startedAt} after=" ago" />}</Fact>
        <Fact name="Build">{build === null ? 'not known' : <Exact>{shortBuild(build)}</Exact>}</Fact>
        <Fact name="Workflow tasks">{slotsInWords(workflows)}</Fact>
        <Fact name="Activities">{slotsInWords(activities)}</Fact>
        <Fact name="Directory read">
          {directoryAgeMs === null ? 'not known' : `${formatDuration(directoryAgeMs)} ago`}
        </Fact>
      </dl>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="shrink-0">{name}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  )
}

function slotsInWords({ used, free }: WorkerHealth['workflows']): string {
  return `${countText(used)} of ${countText(used + free)} slots`
}

/** In "@temporalio/worker@1.24.0+f47bc8f5…" only the part after the plus differs between builds. */
function shortBuild(build: string): string {
  return (build.split('+').at(-1) ?? build).slice(0, 12)
}
