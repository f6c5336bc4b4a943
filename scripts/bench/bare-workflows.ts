/** What deliveries are measured against: workflows that spend what Temporal itself takes, and nothing of ours. */
import { defineSearchAttributeKey } from '@temporalio/common'
import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
} from '@temporalio/workflow'
import { packetMemo, type RouteAnswer, type RouteQuestion, receiptSignal } from '@/lib/contract/workflows'

/** Of the product's activities the one that calls nobody; it stands for the look-up and for the hand-over. */
interface Activities {
  getRoute(question: RouteQuestion): Promise<RouteAnswer>
}

const limits = { startToCloseTimeout: '10 seconds' } as const
const local = proxyLocalActivities<Activities>(limits)
const regular = proxyActivities<Activities>({ ...limits, heartbeatTimeout: '2 seconds' })
const question: RouteQuestion = { packetId: 'bare', destination: '+016660002222', tried: [], tryNumber: 1 }

const status = defineSearchAttributeKey('PacketStatus', 'KEYWORD')
const currentProvider = defineSearchAttributeKey('CurrentRouteProvider', 'KEYWORD')
const attemptCount = defineSearchAttributeKey('AttemptCount', 'INT')
const deliveredBy = defineSearchAttributeKey('DeliveredBy', 'KEYWORD')
const receiptMillis = defineSearchAttributeKey('ReceiptMillis', 'INT')

/** About as long as a packet's. */
const snapshot = { bytes: 'x'.repeat(400) }

/** The least a workflow can be: it starts and finishes. */
export async function emptyWorkflow(): Promise<void> {}

/**
 * The least a delivery can be: the events of one whose first provider confirms, without a rule, a check, a carrier
 * or a web process.
 */
export async function bareDelivery(): Promise<void> {
  let confirmed = false
  setHandler(defineSignal(receiptSignal), () => {
    confirmed = true
  })
  await local.getRoute(question)
  upsertMemo({ [packetMemo]: snapshot })
  upsertSearchAttributes([
    { key: status, value: 'TRANSMITTING' },
    { key: currentProvider, value: 'RouteA' },
    { key: attemptCount, value: 1 },
  ])
  await regular.getRoute(question)
  if (!confirmed) await condition(() => confirmed, '10 seconds')
  upsertMemo({ [packetMemo]: snapshot })
  upsertSearchAttributes([
    { key: status, value: 'DELIVERED' },
    { key: deliveredBy, value: 'RouteA' },
    { key: receiptMillis, value: 5 },
  ])
}
