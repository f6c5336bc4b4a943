/** Receipts, providers and their scores, changes of the provider directory; and what is sent to carriers. */
import { z } from 'zod'
import { handOverMessage, recallAnswer, recallMessage, receiptAnswer, receiptMessage } from '../carrier'
import { keptReceiptPage, keptReceiptQuery } from '../kept-receipt'
import type { ProblemCode } from '../problem'
import { orderChange, plainChange, resumeChange, routingChange, timeoutChange } from '../provider-actions'
import { providerList } from '../provider-list'
import { routePlan, routePlanQuery } from '../route-plan'
import { scoreboardQuery, scoreboardSchema } from '../scoreboard'
import type { Operation } from './responses'

export const receipt: Operation = {
  id: 'sendReceipt',
  tag: 'Carriers',
  summary: 'A carrier says whether it delivered a packet',
  description:
    'Signed by Standard Webhooks headers with the receipt secret of the provider that was handed the packet. Checks in this order: 413, 415, 400, 404, 401. A receipt that was taken before, that comes late, or that no packet waits for any more is answered with 200 as well, and `result` says so. Sending the same body under the same `webhook-id` again changes nothing; another body under the same `webhook-id` is refused with 409. After a 503, send it again.',
  headers: z.object({
    'webhook-id': z.string().max(256),
    'webhook-timestamp': z.string().meta({ description: 'Whole seconds since 1970, at most 5 minutes off.' }),
    'webhook-signature': z.string().max(1024),
    traceparent: z
      .string()
      .optional()
      .meta({ description: 'W3C; where the hand-over came with one, what the carrier made of it.' }),
  }),
  body: receiptMessage,
  success: { 200: { description: 'Taken.', schema: receiptAnswer } },
  problems: [
    'CROSS_ORIGIN',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'UNKNOWN_TOKEN',
    'UNAUTHENTICATED_RECEIPT',
    'RECEIPT_CONTRADICTS',
    'STORE_UNREACHABLE',
    'STORE_SET_BACK',
  ],
}

export const keptReceipts: Operation = {
  id: 'listReceipts',
  tag: 'Carriers',
  summary: 'Receipts that no packet took',
  description:
    'Genuine ones are kept for as long as packets are, newest first. Those refused are counted by the web process that answers, since it started, and the last few are shown.',
  query: keptReceiptQuery,
  success: { 200: { description: 'One page.', schema: keptReceiptPage } },
  problems: ['BAD_CURSOR', 'STORE_UNREACHABLE'],
}

export const providers: Operation = {
  id: 'listProviders',
  tag: 'Carriers',
  summary: 'Providers in routing order, with their scores',
  success: { 200: { description: 'All of them, counted at most a few seconds ago.', schema: providerList } },
  problems: ['STORE_UNREACHABLE'],
}

export const scoreboard: Operation = {
  id: 'getScoreboard',
  tag: 'Carriers',
  summary: 'What each provider did over a window, and what other time-outs would have meant',
  description:
    'Counted from packets that have ended within the window. A late receipt corrects what its packet counted as.',
  query: scoreboardQuery,
  success: { 200: { description: 'Every provider.', schema: scoreboardSchema } },
  problems: ['STORE_UNREACHABLE'],
}

function action(id: string, summary: string, body: z.ZodType, description?: string): Operation {
  return {
    id,
    tag: 'Carriers',
    summary,
    ...(description !== undefined && { description }),
    body,
    success: {
      200: {
        description: 'In force for every choice made 2 s from now, on all workers.',
        schema: providerList,
      },
    },
    problems: ['CROSS_ORIGIN', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'STORE_UNREACHABLE'],
  }
}

function ofProvider(operation: Operation, ...more: ProblemCode[]): Operation {
  return { ...operation, ofProvider: true, problems: [...operation.problems, 'PROVIDER_NOT_FOUND', ...more] }
}

export const drain = ofProvider(
  action('drainProvider', 'Give a provider no new packets', plainChange, 'Those it has finish.'),
)
export const resume = ofProvider(action('resumeProvider', 'Give a provider packets again', plainChange))
export const setTimeout = ofProvider(
  action('setProviderTimeout', 'Set the receipt time-out of a provider', timeoutChange),
)
export const probe = ofProvider(
  action(
    'probeProvider',
    'Hand a test packet to a provider',
    plainChange,
    'Its receipt closes an open breaker. While a probe is under way, no other is started.',
  ),
  'NO_PROBE_DESTINATION',
)
export const reorder = action('reorderProviders', 'Set the routing order', orderChange)
export const pause = action(
  'pauseSending',
  'Hand no packet to anybody',
  plainChange,
  'Packets are accepted and wait. What was handed over before finishes.',
)
export const resumeSending = action(
  'resumeSending',
  'Send again, gradually',
  resumeChange,
  'From 10 % of the waiting and new packets to all of them.',
)
export const setRouting = action(
  'setRouting',
  'Choose providers in order or by measured quality',
  routingChange,
)

export const planRoute: Operation = {
  id: 'planRoute',
  tag: 'Carriers',
  summary: 'Where a packet to this destination would go now, and why',
  description:
    'A dry run: nothing is sent. It goes by the built-in rules; a routing service (`ROUTING_URL`) may choose another of the providers that are free.',
  query: routePlanQuery,
  success: { 200: { description: 'The plan.', schema: routePlan } },
  problems: ['STORE_UNREACHABLE'],
}

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
