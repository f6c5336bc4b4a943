/**
 * The read model in the workflow's memo: the ledger with short names and relative times, because Temporal warns
 * about a memo over 2 KB. The sentence is there for other Temporal clients; readers here derive everything else.
 */
import { byteLength } from './bounds'
import { explain } from './explain'
import type { Ledger } from './ledger'
import type { PacketStatus } from './packet'
import type { CancelReason, FailureReason, LookupError } from './reason'
import { type AttemptSnapshot, packAttempt, unpackAttempt } from './snapshot-attempt'
import { cutCancel, cutFailure, cutLookupError } from './snapshot-reason'
import { plus, type Room } from './snapshot-room'
import { packWaiting, unpackWaiting, type WaitingSnapshot } from './snapshot-waiting'
import { cut } from './text'

/** Temporal warns from 2 KB on; the key and the encoding take a little of it. */
const maxBytes = 2000

const roomy: Room = { sentence: 400, reason: 160, error: 160, reference: 200, choices: true, name: 64 }
const tighter: readonly Room[] = [
  { ...roomy, choices: false },
  { sentence: 240, reason: 48, error: 120, reference: 100, choices: false, name: 64 },
  { sentence: 160, reason: 16, error: 60, reference: 48, choices: false, name: 64 },
  { sentence: 60, reason: 4, error: 20, reference: 16, choices: false, name: 64 },
  { sentence: 40, reason: 1, error: 10, reference: 4, choices: false, name: 24 },
  { sentence: 1, reason: 0, error: 1, reference: 0, choices: false, name: 3 },
]

export interface PacketSnapshot {
  readonly v: 1
  readonly status: PacketStatus
  readonly reason: string
  /** Milliseconds since the epoch; all other times count from here. */
  readonly t0: number
  readonly u: number
  readonly e?: number
  readonly max: number
  readonly a: readonly AttemptSnapshot[]
  readonly by?: number
  /** Failures, last error, next try. */
  readonly look?: readonly [number, LookupError, number | null]
  readonly canceled?: CancelReason
  readonly failure?: FailureReason
  readonly w?: WaitingSnapshot
  /** Expiry, and for how many milliseconds it settles. */
  readonly x?: number
  readonly s?: number
}

/** Packs a ledger; long texts are cut, everything else is exact. `t0`: milliseconds since the epoch. */
export function packLedger(ledger: Ledger, t0: number): PacketSnapshot {
  let packed = packWithin(ledger, t0, roomy)
  for (const room of tighter) {
    if (byteLength(JSON.stringify(packed)) < maxBytes) return packed
    packed = packWithin(ledger, t0, room)
  }
  return packed
}

function packWithin(ledger: Ledger, t0: number, room: Room): PacketSnapshot {
  return {
    v: 1,
    status: ledger.status,
    reason: cut(explain(ledger), room.sentence),
    t0,
    u: ledger.updatedAt - t0,
    ...(ledger.endedAt !== null && { e: ledger.endedAt - t0 }),
    max: ledger.maxAttempts,
    a: ledger.attempts.map((attempt) => packAttempt(attempt, t0, room)),
    ...(ledger.deliveredBy !== null && { by: ledger.deliveredBy }),
    ...(ledger.lookup && { look: packLookup(ledger.lookup, t0, room) }),
    ...(ledger.canceled !== null && { canceled: cutCancel(ledger.canceled, room) }),
    ...(ledger.failure !== null && {
      failure: cutFailure(ledger.failure, room),
    }),
    ...(ledger.waiting && { w: packWaiting(ledger.waiting, t0, room) }),
    ...(ledger.expiresAt !== null && { x: ledger.expiresAt - t0 }),
    ...(ledger.settlingMs !== 0 && { s: ledger.settlingMs }),
  }
}

/** The ledger that a snapshot stands for. */
export function unpackLedger(snapshot: PacketSnapshot): Ledger {
  const { t0 } = snapshot
  return {
    status: snapshot.status,
    maxAttempts: snapshot.max,
    attempts: snapshot.a.map((attempt, index) => unpackAttempt(attempt, index + 1, t0)),
    lookup: snapshot.look ? unpackLookup(snapshot.look, t0) : null,
    waiting: snapshot.w ? unpackWaiting(snapshot.w, t0) : null,
    expiresAt: plus(t0, snapshot.x),
    settlingMs: snapshot.s ?? 0,
    deliveredBy: snapshot.by ?? null,
    canceled: snapshot.canceled ?? null,
    failure: snapshot.failure ?? null,
    updatedAt: t0 + snapshot.u,
    endedAt: plus(t0, snapshot.e),
  }
}

function packLookup(
  lookup: NonNullable<Ledger['lookup']>,
  t0: number,
  room: Room,
): [number, LookupError, number | null] {
  const next = lookup.nextTryAt === null ? null : lookup.nextTryAt - t0
  return [lookup.failures, cutLookupError(lookup.lastError, room), next]
}

function unpackLookup(
  [failures, lastError, nextTry]: NonNullable<PacketSnapshot['look']>,
  t0: number,
): Ledger['lookup'] {
  return { failures, lastError, nextTryAt: plus(t0, nextTry) }
}
