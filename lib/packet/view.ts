/** From the ledger to the packet that people see. */
import { explain } from './explain'
import { flagsOf } from './flags'
import {
  endReasonOf,
  type Ledger,
  type LedgerAction,
  type LedgerAttempt,
  type LedgerDelay,
  type LedgerLookup,
  settlingUntil,
} from './ledger'
import type {
  Attempt,
  AttemptOutcome,
  BatchLine,
  Delay,
  Lookup,
  Packet,
  PacketAction,
  Precedence,
  Waiting,
} from './packet'
import { precedenceOf } from './precedence'
import { actionWords, attemptWords, lookupWords, waitDetail } from './words'

export interface PacketIdentity extends Partial<Precedence> {
  id: string
  source: string
  destination: string
  workflowId: string
  runId: string | null
  /** Milliseconds since the epoch. */
  createdAt: number
  /** Null if the packet was submitted alone. */
  batch?: BatchLine | null
  /** The earlier packet that this one sends again, and the later ones that send this one again; none by default. */
  repeats?: string | null
  repeatedBy?: string[]
  /** Receipts that said nothing new, by the number of their attempt. */
  duplicates?: Readonly<Record<string, number>>
  /** Milliseconds since the epoch; decides whether the packet is still settling. */
  now: number
}

export function toPacket(ledger: Ledger, identity: PacketIdentity): Packet {
  const until = settlingUntil(ledger)
  const settling = until !== null && until > identity.now
  return {
    id: identity.id,
    source: identity.source,
    destination: identity.destination,
    status: ledger.status,
    currentRouteProvider: currentProvider(ledger),
    failedRouteProviders: failedProviders(ledger),
    deliveredBy: deliveringProvider(ledger),
    attempts: ledger.attempts.map((attempt) =>
      toAttempt(heldBack(attempt, ledger), identity.duplicates?.[attempt.number] ?? 0),
    ),
    actions: ledger.actions.map((action) => toAction(action, ledger)),
    reason: explain(ledger),
    reasonCode: endReasonOf(ledger)?.code ?? null,
    flags: [...flagsOf(ledger), ...(settling ? (['settling'] as const) : [])],
    lookup: ledger.lookup && lookupOf(ledger.lookup),
    waiting: ledger.waiting && waitingOf(ledger.waiting),
    delays: (ledger.delays ?? []).map(delayOf),
    stuck: null,
    maxAttempts: ledger.maxAttempts,
    deliverAt: isoOrNull(ledger.deliverAt),
    quietUntil: isoOrNull(ledger.quietUntil),
    begunAt: isoOrNull(ledger.begunAt),
    expiresAt: isoOrNull(ledger.expiresAt),
    batch: identity.batch ?? null,
    repeats: identity.repeats ?? null,
    repeatedBy: identity.repeatedBy ?? [],
    ...precedenceOf(identity),
    queue: null,
    createdAt: iso(identity.createdAt),
    updatedAt: iso(ledger.updatedAt),
    endedAt: isoOrNull(ledger.endedAt),
    settling,
    settlingUntil: settling ? isoOrNull(until) : null,
    workflowId: identity.workflowId,
    runId: identity.runId,
  }
}

function toAction({ at, attempt, action, who, reason }: LedgerAction, { attempts }: Ledger): PacketAction {
  const tried = attempts.find(({ number }) => number === attempt)?.provider ?? null
  const provider = 'provider' in action ? action.provider : tried
  const told = actionWords(action, provider)
  return { at: iso(at), do: action.do, who, reason, attempt: attempt === 0 ? null : attempt, provider, told }
}

function deliveringProvider(ledger: Ledger): string | null {
  return ledger.attempts.find((attempt) => attempt.number === ledger.deliveredBy)?.provider ?? null
}

/** The provider that has the packet now, or that delivered it. */
export function currentProvider(ledger: Ledger): string | null {
  const pending = ledger.attempts.find((attempt) => attempt.outcome === 'PENDING')
  return pending?.provider ?? deliveringProvider(ledger)
}

/** Providers that did not deliver, in the order they were tried. */
export function failedProviders(ledger: Ledger): string[] {
  return ledger.attempts.filter(didNotDeliver).map((attempt) => attempt.provider)
}

function didNotDeliver({ outcome, reason }: LedgerAttempt): boolean {
  return failed[outcome] || reason?.code === 'FAILED_OVER'
}

const failed: Record<AttemptOutcome, boolean> = {
  PENDING: false,
  ACKNOWLEDGED: false,
  REFUSED: true,
  TIMED_OUT: true,
  REJECTED: true,
  UNREACHABLE: true,
  ABANDONED: false,
}

/**
 * During an outage of ours or a pause, a hand-over is shown as failed even while it is tried again: a retry under way
 * is nothing that an operator could act on.
 */
function heldBack(attempt: LedgerAttempt, ledger: Ledger): LedgerAttempt {
  if (attempt.outcome !== 'PENDING' || ledger.waiting === null) return attempt
  return { ...attempt, handOver: { state: 'FAILED', status: null, latencyMs: null } }
}

function toAttempt(attempt: LedgerAttempt, duplicates: number): Attempt {
  const { number, provider, outcome, reason, handOver, late, settled, choice } = attempt
  return {
    number,
    provider,
    outcome,
    reason: reason && attemptWords(reason),
    reasonCode: reason === null ? null : reason.code,
    handOver,
    late,
    settled,
    duplicates,
    choice,
    transmittedAt: iso(attempt.transmittedAt),
    deadline: iso(attempt.deadline),
    endedAt: isoOrNull(attempt.endedAt),
    graceUntil: isoOrNull(attempt.graceUntil),
    receipt: attempt.receipt && { ...attempt.receipt, receivedAt: iso(attempt.receipt.receivedAt) },
    recall: attempt.recall && { ...attempt.recall, at: iso(attempt.recall.at) },
  }
}

function lookupOf({ failures, lastError, nextTryAt }: LedgerLookup): Lookup {
  const told = { lastError: lookupWords(lastError), lastErrorCode: lastError.code }
  return { failures, ...told, nextTryAt: isoOrNull(nextTryAt) }
}

function delayOf(delay: LedgerDelay): Delay {
  const at = iso(delay.at)
  switch (delay.kind) {
    case 'lookUpFailed': {
      const { kind, error, nextTryAt } = delay
      return { kind, at, error: lookupWords(error), errorCode: error.code, nextTryAt: isoOrNull(nextTryAt) }
    }
    case 'waited': {
      const { kind, until, wait } = delay
      return { kind, at, until: iso(until), why: wait.why, detail: waitDetail(wait) }
    }
    case 'takenBack':
      return { kind: delay.kind, at, provider: delay.provider }
  }
}

function waitingOf(waiting: NonNullable<Ledger['waiting']>): Waiting {
  const { since, why, nextTryAt } = waiting
  return { since: iso(since), why, nextTryAt: isoOrNull(nextTryAt), detail: waitDetail(waiting) }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms)
}
