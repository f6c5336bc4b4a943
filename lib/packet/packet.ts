/** The packet as everyone outside the workflow sees it: API, query, pages and command line share this shape. */
import type { ActionName } from './action'
import type { RouteChoice } from './choice'
import type { QueueWaiting } from './queue'
import type { AttemptReason, EndReason, LookupError, WaitReason } from './reason'
import type { Stuck } from './stuck'

/** `SCHEDULED` and `QUEUED`: accepted, and its delivery begins at its time or at its turn. */
export const packetStatuses = [
  'SCHEDULED',
  'QUEUED',
  'ROUTING',
  'TRANSMITTING',
  'DELIVERED',
  'NO_ROUTE',
  'EXHAUSTED',
  'EXPIRED',
  'FAILED',
  'CANCELED',
] as const
export type PacketStatus = (typeof packetStatuses)[number]

export type InFlightStatus = Extract<PacketStatus, 'ROUTING' | 'TRANSMITTING'>
export type EndStatus = Exclude<PacketStatus, 'SCHEDULED' | 'QUEUED' | InFlightStatus>

/** In the order in which they are listed and drawn. */
export const endStatuses = packetStatuses.filter((status): status is EndStatus => hasEnded(status))

export const attemptOutcomes = [
  'PENDING',
  'ACKNOWLEDGED',
  'REFUSED',
  'TIMED_OUT',
  'REJECTED',
  'UNREACHABLE',
  'ABANDONED',
] as const
export type AttemptOutcome = (typeof attemptOutcomes)[number]

/**
 * Facts worth filtering by. `late`: a receipt came after its deadline. `doubled`: two providers confirmed.
 * `risk`: an earlier provider may still deliver although another one got the packet. `grace`: an outage of
 * ours extended a deadline. `contradicted`: what a provider said about one attempt disagrees. `waiting`: no provider
 * can or may be handed it now. `settling`: ended, but a provider may still send a receipt that corrects it.
 * `stuck`: no worker can go on with it.
 */
export const packetFlags = [
  'late',
  'doubled',
  'risk',
  'grace',
  'contradicted',
  'waiting',
  'settling',
  'stuck',
] as const
export type PacketFlag = (typeof packetFlags)[number]

/** A provider's word on one attempt. Times are ISO 8601 in UTC. */
export interface Receipt {
  receivedAt: string
  delivered: boolean
  reason: string | null
  /** The provider's own name for it. */
  providerReference: string | null
  /** An operator gave it in the provider's place. */
  byHand: boolean
}

/** `WITHDRAWN`: the packet was taken back before anything was sent, so the provider cannot have it. */
export const handOverStates = ['SENDING', 'ACCEPTED', 'FAILED', 'WITHDRAWN'] as const
export type HandOverState = (typeof handOverStates)[number]

/** What the provider answered when it was handed the packet; acceptance is not delivery. */
export interface HandOver {
  state: HandOverState
  /** HTTP status, null when none came. */
  status: number | null
  /** From the first byte sent to the answer, null when none came. */
  latencyMs: number | null
}

/**
 * A silent provider was asked to stop before the next one got the packet. `ASKED` until it answers; a provider
 * that does not say "recalled" may still deliver.
 */
export const recallResults = ['ASKED', 'RECALLED', 'NOT_RECALLED', 'FAILED'] as const
export type RecallResult = (typeof recallResults)[number]

export interface Recall {
  at: string
  result: RecallResult
}

/** What of ours failed when a deadline was extended: the taking of receipts, or the timer of the deadline. */
export const graceReasons = ['intake', 'timer'] as const
export type GraceReason = (typeof graceReasons)[number]

export interface Attempt {
  /** Counts from 1. */
  number: number
  provider: string
  outcome: AttemptOutcome
  transmittedAt: string
  deadline: string
  endedAt: string | null
  /** Why it ended as it did, in words and as a code; null while pending and when confirmed. */
  reason: string | null
  reasonCode: AttemptReason['code'] | null
  handOver: HandOver
  receipt: Receipt | null
  /** The receipt came after the deadline. */
  late: boolean
  /** False while the provider may still deliver it: silent, or the hand-over's answer was lost. */
  settled: boolean
  /** Set while an outage of ours extends the deadline. */
  graceUntil: string | null
  /** Receipts that repeated one already recorded. */
  duplicates: number
  /** Null when it was not asked to give the packet back. */
  recall: Recall | null
  /** Why this provider was chosen; null where that was not recorded. */
  choice: RouteChoice | null
}

/** The route look-up under way, or the one that gave up. */
export interface Lookup {
  failures: number
  lastError: string
  lastErrorCode: LookupError['code']
  nextTryAt: string | null
}

export interface Waiting {
  since: string
  why: WaitReason
  /** Null while it waits until sending is resumed. */
  nextTryAt: string | null
  /** What is known of it besides, in words. */
  detail: string
}

/** What kept it from going on, and is over. A code has its words beside it. */
export type Delay =
  /** `nextTryAt` null: it was the last try. */
  | {
      kind: 'lookUpFailed'
      at: string
      error: string
      errorCode: LookupError['code']
      nextTryAt: string | null
    }
  | { kind: 'waited'; at: string; until: string; why: WaitReason; detail: string }
  /** Its provider took no new packets when its turn there came: nothing was sent, and no attempt counted. */
  | { kind: 'takenBack'; at: string; provider: string }

/** What its sender asked for its place among other packets. */
export interface Precedence {
  /** Packets with the same key go out one after the other, in the order of their acceptance; null where it has none. */
  orderingKey: string | null
  /** Where it is not delivered, the packets behind it wait until an operator releases them. */
  holdOnFailure: boolean
  /** 1 goes first, 5 last. */
  priority: number
  /** Of packets with the same priority, each key gets its share; null for the one that is named like its source. */
  fairnessKey: string | null
}

/** What an operator did with it. */
export interface PacketAction {
  at: string
  do: ActionName | 'cancel'
  /** As they call themselves; null where they did not say. */
  who: string | null
  reason: string
  /** The attempt that it was about, or the latest then; null where there was none. */
  attempt: number | null
  /** That it was about; null where there was none. */
  provider: string | null
  /** In words: "failed over from RouteA". */
  told: string
}

export interface Packet extends Precedence {
  id: string
  source: string
  destination: string
  status: PacketStatus
  /** The provider that has it now or delivered it; null when none has. */
  currentRouteProvider: string | null
  /** Providers that did not deliver, in the order they were tried. */
  failedRouteProviders: string[]
  deliveredBy: string | null
  attempts: Attempt[]
  /** What operators did with it, in order. */
  actions: PacketAction[]
  /** One sentence: what happened and why. */
  reason: string
  /** Why it ended as it did; null while it is under way. */
  reasonCode: EndReason['code'] | null
  flags: PacketFlag[]
  lookup: Lookup | null
  /** Set while no provider can or may be handed it. */
  waiting: Waiting | null
  /** What kept it from going on before: the last 30, in the order in which that was over. */
  delays: Delay[]
  /** Set while no worker can go on with it; what else stands here is as old as that. */
  stuck: Stuck | null
  maxAttempts: number
  /** Its delivery begins then; null where it began at once. */
  deliverAt: string | null
  /** Quiet hours at its destination hold it back until then; null where none do, or did. */
  quietUntil: string | null
  /** When its delivery began; null before, and where it began at once. */
  begunAt: string | null
  /** No further provider is tried from then on. */
  expiresAt: string | null
  /** The batch it came with, and the line of the file; null where it was submitted alone. */
  batch: BatchLine | null
  /** The packet that was sent again with this one; null where none was. */
  repeats: string | null
  /** The packets with which this one was sent again, the first ones first; 20 at most. */
  repeatedBy: string[]
  /** Its place behind others with its ordering key; null where it has none, and in lists. */
  queue: QueuePlace | null
  createdAt: string
  updatedAt: string
  endedAt: string | null
  /** It has ended, but a provider may still send a receipt that corrects it. */
  settling: boolean
  /** How long it listens for such a receipt. */
  settlingUntil: string | null
  workflowId: string
  /** Null until its workflow has begun. */
  runId: string | null
}

export interface QueuePlace extends QueueWaiting {
  /** Packets before it that have not begun; exact up to 10,000. */
  ahead: number
}

/** A packet's place in an uploaded file, whose first line is 1. */
export interface BatchLine {
  id: string
  line: number
}

/** Its delivery has begun, and has not ended. */
export function isInFlight(status: PacketStatus): status is InFlightStatus {
  return status === 'ROUTING' || status === 'TRANSMITTING'
}

export function hasBegun(status: PacketStatus): status is InFlightStatus | EndStatus {
  return status !== 'SCHEDULED' && status !== 'QUEUED'
}

/** Whether the status is final. A late "delivered" may still correct every ending but DELIVERED. */
export function hasEnded(status: PacketStatus): status is EndStatus {
  return hasBegun(status) && !isInFlight(status)
}

/** Nothing more is expected to happen to it: no correction, and no answer of a provider. */
export function isFinal({
  status,
  settling,
  attempts,
}: Pick<Packet, 'status' | 'settling' | 'attempts'>): boolean {
  const isAnswered = ({ handOver, recall }: Attempt) =>
    handOver.state !== 'SENDING' && recall?.result !== 'ASKED'
  return hasEnded(status) && !settling && attempts.every(isAnswered)
}
