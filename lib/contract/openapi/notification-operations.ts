/** Receivers and what they are told: listed, changed, sent again; and what is sent to them. */
import type { z } from 'zod'
import {
  batchEvent,
  notificationParams,
  notificationSchema,
  packetEvent,
  packetNotifications,
  receiverList,
  receiverParams,
  stopping,
  subscribed,
  subscription,
} from '../notification'
import type { Operation } from './responses'

const tag = 'Notifications'

export const packetNotificationsOperation: Operation = {
  id: 'listPacketNotifications',
  tag,
  summary: 'What was told about a packet, to whom, and how each try went',
  ofPacket: true,
  success: { 200: { description: 'The notifications, 500 at most.', schema: packetNotifications } },
  problems: ['PACKET_NOT_FOUND', 'STORE_UNREACHABLE'],
}

export const sendAgain: Operation = {
  id: 'sendNotificationAgain',
  tag,
  summary: 'Send a notification again',
  description:
    'For one that was told or given up: it is sent within a second under the same `webhook-id`, and tried for 24 hours again.',
  path: notificationParams,
  success: { 202: { description: 'It waits to be sent.', schema: notificationSchema } },
  problems: ['CROSS_ORIGIN', 'NOTIFICATION_NOT_FOUND', 'NOTIFICATION_WAITS', 'STORE_UNREACHABLE'],
}

export const receivers: Operation = {
  id: 'listReceivers',
  tag,
  summary: 'Subscriptions, and the hosts of addresses that came with packets',
  success: { 200: { description: 'All of them.', schema: receiverList } },
  problems: ['STORE_UNREACHABLE'],
}

export const subscribe: Operation = {
  id: 'subscribe',
  tag,
  summary: 'Subscribe to what becomes of packets',
  description:
    'From now on the address is told of packets that end. Each subscription has its own secret, which is in this answer and in no other. There may be 500.',
  body: subscription,
  success: { 201: { description: 'Subscribed.', schema: subscribed } },
  problems: [
    'CROSS_ORIGIN',
    'TOO_MANY_RECEIVERS',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'STORE_UNREACHABLE',
  ],
}

function change(id: string, summary: string, description: string, body: z.ZodType | null): Operation {
  const ofBody = ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const
  return {
    id,
    tag,
    summary,
    description,
    path: receiverParams,
    ...(body && { body }),
    success: { 200: { description: 'The receivers as they are from then on.', schema: receiverList } },
    problems: ['CROSS_ORIGIN', 'RECEIVER_NOT_FOUND', 'STORE_UNREACHABLE', ...(body ? ofBody : [])],
  }
}

export const enableReceiver = change(
  'enableReceiver',
  'Send to a receiver again',
  'What has waited is sent, in its order, and tried for 24 hours.',
  null,
)

export const disableReceiver = change(
  'disableReceiver',
  'Stop sending to a receiver',
  'What comes after that waits until it is enabled.',
  stopping,
)

export const deleteReceiver = change(
  'deleteReceiver',
  'End a subscription',
  'What waits for it is given up. A host is refused with 404: it goes by itself.',
  stopping,
)

const responses = {
  '2XX': { description: 'Told. The body is not looked at.' },
  '410': {
    description:
      'Gone: a subscription is disabled; of an address that came with a packet this one is given up.',
  },
  default: {
    description:
      'Anything else, also a redirect, and no answer within 10 s: tried again for 24 hours. `Retry-After` is heeded.',
  },
}

const signed =
  'Signed by the three headers of Standard Webhooks. `webhook-id` is the same at each try. Of one packet the next is sent only when the one before was told or given up.'

/** What is sent to receivers. */
export const webhooks = {
  packetEvent: {
    post: {
      operationId: 'packetEvent',
      tags: [tag],
      summary: 'Tells what became of a packet',
      description: `\`packet.delivered\`: a provider confirmed it, perhaps after \`packet.failed\`. \`packet.failed\`: it ended in any other way, see \`status\` and \`reasonCode\`. \`packet.doubled\`: a second provider confirmed it. ${signed}`,
      requestBody: { required: true, content: { 'application/json': { schema: packetEvent } } },
      responses,
    },
  },
  batchEvent: {
    post: {
      operationId: 'batchEvent',
      tags: [tag],
      summary: 'Tells that a batch has come to its end',
      description: signed,
      requestBody: { required: true, content: { 'application/json': { schema: batchEvent } } },
      responses,
    },
  },
}
