/** What Temporal's history holds on hand-overs, beyond what the packet itself tells. */
import type { HistoryEvent } from '@/lib/contract/packet'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import type { HandOverAnswer } from '@/lib/packet/events'
import { attemptWords, waitDetail } from '@/lib/packet/words'

export interface HandOverEvidence {
  eventId: number
  attempt: number
  /** When it was sent, ISO 8601; without the sender's word, when Temporal was asked to have it sent. */
  at: string
  /** What became of it, in words. */
  answer: string
  /** HTTP status, null when none came. */
  status: number | null
  latencyMs: number | null
  /** First characters of the provider's answer. */
  excerpt: string
  /** Tries of this hand-over, all with one `webhook-id`; 0 when nothing was sent. */
  tries: number
}

const transmitName = 'transmit'

/** Reads what it knows of the hand-overs and passes over everything else. */
export function handOversIn(events: readonly HistoryEvent[]): HandOverEvidence[] {
  const orders = new Map(events.flatMap(transmitOrder))
  return events.flatMap((event) => handOver(event, orders))
}

interface Ordered {
  attempt: number
  time: string
}

/** By the event that scheduled a hand-over. */
function transmitOrder({ id, time, type, attributes }: HistoryEvent): [number, Ordered][] {
  if (type !== 'ActivityTaskScheduled' || named(attributes.activityType) !== transmitName) return []
  const order = first(attributes.input)
  return isOrder(order) ? [[id, { attempt: order.attempt, time }]] : []
}

function handOver({ id, type, attributes }: HistoryEvent, orders: Map<number, Ordered>): HandOverEvidence[] {
  const order = orders.get(Number(attributes.scheduledEventId))
  const result = first(attributes.result)
  if (type !== 'ActivityTaskCompleted' || order === undefined || !isTransmitEvidence(result)) return []
  const { answer, excerpt, tries, sentAt } = result
  if (answer.kind === 'unsent') return []
  const at = typeof sentAt === 'number' ? new Date(sentAt).toISOString() : order.time
  return [{ eventId: id, attempt: order.attempt, at, ...answerOf(answer), excerpt, tries }]
}

/** Of something that was sent: what was not is told with its attempt. */
function answerOf(
  answer: Exclude<HandOverAnswer, { kind: 'unsent' }>,
): Pick<HandOverEvidence, 'answer' | 'status' | 'latencyMs'> {
  switch (answer.kind) {
    case 'accepted':
      return { answer: 'accepted', status: answer.status, latencyMs: answer.latencyMs }
    case 'rejected':
      return { answer: 'rejected', status: answer.status, latencyMs: answer.latencyMs }
    case 'unreachable':
      return { answer: attemptWords(answer.reason), status: answer.status, latencyMs: answer.latencyMs }
    case 'outage':
      return heldBack('no provider could be reached', attemptWords(answer.reason))
    case 'paused':
      return heldBack('all sending was paused', waitDetail({ why: 'paused', hold: answer.hold }))
  }
}

function heldBack(cause: string, detail: string): Pick<HandOverEvidence, 'answer' | 'status' | 'latencyMs'> {
  return { answer: `${cause}: ${detail}`, status: null, latencyMs: null }
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

function isTransmitEvidence(value: unknown): value is TransmitEvidence {
  return (
    isObject(value) &&
    typeof value.excerpt === 'string' &&
    typeof value.tries === 'number' &&
    isObject(value.answer) &&
    typeof value.answer.kind === 'string'
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
