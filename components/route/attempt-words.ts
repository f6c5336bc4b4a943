import { formatDuration } from '@/lib/packet/duration'
import type { Attempt } from '@/lib/packet/packet'

/** One attempt in words: "RouteA: no receipt within 10 s", "RouteC: confirmed after 2.4 s". */
export function attemptSentence(attempt: Attempt, stuck = false): string {
  return `${attempt.provider}: ${attemptOutcome(attempt, stuck)}`
}

/**
 * For example "confirmed after 2.4 s", "refused: blocked number", "waiting for the receipt".
 *
 * @param stuck no worker can go on with the packet, so a receipt may have come that was not read
 */
export function attemptOutcome(attempt: Attempt, stuck = false): string {
  const { outcome, reason } = attempt
  switch (outcome) {
    case 'PENDING':
      return pendingWords(attempt, stuck)
    case 'ACKNOWLEDGED':
      return `confirmed ${byHand(attempt)}${attempt.late ? 'late, ' : ''}after ${receiptDelay(attempt) ?? 'an unknown time'}`
    case 'REJECTED':
      return `rejected: ${reason ?? 'no reason given'}${recallWords(attempt)}`
    case 'UNREACHABLE':
      return `unreachable: ${reason ?? 'no reason given'}${recallWords(attempt)}`
    case 'TIMED_OUT':
      return `${reason ?? 'no receipt in time'}${recallWords(attempt)}`
    case 'REFUSED':
      return reason ?? 'refused'
    case 'ABANDONED':
      if (attempt.reasonCode === 'FAILED_OVER') return `${reason}${recallWords(attempt)}`
      return attempt.handOver.state === 'WITHDRAWN' ? 'never handed over' : 'no longer waited for'
  }
}

function pendingWords(attempt: Attempt, stuck: boolean): string {
  if (isHeldBack(attempt)) return 'not handed over yet'
  const words = isBeingHandedOver(attempt) ? 'being handed over' : 'waiting for the receipt'
  return stuck ? `was ${words}` : words
}

/** The provider's time has not begun: the packet is being sent, or waits for its turn. */
export function isBeingHandedOver({ outcome, handOver }: Attempt): boolean {
  return outcome === 'PENDING' && handOver.state === 'SENDING'
}

/** The provider has the packet and its time runs. Before that no deadline runs. */
export function isAwaited({ outcome, handOver }: Attempt): boolean {
  return outcome === 'PENDING' && handOver.state === 'ACCEPTED'
}

/** The hand-over is held back by an outage or a pause, or was withdrawn. */
export function isHeldBack({ outcome, handOver }: Attempt): boolean {
  return outcome === 'PENDING' && (handOver.state === 'FAILED' || handOver.state === 'WITHDRAWN')
}

/** How the provider answered the request to stop. Empty if it stopped, because the reason says so. */
function recallWords({ recall }: Attempt): string {
  if (recall === null) return ''
  switch (recall.result) {
    case 'ASKED':
      return ', asked to stop'
    case 'RECALLED':
      return ''
    case 'NOT_RECALLED':
      return ', asked to stop but did not'
    case 'FAILED':
      return ', asked to stop without an answer'
  }
}

/** The time from hand-over to receipt, in words; null if there is no receipt. */
function receiptDelay(attempt: Attempt): string | null {
  if (attempt.receipt === null) return null
  return formatDuration(Date.parse(attempt.receipt.receivedAt) - Date.parse(attempt.transmittedAt))
}

/** What the provider answered to the hand-over. */
export function handOverWords({ handOver }: Attempt): string {
  const { state, status, latencyMs } = handOver
  if (state === 'SENDING') return 'no answer yet'
  if (state === 'WITHDRAWN') return 'nothing was sent'
  const answer = status === null ? 'no answer' : `answer ${status}`
  const took = latencyMs === null ? '' : ` after ${formatDuration(latencyMs)}`
  return `${state === 'ACCEPTED' ? 'accepted' : 'failed'}, ${answer}${took}`
}

/** What the receipt says, or whether one may still come. `listening`: receipts are still taken. `stuck`: as above. */
export function receiptWords(attempt: Attempt, listening: boolean, stuck = false): string {
  const { receipt, duplicates } = attempt
  if (receipt === null) return absentReceipt(attempt, listening, stuck)
  const says = receipt.delivered ? 'delivered' : 'not delivered'
  const late = attempt.late ? ', late' : ''
  const repeats = duplicates === 0 ? '' : `, repeated ${duplicates === 1 ? 'once' : `${duplicates} times`}`
  return `${says} ${byHand(attempt)}after ${receiptDelay(attempt)}${late}${repeats}`
}

function byHand({ receipt }: Attempt): string {
  return receipt?.byHand ? 'by hand ' : ''
}

function absentReceipt(attempt: Attempt, listening: boolean, stuck: boolean): string {
  if (stuck && !attempt.settled) return 'none was read before it got stuck'
  if (attempt.outcome === 'PENDING') return isHeldBack(attempt) ? 'none can come yet' : 'awaited'
  if (attempt.settled) return 'none, and none can come'
  return listening ? 'none so far; one may still come' : 'none came'
}
