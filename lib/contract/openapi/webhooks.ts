/** What is sent to carriers, at the addresses in `providers.json`. */
import { handOverMessage, recallAnswer, recallMessage } from '../carrier'

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
