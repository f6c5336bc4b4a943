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
        <HealthLine health={health}>Who is notified when packets end or views alert.</HealthLine>
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_384px]">
        <div className="min-w-0">
          {query.data && <Receivers list={query.data} />}
          {!query.data && query.error && (
            <Unread
              title="Could not load the receivers"
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
            None yet. A subscription is notified when packets of a source end, or when views alert, until it
            is deleted.
          </p>
        ) : (
          <ReceiverRows label="Subscriptions" receivers={subscriptions} />
        )}
      </Panel>
      <Panel title="Addresses that came with packets">
        {hosts.length === 0 ? (
          <p className="text-soft">
            None yet. A packet can have its own address to notify: “Notify at” on the Submit page,{' '}
            <code className="font-mono text-xs">notifyUrl</code> in the API. The host is listed here after the
            first notification.
          </p>
        ) : (
          <ReceiverRows label="Addresses that came with packets" receivers={hosts} />
        )}
      </Panel>
    </div>
  )
}
