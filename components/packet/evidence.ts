/** What Temporal's history holds on hand-overs and receipts, beyond what the packet itself tells. */
import type { HistoryEvent } from '@/lib/contract/packet'
import type { ReceiptSignal, receiptSignal, TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'

export interface HandOverEvidence {
  eventId: number
  attempt: number
  /** First characters of the provider's answer. */
  excerpt: string
  /** Tries of this hand-over, all with one `webhook-id`. */
  tries: number
}

export type ReceiptEvidence = ReceiptSignal & { eventId: number; time: string }

export interface Evidence {
  handOvers: HandOverEvidence[]
  receipts: ReceiptEvidence[]
}

const receiptName: typeof receiptSignal = 'receipt'
const transmitName = 'transmit'

/** Reads what it knows and passes over what it does not: older runs may have been recorded differently. */
export function evidenceOf(events: readonly HistoryEvent[]): Evidence {
  const attempts = new Map(events.flatMap(transmitOrder))
  return {
    handOvers: events.flatMap((event) => handOver(event, attempts)),
    receipts: events.flatMap(receiptOf),
  }
}

/** The event that scheduled a hand-over, and the attempt it was for. */
function transmitOrder({ id, type, attributes }: HistoryEvent): [number, number][] {
  if (type !== 'ActivityTaskScheduled' || named(attributes.activityType) !== transmitName) return []
  const order = first(attributes.input)
  return isOrder(order) ? [[id, order.attempt]] : []
}

function handOver({ id, type, attributes }: HistoryEvent, attempts: Map<number, number>): HandOverEvidence[] {
  const attempt = attempts.get(Number(attributes.scheduledEventId))
  const result = first(attributes.result)
  if (type !== 'ActivityTaskCompleted' || attempt === undefined || !isTransmitEvidence(result)) return []
  return [{ eventId: id, attempt, excerpt: result.excerpt, tries: result.tries }]
}

function receiptOf({ id, time, type, attributes }: HistoryEvent): ReceiptEvidence[] {
  if (type !== 'WorkflowExecutionSignaled' || attributes.signalName !== receiptName) return []
  const signal = first(attributes.input)
  return isReceipt(signal) ? [{ ...signal, eventId: id, time }] : []
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined
}

function named(type: unknown): unknown {
  return isObject(type) ? type.name : undefined
}

function isOrder(value: unknown): value is Pick<TransmitOrder, 'attempt'> {
  return isObject(value) && typeof value.attempt === 'number'
}

function isTransmitEvidence(value: unknown): value is Pick<TransmitEvidence, 'excerpt' | 'tries'> {
  return isObject(value) && typeof value.excerpt === 'string' && typeof value.tries === 'number'
}

function isReceipt(value: unknown): value is ReceiptSignal {
  return (
    isObject(value) &&
    typeof value.attempt === 'number' &&
    typeof value.delivered === 'boolean' &&
    typeof value.webhookId === 'string' &&
    typeof value.receivedAt === 'number' &&
    typeof value.key === 'string'
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
