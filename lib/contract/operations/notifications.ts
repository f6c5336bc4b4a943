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
  '2XX': { description: 'Delivered. The body of the response is ignored.' },
  '410': {
    description:
      'Gone: a subscription is disabled; for an address that came with a packet, this notification is given up.',
  },
  default: {
    description:
      'Anything else, including a redirect or no answer within 10 s: retried for 24 hours. `Retry-After` is respected.',
  },
}

const signed =
  'Signed by the three headers of Standard Webhooks. `webhook-id` is the same at each try. For one packet, the next notification is sent only when the previous one was delivered or given up.'

export const notificationOperations = {
  'GET /api/packets/{id}/notifications': {
    id: 'listPacketNotifications',
    tag,
    summary: 'The notifications of a packet, their receivers, and every try',
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
      'For a notification that was delivered or given up: it is sent within a second under the same `webhook-id`, and retried for 24 hours.',
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
    summary: 'Subscribe to endings of packets, or to alerts of views',
    description:
      'From now on the address is notified when packets end, or when views begin to alert. Each subscription has its own secret, which only this answer contains. At most 500 subscriptions.',
    body: json(subscription),
    success: { 201: { description: 'Subscribed.', schema: subscribed } },
    problems: ['TOO_MANY_RECEIVERS'],
  },
  'POST /api/receivers/{id}/actions/enable': {
    id: 'enableReceiver',
    audit: { action: 'receiver.enable' },
    tag,
    summary: 'Enable a receiver again',
    description: 'The notifications that waited are sent in order, and retried for 24 hours.',
    params: receiverParams,
    success: changed,
    problems: ['RECEIVER_NOT_FOUND'],
  },
  'POST /api/receivers/{id}/actions/disable': {
    id: 'disableReceiver',
    audit: { action: 'receiver.disable' },
    tag,
    summary: 'Disable a receiver',
    description: 'Its notifications wait until it is enabled.',
    params: receiverParams,
    body: json(operatorReasonBody),
    success: changed,
    problems: ['RECEIVER_NOT_FOUND'],
  },
  'POST /api/receivers/{id}/actions/delete': {
    id: 'deleteReceiver',
    audit: { action: 'receiver.delete' },
    tag,
    summary: 'Delete a subscription',
    description:
      'Notifications that still wait for it are given up. A host is refused with 404: hosts are removed automatically.',
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
      summary: 'Reports how a packet ended',
      description: `\`packet.delivered\`: a provider confirmed it, perhaps after \`packet.failed\`. \`packet.failed\`: it ended in any other way, see \`status\` and \`reasonCode\`. \`packet.doubled\`: a second provider confirmed it. ${signed}`,
      requestBody: { required: true, content: { 'application/json': { schema: packetEvent } } },
      responses,
    },
  },
  batchEvent: {
    post: {
      operationId: 'batchEvent',
      tags: [tag],
      summary: 'Reports that a batch has ended',
      description: signed,
      requestBody: { required: true, content: { 'application/json': { schema: batchEvent } } },
      responses,
    },
  },
  viewEvent: {
    post: {
      operationId: 'viewEvent',
      tags: [tag],
      summary: 'Reports that a view has reached its number of packets',
      description: `For subscriptions to \`alerts\`. ${signed}`,
      requestBody: { required: true, content: { 'application/json': { schema: viewEvent } } },
      responses,
    },
  },
}
