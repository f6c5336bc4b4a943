'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Ago } from '@/components/time/ago'
import { useClock } from '@/components/time/clock'
import { exactUtc, localTime } from '@/components/time/format'
import { focusContent, useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { CopyButton } from '@/components/ui/copy-button'
import { byOperator } from '@/components/ui/operator'
import { Panel } from '@/components/ui/panel'
import { Skeleton, Unread } from '@/components/ui/placeholder'
import { tellWithUndo } from '@/components/ui/toast'
import { call } from '@/lib/client/api'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { recurrencesQuery } from '@/lib/client/queries'
import { pagePaths } from '@/lib/contract/paths'
import type { NewRecurrence, Recurrence, RecurrenceRun } from '@/lib/contract/recurrence'
import { formatDuration } from '@/lib/packet/duration'
import { RecurringForm } from './recurring-form'

export function RecurringPage() {
  const query = useQuery(recurrencesQuery)
  const health = useHealth({ streamed: false })
  const client = useQueryClient()
  const create = async (asked: NewRecurrence) => {
    await call('POST /api/recurrences', { body: { ...asked, ...byOperator() } })
    await client.invalidateQueries({ queryKey: recurrencesQuery.queryKey })
  }
  return (
    <>
      <PageHeader title="Recurring" link={linkOf(query)}>
        <HealthLine health={health}>Packets that are submitted again and again, at set times.</HealthLine>
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_384px]">
        <Panel title="Submitted again and again">
          {query.isPending && <Skeleton label="Loading them" rows={3} rowClass="h-20" framed={false} />}
          {query.error && query.data === undefined && (
            <Unread
              title="Could not load the recurring submissions"
              message={explainError(query.error)}
              onRetry={() => void query.refetch()}
            />
          )}
          {query.data?.items.length === 0 && (
            <p className="text-soft">
              None yet. Create one with the form: its first packet is submitted at the first set time.
            </p>
          )}
          <ul className="divide-y divide-line">
            {query.data?.items.map((each) => (
              <RecurringRow key={each.id} recurrence={each} />
            ))}
          </ul>
        </Panel>
        <Panel title="New">
          <RecurringForm onSubmit={create} />
        </Panel>
      </div>
    </>
  )
}

function RecurringRow({ recurrence }: { recurrence: Recurrence }) {
  const { id, name, source, destination, paused, timing } = recurrence
  return (
    <li className="grid gap-2 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Glyph look={paused ? statusLooks.CANCELED : statusLooks.SCHEDULED} />
        <h3 className="min-w-0 font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </h3>
        <span className="text-soft">
          {paused ? 'Paused' : timingInWords(timing)}
          {paused && <span>, otherwise {timingInWords(timing).toLowerCase()}</span>}
        </span>
      </div>
      <p className="text-soft">
        <bdi translate="no">{source}</bdi> <span className="text-faint">→</span>{' '}
        <bdi translate="no">{destination}</bdi>
      </p>
      <Runs recurrence={recurrence} />
      <RowActions key={id} recurrence={recurrence} />
    </li>
  )
}

function timingInWords(timing: Recurrence['timing']): string {
  return 'everyMs' in timing
    ? `Every ${formatDuration(timing.everyMs)}`
    : `${timing.cron}, ${timing.timeZone}`
}

/** When it ran last and runs next. Exact times are by the browser's clock. */
function Runs({ recurrence: { next, last, paused } }: { recurrence: Recurrence }) {
  const alive = useAlive()
  const [first] = next ?? []
  const [latest] = last ?? []
  if (next === null) return <p className="text-soft">Temporal cannot say when it runs next.</p>
  return (
    <p className="text-soft">
      {!paused && first !== undefined && (
        <>
          Next{' '}
          <time dateTime={first} title={exactUtc(first)} className="text-ink">
            {alive ? localTime(first) : exactUtc(first)}
          </time>
          {'. '}
        </>
      )}
      {latest === undefined ? (
        'It has not run yet.'
      ) : (
        <>
          Last <Ago iso={latest.at} after=" ago" />: <RunPacket run={latest} />
        </>
      )}
    </p>
  )
}

function RunPacket({ run: { at, packetId } }: { run: RecurrenceRun }) {
  if (packetId === null) return <NotStored at={at} />
  return (
    <>
      <Link
        href={pagePaths.packet(packetId)}
        prefetch={false}
        className="font-mono text-xs underline underline-offset-4 wrap-anywhere hover:text-accent"
      >
        {packetId}
      </Link>
      <CopyButton text={packetId} label={`Copy the id ${packetId}`} className="-my-1 align-middle" />
    </>
  )
}

/** How long a missing packet counts as being submitted: usually seconds, but longer if no worker runs. */
const submittingMs = 86_400_000

/** The run's packet is not stored yet, or was deleted after its retention time. */
function NotStored({ at }: { at: string }) {
  return useClock(60_000, (now) =>
    now - Date.parse(at) < submittingMs ? 'being submitted.' : 'its packet is no longer stored.',
  )
}

function RowActions({ recurrence }: { recurrence: Recurrence }) {
  const { id, name, paused } = recurrence
  const client = useQueryClient()
  const [editing, setEditing] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const readAgain = () => client.invalidateQueries({ queryKey: recurrencesQuery.queryKey })
  const act = (action: 'run' | 'pause' | 'resume' | 'delete') =>
    call(`POST /api/recurrences/{id}/actions/${action}`, { params: { id }, body: byOperator() })
  const { mutate, isPending, error } = useMutation({
    mutationFn: act,
    onSuccess: (_, action) => {
      if (action === 'delete') focusContent()
      if (action === 'pause') tellWithUndo(`${name} is paused`, () => act('resume').then(readAgain))
      if (action === 'resume') tellWithUndo(`${name} goes on`, () => act('pause').then(readAgain))
      return readAgain()
    },
  })
  useCommands([
    { name: `Run ${name} now`, group: 'page', run: () => mutate('run') },
    {
      name: `${paused ? 'Go on with' : 'Pause'} ${name}`,
      group: 'page',
      run: () => mutate(paused ? 'resume' : 'pause'),
    },
  ])
  const edit = async (asked: NewRecurrence) => {
    await call('POST /api/recurrences/{id}/actions/edit', {
      params: { id },
      body: { ...asked, ...byOperator() },
    })
    setEditing(false)
    await client.invalidateQueries({ queryKey: recurrencesQuery.queryKey })
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={isPending} onClick={() => mutate('run')} aria-label={`Run ${name} now`}>
          Run now
        </Button>
        <Button
          disabled={isPending}
          onClick={() => mutate(paused ? 'resume' : 'pause')}
          aria-label={`${paused ? 'Go on with' : 'Pause'} ${name}`}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <Button aria-expanded={editing} onClick={() => setEditing(!editing)} aria-label={`Edit ${name}`}>
          Edit
        </Button>
        {deleting ? (
          <>
            <Button look="danger" disabled={isPending} onClick={() => mutate('delete')}>
              Delete “{name}”
            </Button>
            <Button onClick={() => setDeleting(false)}>Keep it</Button>
          </>
        ) : (
          <Button look="quiet" onClick={() => setDeleting(true)} aria-label={`Delete ${name}`}>
            Delete
          </Button>
        )}
        {error && (
          <p role="alert" className="text-bad">
            {error.message}
          </p>
        )}
      </div>
      {editing && (
        <div className="rounded-md border border-line p-3">
          <RecurringForm present={recurrence} onSubmit={edit} />
        </div>
      )}
    </>
  )
}
