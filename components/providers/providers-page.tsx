'use client'
import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { PlanLine, usePlan } from '@/components/route/plan-line'
import { ScoreboardPanel } from '@/components/scoreboard/scoreboard-panel'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { ExactAgo } from '@/components/time/ago'
import { useAlive } from '@/components/ui/browser'
import { Field, inputClass } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { Skeleton, Unread } from '@/components/ui/placeholder'
import { Told } from '@/components/ui/told'
import { explainError, isRefusal } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { exampleDestination, providersQuery } from '@/lib/client/queries'
import type { ChangeView } from '@/lib/contract/provider-list'
import { ProviderList } from './provider-list'
import { SendingActions } from './sending-actions'

interface ProvidersPageProps {
  /** The page where the simulated carriers are controlled; null if the carriers are real. */
  simulator: string | null
}

export function ProvidersPage({ simulator }: ProvidersPageProps) {
  const query = useQuery(providersQuery)
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Providers" link={linkOf(query)}>
        <HealthLine health={health}>
          {query.data?.routing === 'quality'
            ? 'By measured quality: the provider that is likely to confirm soonest gets a packet first.'
            : 'In routing order: the first gets every packet, the next what it did not deliver.'}
        </HealthLine>
      </PageHeader>
      {query.data && <SendingActions list={query.data} />}
      {query.data && <ProviderList providers={query.data.items} />}
      {!query.data && query.error && (
        <Unread
          title="Could not load the providers"
          message={explainError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton label="Loading the providers" rows={5} rowClass="h-36 lg:h-11" />}
      {query.data && (
        <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
          <DryRun />
          <ChangeLog changes={query.data.changes} />
        </div>
      )}
      <ScoreboardPanel />
      {simulator !== null && <SimulatorLink url={simulator} />}
    </>
  )
}

/** Where a packet would go now, and why, without sending one. */
function DryRun() {
  const alive = useAlive()
  const [destination, setDestination] = useState(exampleDestination)
  const { data, error, fault: invalid } = usePlan(destination)
  const refused = error !== null && isRefusal(error)
  const fault = invalid ?? (refused ? error.message : undefined)
  return (
    <Panel title="Where would a packet go now?">
      <Field label="Destination" hint="Nothing is sent." error={fault}>
        {(control) => (
          <input
            {...control}
            value={destination}
            disabled={!alive}
            onChange={(event) => setDestination(event.target.value)}
            className={inputClass}
            dir="auto"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      {error !== null && !refused && (
        <p role="alert" className="my-3 text-soft">
          {explainError(error)}
        </p>
      )}
      {data && invalid === undefined && (
        <>
          <p className="my-3 text-pretty break-words" aria-live="polite">
            <Told names={data.stops.map(({ provider }) => provider)}>{data.why}</Told>
          </p>
          <PlanLine stops={data.stops} />
        </>
      )}
    </Panel>
  )
}

/** The changes, newest first, with who made them and why. */
function ChangeLog({ changes }: { changes: readonly ChangeView[] }) {
  return (
    <Panel title="Changes">
      {changes.length === 0 && (
        <p className="text-soft">
          Nothing has been changed yet. Every change is listed here with its reason.
        </p>
      )}
      <ChangeNews last={changes[0]} />
      <ol className="max-h-96 divide-y divide-line overflow-y-auto" aria-label="Changes, newest first">
        {changes.map((change) => (
          <li key={`${change.id} ${change.at}`} className="flex flex-wrap gap-x-3 py-1.5">
            <span className="w-28 shrink-0 text-faint">
              <ExactAgo iso={change.at} after=" ago" />
            </span>
            <span className="min-w-0 flex-1 basis-60 break-words">
              <bdi>{change.what}</bdi>
              <span className="block text-xs text-soft">
                <Because change={change} />
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** Announces each new change to screen readers, but not the one that is there at first. */
function ChangeNews({ last }: { last: ChangeView | undefined }) {
  const [known] = useState(last?.id)
  return (
    <p role="status" className="sr-only">
      {last !== undefined && last.id !== known && last.what}
    </p>
  )
}

function Because({ change: { automatic, who, reason } }: { change: ChangeView }) {
  const by = automatic ? 'By itself' : (who ?? 'An operator')
  return (
    <>
      <bdi>{by}</bdi>: <bdi>{reason}</bdi>
    </>
  )
}

/** A link to the page where the simulated carriers are controlled. */
function SimulatorLink({ url }: { url: string }) {
  return (
    <p className="mt-4 text-soft">
      These carriers are simulated.{' '}
      <a href={url} className="inline-flex items-center gap-1 text-accent underline-offset-4 hover:underline">
        Change how they behave
        <ExternalLink aria-hidden="true" size={12} />
      </a>
    </p>
  )
}
