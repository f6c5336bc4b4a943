/** The packet as everyone outside the workflow sees it: API, query, pages and command line share this shape. */
import type { ActionName } from './action'
import type { RouteChoice } from './choice'
import type { QueueWaiting } from './queue'
import type { AttemptReason, EndReason, LookupError, WaitReason } from './reason'
import type { Stuck } from './stuck'

/** `SCHEDULED` and `QUEUED`: accepted; the delivery begins at the packet's time or turn. */
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
 * ours extended a deadline. `contradicted`: a provider contradicted itself about one attempt. `waiting`: no provider
 * can or may be handed the packet now. `settling`: ended, but a provider may still send a receipt that corrects it.
 * `stuck`: no worker can go on with the packet.
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

/** What a provider reported about one attempt. Times are ISO 8601 in UTC. */
export interface Receipt {
  receivedAt: string
  delivered: boolean
  reason: string | null
  /** The provider's own reference for the packet. */
  providerReference: string | null
  /** An operator gave the receipt in the provider's place. */
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

/** Which part of ours failed when a deadline was extended: the intake of receipts, or the deadline's timer. */
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
  /** Why the attempt ended as it did, in words and as a code; null while pending and when confirmed. */
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
  /** Null when the provider was not asked to stop. */
  recall: Recall | null
  /** Why this provider was chosen; null if that was not recorded. */
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
  /** Null while the packet waits for sending to be resumed. */
  nextTryAt: string | null
  /** Details of the wait, in words. */
  detail: string
}

/** A delay of the delivery that is over. Each code comes with its words. */
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
  /** The provider took no new packets when the hand-over's turn came: nothing was sent, and no attempt counted. */
  | { kind: 'takenBack'; at: string; provider: string }

/** The place among other packets that the sender asked for. */
export interface Precedence {
  /** Packets with the same key go out one after the other, in the order of their acceptance; null for no ordering. */
  orderingKey: string | null
  /** If the packet is not delivered, the packets behind it wait until an operator releases them. */
  holdOnFailure: boolean
  /** 1 goes first, 5 last. */
  priority: number
  /** Among packets of the same priority, each key gets its share; null means that the source is the key. */
  fairnessKey: string | null
}

/** What an operator did with the packet. */
export interface PacketAction {
  at: string
  do: ActionName | 'cancel'
  /** The name that the operator gave; null if none. */
  who: string | null
  reason: string
  /** The attempt that the action was about, or the latest at that time; null if there was none. */
  attempt: number | null
  /** The provider that the action was about; null if there was none. */
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
  /** What operators did with the packet, in order. */
  actions: PacketAction[]
  /** One sentence: what happened and why. */
  reason: string
  /** Why the packet ended as it did; null while it is under way. */
  reasonCode: EndReason['code'] | null
  flags: PacketFlag[]
  lookup: Lookup | null
  /** Set while no provider can or may be handed the packet. */
  waiting: Waiting | null
  /** The latest 30 delays that are over, in the order in which they ended. */
  delays: Delay[]
  /** Set while no worker can go on with the packet; the other fields are out of date since then. */
  stuck: Stuck | null
  maxAttempts: number
  /** The time at which the delivery is to begin; null for at once. */
  deliverAt: string | null
  /** End of the quiet hours at the destination that hold, or held, the packet back; null if none do or did. */
  quietUntil: string | null
  /** When the delivery began; null before that, and for a packet that began at once. */
  begunAt: string | null
  /** No further provider is tried from then on. */
  expiresAt: string | null
  /** The packet's batch, and its line in the file; null if it was submitted alone. */
  batch: BatchLine | null
  /** The earlier packet that this one sends again; null if none. */
  repeats: string | null
  /** Later packets that send this one again, the oldest first; 20 at most. */
  repeatedBy: string[]
  /** The packet's place behind others with its ordering key; null if it has none, and in lists. */
  queue: QueuePlace | null
  createdAt: string
  updatedAt: string
  endedAt: string | null
  /** The packet has ended, but a provider may still send a receipt that corrects it. */
  settling: boolean
  /** Until when such a receipt counts. */
  settlingUntil: string | null
  workflowId: string
  /** Null until the workflow has begun. */
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

/** Whether the delivery has begun and has not ended. */
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

/** Whether nothing more is expected to happen to the packet: no correction, and no answer of a provider. */
export function isFinal({
  status,
  settling,
  attempts,
}: Pick<Packet, 'status' | 'settling' | 'attempts'>): boolean {
  const isAnswered = ({ handOver, recall }: Attempt) =>
    handOver.state !== 'SENDING' && recall?.result !== 'ASKED'
  return hasEnded(status) && !settling && attempts.every(isAnswered)
}
