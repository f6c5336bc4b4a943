import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { notificationLooks } from '@/components/route/looks'
import { Ago, Exact } from '@/components/time/ago'
import { useClock } from '@/components/time/clock'
import { focusContent } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { byOperator } from '@/components/ui/operator'
import { Panel } from '@/components/ui/panel'
import { ReadFailed } from '@/components/ui/placeholder'
import { call } from '@/lib/client/api'
import { explainError } from '@/lib/client/client-error'
import { packetNotificationsQuery } from '@/lib/client/queries'
import { usePacketNotifications } from '@/lib/client/use-packet'
import type { EventType, Notification, NotificationTry } from '@/lib/contract/notification'
import { pagePaths } from '@/lib/contract/paths'
import { formatDuration } from '@/lib/packet/duration'
import { hasEnded, type Packet } from '@/lib/packet/packet'

/** The packet's notifications and their tries. Renders nothing if there is no receiver. */
export function PacketNotifications({ packet }: { packet: Packet }) {
  const { data, error, refetch } = usePacketNotifications(packet)
  if (data === undefined) {
    if (error === null) return null
    return (
      <Panel title="Notifications">
        <ReadFailed message={explainError(error)} onRetry={() => void refetch()} />
      </Panel>
    )
  }
  const { notifyUrl, items } = data
  if (items.length === 0 && notifyUrl === null) return null
  return (
    <Panel title="Notifications">
      {items.length === 0 && notifyUrl !== null && (
        <p className="text-soft">
          <Address url={notifyUrl} /> is notified{' '}
          {hasEnded(packet.status) ? 'in a moment' : 'once the packet has ended'}.
        </p>
      )}
      <ul className="divide-y divide-line">
        {items.map((notification) => (
          <NotificationRow
            key={notification.id}
            packetId={packet.id}
            notification={notification}
            blocked={isBlocked(notification, items)}
          />
        ))}
      </ul>
    </Panel>
  )
}

const eventWords: Record<EventType, string> = {
  'packet.delivered': 'Delivered',
  'packet.failed': 'Not delivered',
  'packet.doubled': 'Delivered twice',
  'batch.completed': 'Batch completed',
  'view.alert': 'View alerts',
  'view.alert-over': 'Alert of a view is over',
}

/** True while an earlier notification to the same receiver waits. */
function isBlocked({ id, receiver }: Notification, items: readonly Notification[]): boolean {
  const before = items.slice(
    0,
    items.findIndex((each) => each.id === id),
  )
  return before.some((each) => each.receiver.id === receiver.id && each.state === 'WAITING')
}

interface NotificationRowProps {
  packetId: string
  notification: Notification
  blocked: boolean
}

function NotificationRow({ packetId, notification, blocked }: NotificationRowProps) {
  const { id, type, url, state, tries, at } = notification
  const look = notificationLooks[state]
  return (
    <li className="py-2">
      <div className="grid gap-x-4 gap-y-1 md:grid-cols-[110px_minmax(0,1fr)_auto]">
        <span className="flex h-5 items-center gap-1.5 whitespace-nowrap">
          <Glyph look={look} />
          {look.word}
        </span>
        <div className="min-w-0">
          <p>
            <span className="font-semibold">{eventWords[type]}</span> <span className="text-soft">to</span>{' '}
            <Address url={url} />
          </p>
          <p className="text-soft text-pretty" aria-live="polite">
            <Standing notification={notification} blocked={blocked} />
          </p>
        </div>
        <span className="text-soft md:text-right">
          <Ago iso={at} after=" ago" />
        </span>
      </div>
      <div className="mt-1 flex flex-wrap items-start gap-x-4 gap-y-2 md:ml-[126px]">
        <details className="min-w-0 flex-1 basis-60">
          <summary className="cursor-pointer text-xs text-soft hover:text-ink">
            {tries.length === 0 ? 'Not tried yet' : counted(tries.length, 'try', 'tries')}
          </summary>
          <dl className="mt-1 grid grid-cols-[80px_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
            <Fact name="Event">{type}</Fact>
            <Fact name="Webhook id">
              <code translate="no" className="font-mono break-all">
                {id}
              </code>
            </Fact>
            {tries.map((each) => (
              <Fact key={each.at} name={each.ok ? 'Notified' : 'Failed'}>
                <Exact iso={each.at} />, {tryWords(each)}
              </Fact>
            ))}
          </dl>
        </details>
        {state !== 'WAITING' && notification.receiver.standing !== 'deleted' && (
          <SendAgain packetId={packetId} notification={notification} />
        )}
      </div>
    </li>
  )
}

function tryWords({ status, latencyMs, reason }: NotificationTry): string {
  const took = latencyMs === null ? '' : ` (${formatDuration(latencyMs)})`
  return `${reason ?? `answered ${status}`}${took}`
}

/** A receiver that answers with this status ends itself at once. */
const gone = 410

function Standing({ notification, blocked }: Omit<NotificationRowProps, 'packetId'>): ReactNode {
  const { state, tries, receiver } = notification
  const last = tries.at(-1)
  if (state !== 'TOLD' && receiver.standing === 'deleted') return 'The subscription was deleted.'
  switch (state) {
    case 'TOLD':
      return last === undefined ? 'The receiver was notified.' : `${sentence(tryWords(last))}`
    case 'GIVEN_UP':
      if (last === undefined) return 'It was given up.'
      return `${sentence(tryWords(last))}${last.status === gone ? '' : ' The receiver could not be notified within 24 hours.'}`
    case 'WAITING':
      if (receiver.standing !== 'enabled') return <Held />
      if (blocked) return 'It is sent once the notification before it was received or given up.'
      return (
        <>
          {last !== undefined && `${sentence(tryWords(last))} `}
          <NextTry notification={notification} />
        </>
      )
  }
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

function Held() {
  return (
    <>
      Its receiver is disabled. It is sent once the receiver is enabled on the{' '}
      <Link href={pagePaths.notifications} className="text-accent underline underline-offset-4">
        Notifications
      </Link>{' '}
      page.
    </>
  )
}

function NextTry({ notification: { nextTryAt } }: { notification: Notification }) {
  const at = nextTryAt === null ? 0 : Date.parse(nextTryAt)
  const left = useClock(1000, (now) => (at > now ? formatDuration(Math.ceil((at - now) / 1000) * 1000) : ''))
  return left === '' ? 'It is sent in a moment.' : <span aria-live="off">Next try in {left}.</span>
}

function SendAgain({
  packetId,
  notification: { id, url },
}: {
  packetId: string
  notification: Notification
}) {
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      call('POST /api/notifications/{id}/actions/send-again', { params: { id }, body: byOperator() }),
    // The button disappears.
    onSuccess: focusContent,
    onSettled: () => client.invalidateQueries({ queryKey: packetNotificationsQuery(packetId).queryKey }),
  })
  return (
    <div className="print:hidden">
      <Button aria-label={`Send again to ${url}`} disabled={isPending} onClick={() => mutate()}>
        {isPending ? 'Sending' : 'Send again'}
      </Button>
      {error && (
        <p role="alert" className="mt-1 text-bad">
          {error.message}
        </p>
      )}
    </div>
  )
}

function Address({ url }: { url: string }) {
  return (
    <code translate="no" className="font-mono text-xs break-all">
      {url}
    </code>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
