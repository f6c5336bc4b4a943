import { z } from 'zod'
import { receiptAnswer, receiptMessage } from '../carrier'
import { keptReceiptPage, keptReceiptQuery } from '../kept-receipt'
import { providerList } from '../provider-list'
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
