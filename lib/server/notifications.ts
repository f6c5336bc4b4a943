/** Receivers and their notifications, as the API shows and changes them. */
import 'server-only'
import { randomBytes } from 'node:crypto'
import type {
  Notification,
  PacketNotifications,
  Receiver,
  ReceiverList,
  Subscribed,
  Subscription,
} from '@/lib/contract/notification'
import { ApiError } from '@/lib/server/api-error'
import { requireAllowed } from '@/lib/server/notify-address'
import { callStore } from '@/lib/server/store'
import {
  findNotification,
  findNotificationsOf,
  type ShownNotification,
  sendAgain,
} from '@/lib/store/notifications'
import {
  addSubscription,
  deleteSubscription,
  disableReceiver,
  enableReceiver,
  findReceiver,
  listReceivers,
  type StoredReceiver,
} from '@/lib/store/receivers'

const mostOfKind = 500
const mostOfPacket = 500

/** @throws ApiError STORE_UNREACHABLE */
export async function listAllReceivers(): Promise<ReceiverList> {
  const [subscriptions, hosts] = await Promise.all([
    callStore((db) => listReceivers(db, 'subscription', mostOfKind)),
    callStore((db) => listReceivers(db, 'host', mostOfKind)),
  ])
  return { items: [...subscriptions, ...hosts].map(receiverOf) }
}

/** @throws ApiError INVALID_REQUEST, TOO_MANY_RECEIVERS, STORE_UNREACHABLE */
export async function subscribe({ url, topic, source = null }: Subscription): Promise<Subscribed> {
  requireAllowed(url, 'url')
  const id = `s${randomBytes(10).toString('hex')}`
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const added = { id, url, topic, source, secret, createdAt: Date.now() }
  const isAdded = await callStore((db) => addSubscription(db, added, mostOfKind), 'Look at the list first.')
  if (!isAdded) {
    const detail = `There are ${mostOfKind} subscriptions already. Delete those that are not needed.`
    throw new ApiError('TOO_MANY_RECEIVERS', detail)
  }
  const row = await callStore((db) => findReceiver(db, id))
  if (row === null) throw noReceiver()
  return { receiver: receiverOf(row), secret }
}

/** @throws ApiError RECEIVER_NOT_FOUND, STORE_UNREACHABLE */
export async function enable(id: string): Promise<ReceiverList> {
  if (!(await callStore((db) => enableReceiver(db, id, Date.now())))) throw noReceiver()
  return listAllReceivers()
}

/** @throws ApiError RECEIVER_NOT_FOUND, STORE_UNREACHABLE */
export async function disable(id: string, reason: string): Promise<ReceiverList> {
  const stop = { at: Date.now(), reason }
  if (!(await callStore((db) => disableReceiver(db, id, stop)))) throw noReceiver()
  return listAllReceivers()
}

/** @throws ApiError RECEIVER_NOT_FOUND, also for a host; STORE_UNREACHABLE */
export async function unsubscribe(id: string, reason: string): Promise<ReceiverList> {
  const stop = { at: Date.now(), reason }
  if (!(await callStore((db) => deleteSubscription(db, id, stop)))) throw noReceiver()
  return listAllReceivers()
}

function noReceiver(): ApiError {
  return new ApiError('RECEIVER_NOT_FOUND', 'GET /api/receivers lists all receivers.')
}

/** @throws ApiError PACKET_NOT_FOUND, STORE_UNREACHABLE */
export async function notificationsOf(packetId: string): Promise<PacketNotifications> {
  const found = await callStore((db) => findNotificationsOf(db, packetId, mostOfPacket))
  if (found === null) throw new ApiError('PACKET_NOT_FOUND', `No packet has the id "${packetId}".`)
  return { notifyUrl: found.notifyUrl, items: found.rows.map(notificationOf) }
}

/** @throws ApiError NOTIFICATION_NOT_FOUND, NOTIFICATION_WAITS, STORE_UNREACHABLE */
export async function sendNotificationAgain(id: string): Promise<Notification> {
  const isSent = await callStore((db) => sendAgain(db, id, Date.now()))
  const row = await callStore((db) => findNotification(db, id))
  if (row === null) throw noNotification()
  if (!isSent) {
    const detail = 'It still waits to be sent. Only one that was delivered or given up can be sent again.'
    throw new ApiError('NOTIFICATION_WAITS', detail)
  }
  return notificationOf(row)
}

function noNotification(): ApiError {
  const detail = 'GET /api/packets/{id}/notifications lists the notifications of a packet.'
  return new ApiError('NOTIFICATION_NOT_FOUND', detail)
}

function notificationOf(row: ShownNotification): Notification {
  const { id, type, url, state, tries } = row
  return {
    id,
    type,
    at: row.at.toISOString(),
    receiver: { id: row.receiverId, kind: row.kind, standing: standingOf(row) },
    url,
    state,
    nextTryAt: state === 'WAITING' ? row.nextTryAt.toISOString() : null,
    retryUntil: row.retryUntil?.toISOString() ?? null,
    tries,
  }
}

function standingOf({ disabledAt, deletedAt }: ShownNotification): Notification['receiver']['standing'] {
  if (deletedAt !== null) return 'deleted'
  return disabledAt === null ? 'enabled' : 'disabled'
}

function receiverOf(row: StoredReceiver): Receiver {
  const { id, kind, url, topic, source, waiting, failingSince, lastFailure, disabledAt, disabledReason } = row
  return {
    id,
    kind,
    url,
    topic,
    source,
    createdAt: row.createdAt.toISOString(),
    waiting,
    lastToldAt: row.lastToldAt?.toISOString() ?? null,
    failing: because(failingSince, lastFailure),
    disabled: because(disabledAt, disabledReason),
  }
}

function because(at: Date | null, reason: string | null): Receiver['failing'] {
  return at === null ? null : { at: at.toISOString(), reason: reason ?? '' }
}
