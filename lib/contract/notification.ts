/** What receivers are told of packets, batches and views: events, their notifications, and the receivers. */
import { z } from 'zod'
import { flagsOf } from '@/lib/packet/flags'
import type { Ledger } from '@/lib/packet/ledger'
import { address, cappedCount, instant, notifyUrl, operatorNoteFields } from './fields'
import { packetSchema, packetStatus } from './packet'
import { alertingView } from './view'

export const packetEventTypes = ['packet.delivered', 'packet.failed', 'packet.doubled'] as const
export type PacketEventType = (typeof packetEventTypes)[number]

const viewEventTypes = ['view.alert', 'view.alert-over'] as const
export type ViewEventType = (typeof viewEventTypes)[number]

export const eventTypes = [...packetEventTypes, 'batch.completed', ...viewEventTypes] as const
export type EventType = (typeof eventTypes)[number]

/**
 * The events of a packet so far, in the order in which they are told. Each happens at most once. A packet that failed
 * may still be delivered, by a late receipt, and a delivered packet may be delivered twice.
 */
export function eventsOf(ledger: Ledger): PacketEventType[] {
  if (ledger.endedAt === null) return []
  if (ledger.status !== 'DELIVERED') return ['packet.failed']
  return flagsOf(ledger).includes('doubled') ? ['packet.delivered', 'packet.doubled'] : ['packet.delivered']
}

/** A subscription, or the host of addresses that came with packets (`notifyUrl`). */
export const receiverKinds = ['subscription', 'host'] as const
export type ReceiverKind = (typeof receiverKinds)[number]

/** What a subscription is told of: how packets and batches end, or which views alert. */
export const receiverTopics = ['packets', 'alerts'] as const
export type ReceiverTopic = (typeof receiverTopics)[number]

const receiverStandings = ['enabled', 'disabled', 'deleted'] as const

/** `TOLD`: the receiver answered 2xx. `GIVEN_UP`: it did not within 24 hours. */
export const notificationStates = ['WAITING', 'TOLD', 'GIVEN_UP'] as const
export type NotificationState = (typeof notificationStates)[number]

const notificationTry = z.object({
  at: instant,
  ok: z.boolean().meta({ description: 'Answered with 2xx.' }),
  status: z.int().nullable().meta({ description: 'HTTP status; null when no answer came.' }),
  latencyMs: z.int().nullable(),
  reason: z.string().nullable().meta({ description: 'Why it failed, in words.' }),
})

export type NotificationTry = z.infer<typeof notificationTry>

export const notificationSchema = z
  .object({
    id: z.string().meta({ description: 'The `webhook-id`, the same at each try.' }),
    type: z.enum(eventTypes),
    at: instant.meta({ description: 'When it happened.' }),
    receiver: z.object({
      id: z.string(),
      kind: z.enum(receiverKinds),
      standing: z.enum(receiverStandings).meta({
        description: '`disabled`: its notifications wait until it is enabled. `deleted`: they are given up.',
      }),
    }),
    url: z.string(),
    state: z.enum(notificationStates),
    nextTryAt: instant.nullable().meta({ description: 'Null unless it waits.' }),
    retryUntil: instant
      .nullable()
      .meta({ description: 'It is retried until then; null before its first try.' }),
    tries: z.array(notificationTry).meta({ description: 'Oldest first, the last 50 at most.' }),
  })
  .meta({ id: 'Notification' })

export type Notification = z.infer<typeof notificationSchema>

/** `GET /api/packets/{id}/notifications`. */
export const packetNotifications = z
  .object({
    notifyUrl: z.string().nullable().meta({ description: 'As it was submitted.' }),
    items: z.array(notificationSchema).meta({ description: 'In the order in which things happened.' }),
  })
  .meta({ id: 'PacketNotifications' })

export type PacketNotifications = z.infer<typeof packetNotifications>

export const notificationParams = z.object({ id: z.uuid('It is not the id of a notification.') })
export const receiverParams = z.object({
  id: z.string().regex(/^[a-z0-9]{1,64}$/, 'It is not the id of a receiver.'),
})

const topic = z
  .enum(receiverTopics)
  .meta({ description: '`packets`: how packets and batches end. `alerts`: which views alert.' })
const everySource = 'Packets of this source; of every source where it is null or left out.'

/** Body of `POST /api/receivers`. */
export const subscription = z
  .strictObject({
    url: notifyUrl,
    topic: topic.default('packets'),
    source: address.nullable().optional().meta({ description: everySource }),
    ...operatorNoteFields,
  })
  .refine(({ topic, source }) => topic === 'packets' || source == null, {
    path: ['source'],
    error: 'Alerts have no source. Leave it out.',
  })
  .meta({ id: 'Subscription' })

export type Subscription = z.infer<typeof subscription>

const because = z.object({ at: instant, reason: z.string() })

export const receiverSchema = z
  .object({
    id: z.string(),
    kind: z.enum(receiverKinds).meta({
      description:
        '`host`: the host of addresses that came with packets, listed from its first notification on.',
    }),
    url: z.string().meta({ description: 'Of a host: scheme, name and port.' }),
    topic,
    source: z.string().nullable().meta({ description: everySource }),
    createdAt: instant,
    waiting: cappedCount('Notifications that wait for it.'),
    lastToldAt: instant.nullable(),
    failing: because
      .nullable()
      .meta({ description: 'Since when every try has failed, and why the last one failed.' }),
    disabled: because.nullable().meta({
      description:
        'Nothing is sent to it until it is enabled; its notifications wait. It is disabled when every try has failed for 24 hours, and a subscription when it answers 410.',
    }),
  })
  .meta({ id: 'Receiver' })

export type Receiver = z.infer<typeof receiverSchema>

/** `GET /api/receivers`. */
export const receiverList = z
  .object({
    items: z.array(receiverSchema).meta({
      description:
        'For each kind: disabled receivers first, then failing ones, then the newest; at most 500.',
    }),
  })
  .meta({ id: 'ReceiverList' })

export type ReceiverList = z.infer<typeof receiverList>

/** Answer of `POST /api/receivers`. */
export const subscribed = z
  .object({
    receiver: receiverSchema,
    secret: z.string().meta({ description: 'Signs its notifications. It is returned only here, once.' }),
  })
  .meta({ id: 'Subscribed' })

export type Subscribed = z.infer<typeof subscribed>

/** What a receiver is sent, by the conventions of Standard Webhooks. */
export const packetEvent = z
  .object({
    type: z.enum(packetEventTypes),
    timestamp: instant.meta({ description: 'When it happened.' }),
    data: z.object({ packet: packetSchema.meta({ description: 'As it was then, without its contents.' }) }),
  })
  .meta({ id: 'PacketEvent' })

export const batchEvent = z
  .object({
    type: z.literal('batch.completed'),
    timestamp: instant,
    data: z.object({
      batch: z.object({
        id: z.string(),
        name: z.string().nullable(),
        state: z.enum(['COMPLETED', 'STOPPED']),
        counts: z.partialRecord(packetStatus, z.int()).meta({ description: 'Its packets by their status.' }),
      }),
    }),
  })
  .meta({ id: 'BatchEvent' })

export const viewEvent = z
  .object({
    type: z.enum(viewEventTypes),
    timestamp: instant.meta({
      description: 'When the view was found to hold so many packets, or when its alert ended.',
    }),
    data: z.object({ view: alertingView.meta({ description: 'As it was when that was counted.' }) }),
  })
  .meta({ id: 'ViewEvent' })
