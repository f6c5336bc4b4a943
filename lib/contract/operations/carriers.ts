/** What carriers and this service tell each other: receipts, hand-overs, recalls. */
import { z } from 'zod'
import { handOverMessage, recallAnswer, recallMessage, receiptAnswer, receiptMessage } from '../carrier'
import { json, type OperationTable } from '../operation'

/** Operations that a separate listener answers. */
export const receiptOperations = {
  'POST /api/callbacks/transmit': {
    id: 'sendReceipt',
    tag: 'Carriers',
    summary: 'A carrier says whether it delivered a packet',
    description:
      'Signed by Standard Webhooks headers with the receipt secret of the provider that was handed the packet. Checks in this order: 413, 415, 400, 404, 401. A receipt that was taken before, comes late, or belongs to a packet that no longer waits for one is answered with 200 as well, and `result` says so. Sending the same body under the same `webhook-id` again changes nothing; another body under the same `webhook-id` is refused with 409. After a 503, send it again.',
    headers: z.object({
      'webhook-id': z.string().max(256),
      'webhook-timestamp': z
        .string()
        .meta({ description: 'Whole seconds since 1970, at most 5 minutes off.' }),
      'webhook-signature': z.string().max(1024),
      traceparent: z
        .string()
        .optional()
        .meta({ description: 'W3C trace context; if the hand-over had one, as the carrier continued it.' }),
    }),
    body: json(receiptMessage),
    success: { 200: { description: 'Taken.', schema: receiptAnswer } },
    // The receipt of a probe completes an activity in Temporal.
    needs: 'temporal',
    problems: ['UNKNOWN_TOKEN', 'UNAUTHENTICATED_RECEIPT', 'RECEIPT_CONTRADICTS', 'STORE_SET_BACK'],
  },
} as const satisfies OperationTable

/** What is sent to carriers, at the addresses in `providers.json`. */
export const webhooks = {
  handOver: {
    post: {
      operationId: 'handOver',
      tags: ['Carriers'],
      summary: 'Hands a packet to a carrier',
      description:
        'Sent to the address in `providers.json`, signed by Standard Webhooks headers. `webhook-id` is the same when a hand-over is sent again, so that the carrier can drop the copy.',
      requestBody: { required: true, content: { 'application/json': { schema: handOverMessage } } },
      responses: {
        '2XX': { description: 'Accepted; delivered only once a receipt says so.' },
        '4XX': { description: 'Rejected: the next provider gets the packet.' },
        '5XX': { description: 'Sent again a few times, then the next provider gets the packet.' },
      },
    },
  },
  recall: {
    post: {
      operationId: 'recall',
      tags: ['Carriers'],
      summary: 'Asks a silent carrier to stop a packet',
      description:
        'Sent to the address in `providers.json` with `/recall` behind its path, only to carriers that offer it, signed as a hand-over is. `packetId` and `attempt` name the packet; the text of `token` may differ.',
      requestBody: { required: true, content: { 'application/json': { schema: recallMessage } } },
      responses: {
        '200': {
          description: '`recalled: true` promises that it was not delivered and will not be.',
          content: { 'application/json': { schema: recallAnswer } },
        },
        '4XX': { description: 'Not recalled: it may still be delivered.' },
      },
    },
  },
}
