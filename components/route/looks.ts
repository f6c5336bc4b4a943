/** The shape, colour and word of every outcome and status. No other module chooses these. */
import type { BatchState } from '@/lib/contract/batch-terms'
import type { BulkResult, BulkState } from '@/lib/contract/bulk-terms'
import type { NotificationState } from '@/lib/contract/notification'
import type { ProbeView } from '@/lib/contract/provider-list'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import type { SelfTest, SelfTestStep } from '@/lib/contract/self-test'
import type { AttemptOutcome, PacketStatus } from '@/lib/packet/packet'
import type { QueueWait } from '@/lib/packet/queue'

export type Tone = 'good' | 'wait' | 'silent' | 'bad' | 'lost' | 'idle'

export type Shape =
  | 'tick'
  | 'minus'
  | 'cross'
  | 'clock'
  | 'broken'
  | 'filling'
  | 'dot'
  | 'dotted'
  | 'dead-end'
  | 'spent'
  | 'alarm'
  | 'slashed'
  | 'queued'
  | 'calendar'
  | 'diamond'

export interface Look {
  shape: Shape
  tone: Tone
  word: string
}

export const outcomeLooks: Record<AttemptOutcome, Look> = {
  PENDING: { shape: 'filling', tone: 'wait', word: 'Waiting' },
  ACKNOWLEDGED: { shape: 'tick', tone: 'good', word: 'Confirmed' },
  REFUSED: { shape: 'minus', tone: 'bad', word: 'Refused' },
  TIMED_OUT: { shape: 'clock', tone: 'silent', word: 'No receipt' },
  REJECTED: { shape: 'cross', tone: 'bad', word: 'Rejected' },
  UNREACHABLE: { shape: 'broken', tone: 'lost', word: 'Unreachable' },
  ABANDONED: { shape: 'dot', tone: 'idle', word: 'Not waited for' },
}

export const statusLooks: Record<PacketStatus, Look> = {
  SCHEDULED: { shape: 'calendar', tone: 'wait', word: 'Scheduled' },
  QUEUED: { shape: 'queued', tone: 'idle', word: 'Queued' },
  ROUTING: { shape: 'dotted', tone: 'wait', word: 'Routing' },
  TRANSMITTING: { shape: 'filling', tone: 'wait', word: 'Transmitting' },
  DELIVERED: { shape: 'tick', tone: 'good', word: 'Delivered' },
  NO_ROUTE: { shape: 'dead-end', tone: 'silent', word: 'No route' },
  EXHAUSTED: { shape: 'spent', tone: 'bad', word: 'Exhausted' },
  EXPIRED: { shape: 'clock', tone: 'idle', word: 'Expired' },
  FAILED: { shape: 'alarm', tone: 'bad', word: 'Failed' },
  CANCELED: { shape: 'slashed', tone: 'idle', word: 'Canceled' },
}

/** No worker can go on with the packet, although its status says that it is under way. */
export const stuckLook: Look = { shape: 'alarm', tone: 'bad', word: 'Stuck' }

/** The state of a batch. */
export const batchLooks: Record<BatchState, Look> = {
  UPLOADING: { shape: 'dotted', tone: 'wait', word: 'Uploading' },
  RUNNING: { shape: 'filling', tone: 'wait', word: 'Running' },
  PAUSED: { shape: 'slashed', tone: 'silent', word: 'Paused' },
  STOPPING: { shape: 'dotted', tone: 'idle', word: 'Stopping' },
  STOPPED: { shape: 'slashed', tone: 'idle', word: 'Stopped' },
  COMPLETED: { shape: 'tick', tone: 'good', word: 'Completed' },
  REFUSED: { shape: 'cross', tone: 'bad', word: 'Refused' },
}

/** The state of a bulk action. */
export const bulkLooks: Record<BulkState, Look> = {
  RUNNING: { shape: 'filling', tone: 'wait', word: 'Running' },
  PAUSED: { shape: 'slashed', tone: 'silent', word: 'Paused' },
  STOPPED: { shape: 'slashed', tone: 'idle', word: 'Stopped' },
  COMPLETED: { shape: 'tick', tone: 'good', word: 'Completed' },
}

/** The result of one packet of a bulk action. */
export const bulkResultLooks: Record<BulkResult, Look> = {
  DONE: { shape: 'tick', tone: 'good', word: 'Done' },
  REFUSED: { shape: 'minus', tone: 'silent', word: 'Refused' },
  FAILED: { shape: 'alarm', tone: 'bad', word: 'Failed' },
  ASKED: { shape: 'filling', tone: 'wait', word: 'Asked' },
  WAITING: { shape: 'dotted', tone: 'idle', word: 'Waiting' },
  LEFT: { shape: 'slashed', tone: 'idle', word: 'Left' },
}

/** What a queue waits for; `empty` if no packet waits. */
export const queueLooks: Record<QueueWait | 'empty', Look> = {
  packet: { shape: 'filling', tone: 'wait', word: 'Under way' },
  turn: { shape: 'queued', tone: 'wait', word: 'Next' },
  batch: { shape: 'slashed', tone: 'idle', word: 'Batch waits' },
  hold: { shape: 'slashed', tone: 'silent', word: 'Held' },
  failure: { shape: 'alarm', tone: 'bad', word: 'Held by a failure' },
  empty: { shape: 'dot', tone: 'idle', word: 'Empty' },
}

/** Why a receipt was kept instead of being given to a packet. */
export const keptLooks: Record<KeptReason, Look> = {
  CLOSED: { shape: 'clock', tone: 'silent', word: 'Packet settled' },
  UNKNOWN_PACKET: { shape: 'dotted', tone: 'idle', word: 'Unknown packet' },
  UNKNOWN_ATTEMPT: { shape: 'dead-end', tone: 'lost', word: 'Unknown attempt' },
  CONTRADICTION: { shape: 'alarm', tone: 'bad', word: 'Contradiction' },
}

/** The state of a notification. */
export const notificationLooks: Record<NotificationState, Look> = {
  WAITING: { shape: 'filling', tone: 'wait', word: 'Waiting' },
  TOLD: { shape: 'tick', tone: 'good', word: 'Notified' },
  GIVEN_UP: { shape: 'cross', tone: 'bad', word: 'Given up' },
}

/** The state of a receiver of notifications. */
export const receiverLooks: Record<'untold' | 'working' | 'failing' | 'disabled', Look> = {
  untold: { shape: 'dotted', tone: 'idle', word: 'Nothing sent yet' },
  working: { shape: 'tick', tone: 'good', word: 'Working' },
  failing: { shape: 'clock', tone: 'silent', word: 'Failing' },
  disabled: { shape: 'slashed', tone: 'bad', word: 'Disabled' },
}

/** A provider on a plan: where the packet would go next, not where it has been. */
export const plannedLook: Look = { shape: 'dot', tone: 'idle', word: 'Next in order' }

/** A provider that would not get the packet now. */
export const skippedLook: Look = { shape: 'slashed', tone: 'idle', word: 'Not now' }

export const drainedLook: Look = { shape: 'slashed', tone: 'idle', word: 'Drained' }

export const breakerLooks: Record<'open' | 'half-open', Look> = {
  open: { shape: 'broken', tone: 'lost', word: 'Breaker open' },
  'half-open': { shape: 'dotted', tone: 'wait', word: 'Breaker half open' },
}

/** Where a probe is, or how it ended. */
export const probeLooks: Record<ProbeView['phase'], Look> = {
  queued: { shape: 'dotted', tone: 'wait', word: 'Queued' },
  sent: { shape: 'filling', tone: 'wait', word: 'Sent' },
  confirmed: { shape: 'tick', tone: 'good', word: 'Confirmed' },
  refused: { shape: 'minus', tone: 'bad', word: 'Refused' },
  rejected: { shape: 'cross', tone: 'bad', word: 'Rejected' },
  unreachable: { shape: 'broken', tone: 'lost', word: 'Unreachable' },
  silent: { shape: 'clock', tone: 'silent', word: 'No receipt' },
  lost: { shape: 'dot', tone: 'idle', word: 'Lost' },
  unsent: { shape: 'slashed', tone: 'idle', word: 'Not sent' },
  unknown: { shape: 'dot', tone: 'idle', word: 'Not configured' },
}

export const selfTestLooks: Record<SelfTest['state'], Look> = {
  running: { shape: 'filling', tone: 'wait', word: 'Under way' },
  passed: { shape: 'tick', tone: 'good', word: 'Passed' },
  failed: { shape: 'alarm', tone: 'bad', word: 'Failed' },
}

/** A hand-over that was taken back before anything was sent. */
export const unsentLook: Look = { shape: 'slashed', tone: 'idle', word: 'Not sent' }

/** Something that is still running but has failed tries. */
export const retryingLook: Look = { shape: 'broken', tone: 'lost', word: 'Failing' }

/** An operator's action. */
export const byHandLook: Look = { shape: 'diamond', tone: 'wait', word: 'By hand' }

export const stepLooks: Record<SelfTestStep['state'], Look> = {
  waiting: { shape: 'dot', tone: 'idle', word: 'Not begun' },
  running: { shape: 'filling', tone: 'wait', word: 'Under way' },
  passed: { shape: 'tick', tone: 'good', word: 'Passed' },
  failed: { shape: 'cross', tone: 'bad', word: 'Failed' },
  skipped: { shape: 'slashed', tone: 'idle', word: 'Not tried' },
}

/** A state that cannot be determined now. */
export const unknownLook: Look = { shape: 'dotted', tone: 'idle', word: 'Not known' }

/** The state of a part of the installation. */
export const partLooks = {
  up: { shape: 'tick', tone: 'good', word: 'Up' },
  down: { shape: 'alarm', tone: 'bad', word: 'Down' },
  stopping: { shape: 'slashed', tone: 'idle', word: 'Stopping' },
  silent: { shape: 'broken', tone: 'lost', word: 'Silent' },
  notice: { shape: 'clock', tone: 'silent', word: 'To look at' },
} as const satisfies Record<string, Look>

export const toneText: Record<Tone, string> = {
  good: 'text-good',
  wait: 'text-wait',
  silent: 'text-silent',
  bad: 'text-bad',
  lost: 'text-lost',
  idle: 'text-idle',
}

export const toneWash: Record<Tone, string> = {
  good: 'bg-good-wash',
  wait: 'bg-wait-wash',
  silent: 'bg-silent-wash',
  bad: 'bg-bad-wash',
  lost: 'bg-lost-wash',
  idle: 'bg-idle-wash',
}

export const toneStroke: Record<Tone, string> = {
  good: 'stroke-good',
  wait: 'stroke-wait',
  silent: 'stroke-silent',
  bad: 'stroke-bad',
  lost: 'stroke-lost',
  idle: 'stroke-idle',
}

export const toneFill: Record<Tone, string> = {
  good: 'fill-good',
  wait: 'fill-wait',
  silent: 'fill-silent',
  bad: 'fill-bad',
  lost: 'fill-lost',
  idle: 'fill-idle',
}
