/** The packet as everyone outside the workflow sees it: API, query, pages and command line share this shape. */

export const packetStatuses = [
  'ROUTING',
  'TRANSMITTING',
  'DELIVERED',
  'NO_ROUTE',
  'EXHAUSTED',
  'FAILED',
  'CANCELED',
] as const
export type PacketStatus = (typeof packetStatuses)[number]

export type EndStatus = Exclude<PacketStatus, 'ROUTING' | 'TRANSMITTING'>

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
 * ours extended a deadline. `contradicted`: receipts for one attempt disagree.
 */
export const packetFlags = ['late', 'doubled', 'risk', 'grace', 'contradicted'] as const
export type PacketFlag = (typeof packetFlags)[number]

/** A provider's word on one attempt. Times are ISO 8601 in UTC. */
export interface Receipt {
  receivedAt: string
  delivered: boolean
  reason: string | null
}

/** What the provider answered when it was handed the packet; acceptance is not delivery. */
export interface HandOver {
  state: 'SENDING' | 'ACCEPTED' | 'FAILED'
  /** HTTP status, null when none came. */
  status: number | null
  /** From the first byte sent to the answer, null when none came. */
  latencyMs: number | null
}

export interface Attempt {
  /** Counts from 1. */
  number: number
  provider: string
  outcome: AttemptOutcome
  transmittedAt: string
  deadline: string
  endedAt: string | null
  /** Why it ended as it did, in words; null while pending and when confirmed. */
  reason: string | null
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
}

/** The route look-up under way, or the one that gave up. */
export interface Lookup {
  failures: number
  lastError: string
  nextTryAt: string | null
}

export interface Packet {
  id: string
  source: string
  destination: string
  status: PacketStatus
  /** Who has it now, or who delivered it; null when nobody has. */
  currentRouteProvider: string | null
  /** Providers that did not deliver, in the order they were tried. */
  failedRouteProviders: string[]
  deliveredBy: string | null
  attempts: Attempt[]
  /** One sentence: what happened and why. */
  reason: string
  flags: PacketFlag[]
  lookup: Lookup | null
  maxAttempts: number
  createdAt: string
  updatedAt: string
  endedAt: string | null
  /** It has ended, but a provider may still send a receipt that corrects it. */
  settling: boolean
  workflowId: string
  runId: string
}

/** Whether the status is final. A late "delivered" may still correct every ending but DELIVERED. */
export function hasEnded(status: PacketStatus): status is EndStatus {
  return status !== 'ROUTING' && status !== 'TRANSMITTING'
}
