/** Receivers and their notifications: listed, changed, sent again; and the messages that are sent to receivers. */
import { z } from 'zod'
import { operatorReasonBody, packetId } from '../fields'
import {
  batchEvent,
  notificationParams,
  notificationSchema,
  packetEvent,
  packetNotifications,
  receiverList,
  receiverParams,
  subscribed,
  subscription,
  viewEvent,
} from '../notification'
import { json, type OperationTable } from '../operation'

const tag = 'Notifications'
const changed = {
  200: { description: 'The receivers as they are from then on.', schema: receiverList },
} as const

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

export const notificationOperations = {
  'GET /api/packets/{id}/notifications': {
    id: 'listPacketNotifications',
    tag,
    summary: 'What was told about a packet, to whom, and how each try went',
    params: z.object({ id: packetId }),
    success: { 200: { description: 'The notifications, 500 at most.', schema: packetNotifications } },
    problems: ['PACKET_NOT_FOUND'],
  },
  'POST /api/notifications/{id}/actions/send-again': {
    id: 'sendNotificationAgain',
    audit: { action: 'notification.send-again' },
    tag,
    summary: 'Send a notification again',
    description:
      'For one that was told or given up: it is sent within a second under the same `webhook-id`, and tried for 24 hours again.',
    params: notificationParams,
    success: { 202: { description: 'It waits to be sent.', schema: notificationSchema } },
    problems: ['NOTIFICATION_NOT_FOUND', 'NOTIFICATION_WAITS'],
  },
  'GET /api/receivers': {
    id: 'listReceivers',
    tag,
    summary: 'Subscriptions, and the hosts of addresses that came with packets',
    success: { 200: { description: 'All of them.', schema: receiverList } },
  },
  'POST /api/receivers': {
    id: 'subscribe',
    audit: { action: 'receiver.create', made: subscribed.transform(({ receiver }) => receiver.id) },
    tag,
    summary: 'Subscribe to what becomes of packets, or to alerts of views',
    description:
      'From now on the address is told of packets that end, or of views that begin to alert. Each subscription has its own secret, which is in this answer and in no other. There may be 500.',
    body: json(subscription),
    success: { 201: { description: 'Subscribed.', schema: subscribed } },
    problems: ['TOO_MANY_RECEIVERS'],
  },
  'POST /api/receivers/{id}/actions/enable': {
    id: 'enableReceiver',
    audit: { action: 'receiver.enable' },
    tag,
    summary: 'Send to a receiver again',
    description: 'What has waited is sent, in its order, and tried for 24 hours.',
    params: receiverParams,
    success: changed,
    problems: ['RECEIVER_NOT_FOUND'],
  },
  'POST /api/receivers/{id}/actions/disable': {
    id: 'disableReceiver',
    audit: { action: 'receiver.disable' },
    tag,
    summary: 'Stop sending to a receiver',
    description: 'What comes after that waits until it is enabled.',
    params: receiverParams,
    body: json(operatorReasonBody),
    success: changed,
    problems: ['RECEIVER_NOT_FOUND'],
  },
  'POST /api/receivers/{id}/actions/delete': {
    id: 'deleteReceiver',
    audit: { action: 'receiver.delete' },
    tag,
    summary: 'End a subscription',
    description: 'What waits for it is given up. A host is refused with 404: it goes by itself.',
    params: receiverParams,
    body: json(operatorReasonBody),
    success: changed,
    problems: ['RECEIVER_NOT_FOUND'],
  },
} as const satisfies OperationTable

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
  viewEvent: {
    post: {
      operationId: 'viewEvent',
      tags: [tag],
      summary: 'Tells that a view holds as many packets as it alerts at',
      description: `For subscriptions to \`alerts\`. ${signed}`,
      requestBody: { required: true, content: { 'application/json': { schema: viewEvent } } },
      responses,
    },
  },
}
