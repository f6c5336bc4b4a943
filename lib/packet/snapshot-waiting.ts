/** What a packet waits for, in the memo's short names. */
import type { LedgerWaiting } from './ledger'
import { type WaitReason, waitReasons } from './packet'
import type { Room } from './snapshot-room'
import { cut } from './text'

export const waitCodeOf = {
  outage: 'o',
  paused: 'p',
  unavailable: 'u',
} as const satisfies Record<WaitReason, string>

type WaitCode = (typeof waitCodeOf)[WaitReason]

/** Since, why, next try, detail; times count from the snapshot's `t0`. */
export type WaitingSnapshot = readonly [number, WaitCode, number, string | null]

export function packWaiting(waiting: LedgerWaiting, t0: number, room: Room): WaitingSnapshot {
  const { since, why, nextTryAt, detail } = waiting
  return [since - t0, waitCodeOf[why], nextTryAt - t0, detail && cut(detail, room.error)]
}

export function unpackWaiting(snapshot: WaitingSnapshot, t0: number): LedgerWaiting {
  const [since, code, nextTryAt, detail] = snapshot
  const why = waitReasons.find((reason) => waitCodeOf[reason] === code) ?? 'unavailable'
  return { since: t0 + since, why, nextTryAt: t0 + nextTryAt, detail }
}
