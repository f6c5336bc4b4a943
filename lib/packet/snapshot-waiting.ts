/** What a packet waits for, in the memo. */
import type { LedgerWaiting } from './ledger'
import type { Wait } from './reason'
import { cutWait } from './snapshot-reason'
import type { Room } from './snapshot-room'

/** Since, next try, why; times count from the snapshot's `t0`. */
export type WaitingSnapshot = readonly [number, number, Wait]

export function packWaiting(waiting: LedgerWaiting, t0: number, room: Room): WaitingSnapshot {
  const { since, nextTryAt, ...wait } = waiting
  return [since - t0, nextTryAt - t0, cutWait(wait, room)]
}

export function unpackWaiting([since, nextTryAt, wait]: WaitingSnapshot, t0: number): LedgerWaiting {
  return { ...wait, since: t0 + since, nextTryAt: t0 + nextTryAt }
}
