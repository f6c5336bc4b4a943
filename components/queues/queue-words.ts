/** The state of a queue, in words. */
import type { Queue } from '@/lib/contract/queue'
import { type QueueWait, waitingOf } from '@/lib/packet/queue'

type Known = Pick<Queue, 'hold' | 'failed' | 'underWay' | 'waitsFor' | 'detail'>

/** An empty queue can be held too: what is accepted later waits then. */
export function standingOf({ hold, failed, waitsFor }: Known): QueueWait | 'empty' {
  if (hold !== null) return 'hold'
  return failed === null ? (waitsFor ?? 'empty') : 'failure'
}

/** What the queue waits for, or what the next packet would wait for. */
export function sentenceOf({ detail, hold, failed, underWay }: Known): string {
  if (detail !== null) return detail
  if (hold === null && failed === null && underWay === null) return 'No packet waits.'
  return waitingOf({ hold, failed, underWay, idleBatch: null }).detail
}
