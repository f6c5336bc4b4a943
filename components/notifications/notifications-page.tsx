'use client'
import { useQuery } from '@tanstack/react-query'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Panel } from '@/components/ui/panel'
import { Skeleton, Unread } from '@/components/ui/placeholder'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { receiversQuery } from '@/lib/client/queries'
import type { ReceiverList } from '@/lib/contract/notification'
import { ReceiverRows } from './receiver-rows'
import { SubscribePanel } from './subscribe-panel'

export function NotificationsPage() {
  const query = useQuery(receiversQuery)
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Notifications" link={linkOf(query)}>
        <HealthLine health={health}>Who is told what became of packets, and which views alert.</HealthLine>
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_384px]">
        <div className="min-w-0">
          {query.data && <Receivers list={query.data} />}
          {!query.data && query.error && (
            <Unread
              title="The receivers could not be read"
              message={explainError(query.error)}
              onRetry={() => void query.refetch()}
            />
          )}
          {query.isPending && <Skeleton label="Loading the receivers" rows={4} rowClass="h-20" />}
        </div>
        <SubscribePanel />
      </div>
    </>
  )
}

function Receivers({ list: { items } }: { list: ReceiverList }) {
  const subscriptions = items.filter(({ kind }) => kind === 'subscription')
  const hosts = items.filter(({ kind }) => kind === 'host')
  return (
    <div className="grid gap-4">
      <Panel title="Subscriptions">
        {subscriptions.length === 0 ? (
          <p className="text-soft">
            None yet. A subscription is told how every packet of a source ends, or which views alert, for as
            long as it exists.
          </p>
        ) : (
          <ReceiverRows label="Subscriptions" receivers={subscriptions} />
        )}
      </Panel>
      <Panel title="Addresses that came with packets">
        {hosts.length === 0 ? (
          <p className="text-soft">
            None yet. A packet may be submitted with an address of its own: “Notify at” on the Submit page,{' '}
            <code className="font-mono text-xs">notifyUrl</code> in the API. Its host is listed here from the
            first notification on.
          </p>
        ) : (
          <ReceiverRows label="Addresses that came with packets" receivers={hosts} />
        )}
      </Panel>
    </div>
  )
}
