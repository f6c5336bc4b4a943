'use client'
import { useQuery } from '@tanstack/react-query'
import { ScoreboardPanel } from '@/components/scoreboard/scoreboard-panel'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { Skeleton } from '@/components/ui/skeleton'
import { explainError } from '@/lib/client/explain-error'
import { useHealth } from '@/lib/client/health'
import { providersQuery } from '@/lib/client/list-providers'
import { linkOf } from '@/lib/client/polled'
import { ChangeLog } from './change-log'
import { DryRun } from './dry-run'
import { ProviderList } from './provider-list'
import { SendingActions } from './sending-actions'

export function ProvidersPage() {
  const query = useQuery(providersQuery)
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Providers" link={linkOf(query)}>
        <HealthLine health={health}>
          {query.data?.routing === 'quality'
            ? 'By measured quality: whoever is likely to confirm soonest gets a packet first.'
            : 'In routing order: the first gets every packet, the next what it did not deliver.'}
        </HealthLine>
      </PageHeader>
      {query.data && <SendingActions list={query.data} />}
      {query.data && <ProviderList providers={query.data.items} />}
      {!query.data && query.error && (
        <Placeholder
          title="The providers could not be read"
          actions={
            <Button look="primary" onClick={() => void query.refetch()}>
              Try again
            </Button>
          }
        >
          <p role="alert">{explainError(query.error)}</p>
        </Placeholder>
      )}
      {query.isPending && (
        <div className="rounded-lg border border-line bg-panel">
          <Skeleton label="Loading the providers" rows={5} rowClass="h-36 lg:h-11" />
        </div>
      )}
      {query.data && (
        <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
          <DryRun />
          <ChangeLog changes={query.data.changes} />
        </div>
      )}
      <ScoreboardPanel />
    </>
  )
}
