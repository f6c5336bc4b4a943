/** Codes in the memo: as they are, with their texts cut to its little room. */
import type { AttemptReason, CancelReason, FailureReason, LookupError, Wait } from './reason'
import type { Room } from './snapshot-room'
import { cut } from './text'

export function cutReason(reason: AttemptReason, most: number): AttemptReason {
  switch (reason.code) {
    case 'REFUSED':
      return { ...reason, words: reason.words && cut(reason.words, most) }
    case 'RECALLED': {
      const after = cutReason(reason.after, most)
      return after.code === 'RECALLED' ? after : { ...reason, after }
    }
    case 'HAND_OVER_FAILED':
      return { ...reason, error: cut(reason.error, most) }
    case 'REJECTED':
      return { ...reason, redirect: reason.redirect && cut(reason.redirect, most) }
    default:
      return reason
  }
}

export function cutLookupError(error: LookupError, room: Room): LookupError {
  return error.code === 'ROUTING_ERROR' ? { ...error, words: cut(error.words, room.error) } : error
}

export function cutCancel(reason: CancelReason, room: Room): CancelReason {
  return reason.code === 'CANCELED_BY_OPERATOR' ? { ...reason, words: cut(reason.words, room.error) } : reason
}

export function cutFailure(reason: FailureReason, room: Room): FailureReason {
  if (reason.code === 'ROUTING_GAVE_UP') return { ...reason, error: cutLookupError(reason.error, room) }
  return reason.code === 'INTERNAL'
    ? { ...reason, error: reason.error && cut(reason.error, room.error) }
    : reason
}

const mostNames = 5

export function cutWait(wait: Wait, room: Room): Wait {
  switch (wait.why) {
    case 'outage': {
      const reason = cutReason(wait.reason, room.error)
      return reason.code === 'HAND_OVER_FAILED' ? { ...wait, reason } : wait
    }
    case 'paused':
      if (wait.hold.is === 'resuming') return wait
      return { ...wait, hold: { ...wait.hold, words: cut(wait.hold.words, room.error) } }
    case 'unavailable': {
      const short = (names: readonly string[]) =>
        names.slice(0, mostNames).map((name) => cut(name, room.name))
      return { ...wait, drained: short(wait.drained), broken: short(wait.broken) }
    }
  }
}
