/** What Temporal's history holds on hand-overs, beyond what the packet itself tells. */
import type { HistoryEvent } from '@/lib/contract/packet'
import { type HandedOver, handedOverSignal } from '@/lib/contract/workflows'
import type { HandOverAnswer } from '@/lib/packet/events'
import { attemptWords, waitDetail } from '@/lib/packet/words'

export interface HandOverEvidence {
  eventId: number
  attempt: number
  /** When the hand-over was sent, ISO 8601. If it was not sent: when that was recorded. */
  at: string
  /** The result of the hand-over, in words. */
  answer: string
  /** HTTP status, null when none came. */
  status: number | null
  latencyMs: number | null
  /** The first characters of the provider's response. */
  excerpt: string
  /** Tries of this hand-over, all with one `webhook-id`; 0 when nothing was sent. */
  tries: number
}

/** Extracts the packet's hand-overs from the history and ignores all other events. */
export function handOversIn(events: readonly HistoryEvent[], packetId: string): HandOverEvidence[] {
  return events.flatMap((event) =>
    toldIn(event)
      .filter((handedOver) => handedOver.packetId === packetId)
      .flatMap((handedOver) => evidenceOf(handedOver, event)),
  )
}

/** A worker reports a hand-over in its activity's result, or earlier by a signal. */
function toldIn({ type, attributes }: HistoryEvent): HandedOver[] {
  if (type === 'ActivityTaskCompleted') return handedOverIn(attributes.result)
  const isSignal = type === 'WorkflowExecutionSignaled' && attributes.signalName === handedOverSignal
  return isSignal ? handedOverIn(attributes.input) : []
}

function handedOverIn(payloads: unknown): HandedOver[] {
  const told = Array.isArray(payloads) ? payloads[0] : undefined
  return Array.isArray(told) ? told.filter(isHandedOver) : []
}

function evidenceOf(
  { attempt, answer, excerpt, tries, sentAt }: HandedOver,
  { id, time }: HistoryEvent,
): HandOverEvidence[] {
  if (answer.kind === 'unsent' || answer.kind === 'takenBack') return []
  const at = typeof sentAt === 'number' ? new Date(sentAt).toISOString() : time
  return [{ eventId: id, attempt, at, ...answerOf(answer), excerpt, tries }]
}

/** The answer in words. `unsent` and `takenBack` are not evidence of a hand-over; `evidenceOf` drops them. */
function answerOf(
  answer: Exclude<HandOverAnswer, { kind: 'unsent' | 'takenBack' }>,
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

function isHandedOver(value: unknown): value is HandedOver {
  return (
    isObject(value) &&
    typeof value.packetId === 'string' &&
    typeof value.attempt === 'number' &&
    typeof value.excerpt === 'string' &&
    typeof value.tries === 'number' &&
    isObject(value.answer) &&
    typeof value.answer.kind === 'string'
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
