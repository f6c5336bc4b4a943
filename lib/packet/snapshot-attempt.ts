/** One attempt in the memo: short names, and times counted from its hand-over. */
import type { GraceCause, LedgerAttempt } from './ledger'
import {
  type AttemptOutcome,
  attemptOutcomes,
  type GraceReason,
  graceReasons,
  type HandOverState,
  type RecallResult,
  recallResults,
} from './packet'
import type { AttemptReason } from './reason'
import { type ChoiceSnapshot, packChoice, unpackChoice } from './snapshot-choice'
import { cutReason } from './snapshot-reason'
import { plus, type Room } from './snapshot-room'
import { cut } from './text'

export const codeOf = {
  PENDING: 'P',
  ACKNOWLEDGED: 'A',
  REFUSED: 'R',
  TIMED_OUT: 'T',
  REJECTED: 'J',
  UNREACHABLE: 'U',
  ABANDONED: 'B',
} as const satisfies Record<AttemptOutcome, string>

export const recallCodeOf = {
  ASKED: 'A',
  RECALLED: 'R',
  NOT_RECALLED: 'N',
  FAILED: 'F',
} as const satisfies Record<RecallResult, string>

export const graceCodeOf = { intake: 'i', timer: 't' } as const satisfies Record<GraceReason, string>

export const handOverCodeOf = {
  ACCEPTED: 'A',
  FAILED: 'F',
  WITHDRAWN: 'W',
} as const satisfies Record<Exclude<HandOverState, 'SENDING'>, string>

const answeredStates = ['ACCEPTED', 'FAILED', 'WITHDRAWN'] as const

type HandOverCode = (typeof handOverCodeOf)[keyof typeof handOverCodeOf]

type GraceCode = (typeof graceCodeOf)[GraceReason]

type RecallCode = (typeof recallCodeOf)[RecallResult]

type OutcomeCode = (typeof codeOf)[AttemptOutcome]

/** Times are milliseconds. What only the workflow itself goes by is left out. */
export interface AttemptSnapshot {
  readonly p: string
  readonly o: OutcomeCode
  /** Handed over, counted from the snapshot's `t0`. All other times of an attempt count from here. */
  readonly t: number
  readonly d: number
  readonly e?: number
  readonly why?: AttemptReason
  /** Hand-over: accepted, failed or withdrawn, status, latency; absent while it is under way. */
  readonly h?: readonly [HandOverCode, number | null, number | null]
  /** Receipt: arrival, delivered, reason. */
  readonly r?: readonly [number, boolean, string | null]
  /** The provider's own name for it. */
  readonly ref?: string
  readonly late?: 1
  readonly open?: 1
  /** While it lasts: an earlier try may have arrived, so its provider may deliver it whatever ends it. */
  readonly m?: 1
  readonly g?: number
  /** Why the latest grace was given, and since when. */
  readonly gw?: readonly [GraceCode, number]
  readonly dup?: number
  readonly con?: 1
  /** Its recall: when it was asked, and how it ended. */
  readonly rc?: readonly [number, RecallCode]
  readonly c?: ChoiceSnapshot
}

export function packAttempt(attempt: LedgerAttempt, t0: number, room: Room): AttemptSnapshot {
  const { handOver, receipt, transmittedAt } = attempt
  return {
    p: cut(attempt.provider, room.name),
    o: codeOf[attempt.outcome],
    t: transmittedAt - t0,
    d: attempt.deadline - transmittedAt,
    ...(attempt.endedAt !== null && { e: attempt.endedAt - transmittedAt }),
    ...(attempt.reason !== null && room.reason > 0 && { why: cutReason(attempt.reason, room.reason) }),
    ...(handOver.state !== 'SENDING' && {
      h: [handOverCodeOf[handOver.state], handOver.status, handOver.latencyMs] as const,
    }),
    ...(receipt && { r: packReceipt(attempt, receipt, room) }),
    ...(receipt?.providerReference &&
      room.reason > 0 && { ref: cut(receipt.providerReference, room.reference) }),
    ...(attempt.late && { late: 1 as const }),
    ...(!attempt.settled && { open: 1 as const }),
    ...(attempt.outcome === 'PENDING' && attempt.mayHaveArrived && { m: 1 as const }),
    ...(attempt.graceUntil !== null && { g: attempt.graceUntil - transmittedAt }),
    // Only told while the attempt lasts.
    ...(attempt.outcome === 'PENDING' &&
      attempt.graceCause && {
        gw: [graceCodeOf[attempt.graceCause.why], attempt.graceCause.since - transmittedAt] as const,
      }),
    ...(attempt.duplicates > 0 && { dup: attempt.duplicates }),
    ...(attempt.contradicted && { con: 1 as const }),
    ...(attempt.recall && {
      rc: [attempt.recall.at - transmittedAt, recallCodeOf[attempt.recall.result]] as const,
    }),
    ...(attempt.choice && room.choices && { c: packChoice(attempt.choice) }),
  }
}

export function unpackAttempt(attempt: AttemptSnapshot, number: number, t0: number): LedgerAttempt {
  const [state, status, latencyMs] = attempt.h ?? [null, null, null]
  const [receivedAt, delivered, reason] = attempt.r ?? [0, false, null]
  const transmittedAt = t0 + attempt.t
  return {
    number,
    provider: attempt.p,
    outcome: outcomeOf(attempt.o),
    transmittedAt,
    deadline: transmittedAt + attempt.d,
    endedAt: plus(transmittedAt, attempt.e),
    reason: attempt.why ?? null,
    handOver: { state: stateOf(state), status, latencyMs },
    receipt: attempt.r
      ? {
          receivedAt: transmittedAt + receivedAt,
          delivered,
          reason: reason ?? refusalOf(attempt),
          providerReference: attempt.ref ?? null,
        }
      : null,
    late: attempt.late === 1,
    settled: !attempt.open,
    graceUntil: plus(transmittedAt, attempt.g),
    graceCause: attempt.gw ? unpackCause(attempt.gw, transmittedAt) : null,
    graceAt: null,
    graceGivenMs: 0,
    duplicates: attempt.dup ?? 0,
    contradicted: attempt.con === 1,
    recallable: false,
    mayHaveArrived: attempt.m === 1,
    withdrawing: false,
    recall: attempt.rc ? unpackRecall(attempt.rc, transmittedAt) : null,
    choice: attempt.c ? unpackChoice(attempt.c) : null,
  }
}

function refusalOf({ why }: AttemptSnapshot): string | null {
  return why?.code === 'REFUSED' ? why.words : null
}

function outcomeOf(code: AttemptSnapshot['o']): AttemptOutcome {
  return attemptOutcomes.find((outcome) => codeOf[outcome] === code) ?? 'PENDING'
}

function unpackCause([code, since]: readonly [GraceCode, number], origin: number): GraceCause {
  const why = graceReasons.find((reason) => graceCodeOf[reason] === code) ?? 'intake'
  return { why, since: origin + since }
}

function unpackRecall([at, code]: readonly [number, RecallCode], origin: number): LedgerAttempt['recall'] {
  const result = recallResults.find((candidate) => recallCodeOf[candidate] === code) ?? 'FAILED'
  return { at: origin + at, result }
}

function stateOf(code: HandOverCode | null): HandOverState {
  return answeredStates.find((state) => handOverCodeOf[state] === code) ?? 'SENDING'
}

/** A refusal's reason already stands in the attempt's own. */
function packReceipt(
  attempt: LedgerAttempt,
  receipt: NonNullable<LedgerAttempt['receipt']>,
  room: Room,
): [number, boolean, string | null] {
  const { reason } = receipt
  const isTold = attempt.outcome === 'REFUSED' || room.reason === 0
  const kept = reason === null || isTold ? null : cut(reason, room.reason)
  return [receipt.receivedAt - attempt.transmittedAt, receipt.delivered, kept]
}
