/**
 * Names and messages that the web process, the worker and other Temporal clients share. Types and names only, because
 * workflows import this, and every module they import is loaded again for each delivery.
 */

import type { ProbeResult } from '@/lib/directory/state'
import type { Action, Operator } from '@/lib/packet/action'
import { isPacketId } from '@/lib/packet/bounds'
import type { RouteChoice } from '@/lib/packet/choice'
import type { HandOverAnswer, RecallAnswered, RouteWaited } from '@/lib/packet/events'
import type { Ledger } from '@/lib/packet/ledger'
import type { BatchLine, Packet, Precedence } from '@/lib/packet/packet'
import type { RoutingFallback } from './services'

export const taskQueue = 'data-routing'
/** Task queue of work that must not wait behind packets, however many there are. */
export const controlQueue = 'waybill-control'

/** Task queue where look-ups wait while sending is paused. It gives out no tasks during that time. */
export const pausedQueue = 'waybill-paused'

/** Task queue where the hand-overs to one provider wait for a worker. */
export function carrierQueue(provider: string): string {
  return `carrier.${provider}`
}

/** Task queue of batches and bulk actions: each is a workflow with one activity that runs as long as the workflow. */
export const batchQueue = 'waybill-batches'

/** The kinds of job. Each job has a workflow of its own, which works through many packets. */
export const jobKinds = ['batch', 'bulk action'] as const
export type JobKind = (typeof jobKinds)[number]

export const carryBatchType = 'carryBatch'

const batchPrefix = 'batch-'

/** One workflow for each batch. */
export function batchWorkflowId(batchId: string): string {
  return `${batchPrefix}${batchId}`
}

/** The batch id in a workflow id; null if the workflow is not a batch's. */
export function batchIdOf(workflowId: string): string | null {
  return workflowId.startsWith(batchPrefix) ? workflowId.slice(batchPrefix.length) : null
}

/** Tells a batch's workflow that the state of the batch in the store has changed. */
export const batchChangedSignal = 'changed'

export const bulkActionType = 'bulkAction'

const bulkPrefix = 'bulk-'

/** One workflow for each bulk action, on the queue of batches. */
export function bulkWorkflowId(bulkId: string): string {
  return `${bulkPrefix}${bulkId}`
}

/** The bulk action's id in a workflow id; null if the workflow is not a bulk action's. */
export function bulkIdOf(workflowId: string): string | null {
  return workflowId.startsWith(bulkPrefix) ? workflowId.slice(bulkPrefix.length) : null
}

/** Tells a bulk action's workflow that the state of the bulk action in the store has changed. */
export const bulkChangedSignal = 'changed'

export const submitRecurringType = 'submitRecurring'

/** One schedule for each recurrence. */
export function scheduleIdOf(recurrenceId: string): string {
  return `recurring-${recurrenceId}`
}

/** The run with this workflow id, to which Temporal appends the scheduled time; null if the id has no time. */
export function occurrenceOf(recurrenceId: string, workflowId: string): Occurrence | null {
  const at = Date.parse(workflowId.slice(scheduleIdOf(recurrenceId).length + 1))
  return Number.isNaN(at) ? null : { recurrenceId, at }
}

/** The id of the packet of one run: "reminder-20301231T090000Z". */
export function occurrenceIdOf({ recurrenceId, at }: Occurrence): string {
  const time = new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')
  return `${recurrenceId}-${time}`
}

/** The one argument of the activity that submits one packet of a recurrence. */
export interface Occurrence {
  recurrenceId: string
  /** The scheduled time; milliseconds since the epoch. */
  at: number
}

export const dataRoutingType = 'dataRouting'
export const greetSomeoneType = 'greetSomeone'

/** The result of the activity `greet`. Times are milliseconds since the epoch, by its worker's clock. */
export interface Greeted {
  greeting: string
  /** The host that was asked; null if no greeting service is set and the worker made the greeting itself. */
  service: string | null
  startedAt: number
  endedAt: number
}

/** A self-test is the workflow `greetSomeone` with one of these ids. On demand, only one runs at a time. */
export const selfTestId = 'self-test'
/** Temporal appends the scheduled time to this id. */
export const scheduledSelfTestId = 'self-test-scheduled'
export const selfTestScheduleId = 'self-test'
export const selfTestName = 'Waybill'

const workflowIdPrefix = 'packet-'

export function workflowIdOf(packetId: string): string {
  return `${workflowIdPrefix}${packetId}`
}

/** The packet id in a workflow id; null if the workflow is not a packet's, or no packet can have that id. */
export function packetIdOf(workflowId: string): string | null {
  const id = workflowId.startsWith(workflowIdPrefix) ? workflowId.slice(workflowIdPrefix.length) : ''
  return isPacketId(id) ? id : null
}

/** A stored packet, with the epoch in which it was given to a workflow. */
export interface Share {
  id: string
  epoch: number
}

/** The one argument of `dataRouting` if its packets are in the store. */
export interface Assignment {
  packets: Share[]
}

/** What the store gives to a packet's new owner; times are milliseconds since the epoch. */
export interface Claimed extends Share, Precedence {
  source: string
  destination: string
  receiptTimeoutMs: number | null
  createdAt: number
  batch: BatchLine | null
  /** Version of the stored state; 0 in a new epoch. */
  version: number
  ledger: Ledger
  /** The operator who wants it canceled; null while none does. */
  cancelBy: Operator | null
}

/** An attempt of a packet and its provider. */
export interface AttemptAt {
  packetId: string
  attempt: number
  provider: string
}

/** What a workflow writes to the store for its packet. It lets go of a packet that is `closed`. */
export interface PacketState extends Share {
  /** Grows with every write, also after a reset of the workflow. */
  version: number
  ledger: Ledger
  closed: boolean
}

/**
 * The one argument of `dataRouting` from clients that do not know the store; the workflow id is then
 * `packet-<packet id>`.
 */
export interface DeliveryRequest {
  source: string
  destination: string
  /** Base64. */
  contents: string
  contentType?: string | null | undefined
  maxAttempts?: number | null | undefined
  receiptTimeoutMs?: number | null | undefined
  /** ISO 8601 in UTC; no further provider is tried from then on. */
  expiresAt?: string | null | undefined
}

/** One entry of the result of a workflow with several packets. The result of one with a single packet is a `Packet`. */
export type PacketEnd = Pick<Packet, 'id' | 'status' | 'deliveredBy' | 'endedAt' | 'reason'>

/** The workflow that remembers which store this installation has, and the store's mark. */
export const storeMarkType = 'storeMark'
export const storeMarkId = 'store-mark'
export const storeMarkMemo = 'storeMark'
export const storeMarkSignal = 'raise'

export interface StoreMark {
  /** The store's id, made together with the store. */
  id: string
  /** Grows while packets change. */
  highWater: number
}

export const packetQuery = 'packet'

export const receiptsSignal = 'receipts'

/** A stored receipt on its way to the workflow of its packet. */
export interface ReceiptSignal {
  packetId: string
  attempt: number
  provider: string
  delivered: boolean
  reason: string | null
  providerReference: string | null
  webhookId: string
  /** When the callback route took the receipt; milliseconds since the epoch. */
  receivedAt: number
}

/** `newest` and `older` while a provider's secrets are being rotated. */
export type KeyAge = 'only' | 'newest' | 'older'

export const cancelSignal = 'cancel'

export interface CancelSignal {
  /** The packet to cancel; if absent, all packets of the workflow. */
  packetId?: string
  reason: string
  who?: string | null
}

/** An Update with a validator. Its update id names the request, which makes it idempotent. */
export const actUpdate = 'act'

/** The one argument of that Update. */
export interface ActOrder {
  packetId: string
  /** The attempt that the action is about, or the latest that the operator has seen; 0 if there was none. */
  attempt: number
  action: Action
  by: Operator
}

/**
 * Types of the failures with which the Update is refused. `NOT_APPLICABLE`: the message says why, in a sentence.
 * `NOT_HERE`: the workflow does not have the packet yet, or no longer has it.
 */
export type ActRefusal = 'NOT_APPLICABLE' | 'NOT_HERE'

/** A provider that the packet is to be handed to. */
export interface Route {
  provider: string
  receiptTimeoutMs: number | null
  /** The installation's setting, recorded here so that a replay sees what was in force. */
  settlingMs: number
  /** The provider can be asked to stop. */
  recall?: boolean
  choice?: RouteChoice
}

/** Some provider could deliver the packet, but none may be handed it now. */
export interface RouteWait {
  wait: RouteWaited['wait']
}

/** Null when no provider is left. */
export type RouteAnswer = Route | RouteWait | null

/** Some providers may be handed the packet now, and the routing service is to choose one of them. */
export interface RouteAsked {
  ask: 'service'
  /** The installation's setting, recorded here so that a replay sees what was in force. */
  fallback: RoutingFallback
}

/** Failure type of an activity whose worker does not know the directory that is in force: a fault of ours. */
export const directoryUnknown = 'DirectoryUnknown'

/** The result of a look-up. `error`: what the routing service failed with, in words. */
export type LookUp<Answer> = { answer: Answer } | { error: string }

export interface RouteQuestion {
  packetId: string
  destination: string
  tried: string[]
  /** Providers that operators skip; none by default. */
  skipped?: string[]
  preferred?: string
  /** The routing service has failed, and the built-in rules decide in its place. */
  serviceFailed?: true
}

/** One attempt that is due to be handed over. The packet itself is read from the store. */
export interface HandOverOrder {
  packetId: string
  epoch: number
  attempt: number
  receiptTimeoutMs: number
  /** An earlier hand-over of this attempt broke off, and the packet may have arrived. */
  mayHaveArrived: boolean
}

/** The one argument of `handOver`: a pool of hand-overs that are due together to one provider. */
export interface HandOverOrders {
  provider: string
  orders: HandOverOrder[]
}

/** How the hand-over of one attempt went; excerpts are cut and carry no secrets. */
export interface HandedOver {
  packetId: string
  attempt: number
  answer: HandOverAnswer
  /** First characters of the provider's answer. */
  excerpt: string
  /** The number of requests that were made, all with the same `webhook-id`. */
  tries: number
  /**
   * When the time for the receipt began, as announced to the provider: by the worker's clock, in milliseconds since the
   * epoch. Absent when nothing was sent.
   */
  sentAt?: number
  /** The stored receipts of the attempt, if they are the reason why it was not sent. */
  receipts?: ReceiptSignal[]
}

/** Carries answers that a worker reports while it still awaits others of the same activity. */
export const handedOverSignal = 'handedOver'

export interface RecallOrder extends AttemptAt {
  /** Milliseconds since the epoch, as announced with the hand-over. */
  deadline: number
}

/** What the provider said; `detail` is for the history. */
export interface RecallEvidence {
  result: RecallAnswered['result']
  detail: string
}

/** Asked at a deadline, before the provider is blamed. */
export interface SilenceQuestion {
  packetId: string
  attempt: number
  /** Since when its receipt is awaited, in milliseconds since the epoch. */
  since: number
}

export interface SilenceAnswer {
  /** The intake of receipts was up all that time. */
  intakeUp: boolean
  /** The grace if the intake was not up: the installation's setting. */
  graceMs: number
  /** Receipts that came and did not reach the workflow. */
  receipts: ReceiptSignal[]
}

/** Names one attempt. Also the `webhook-id` of its hand-over, the same for every retry by any workflow. */
export function attemptId({ packetId, attempt }: { packetId: string; attempt: number }): string {
  return `${packetId}.${attempt}`
}

export const probeProviderType = 'probeProvider'

/** One workflow for each provider, so that no two probes of a provider run at once. */
export function probeWorkflowId(provider: string): string {
  return `probe-${provider}`
}

/** Tells a workflow that may be waiting that the directory has changed. */
export const wakeSignal = 'wake'

/** The one argument of the activity that hands over a test packet. */
export interface ProbeOrder {
  provider: string
  number: number
  receiptTimeoutMs: number
}

/** How the receipt route completes that activity. */
export type ProbeAnswer = ProbeResult

/** The result of a provider's probe, for the directory. */
export interface ProbeReport {
  provider: string
  /** Milliseconds since the epoch. */
  at: number
  /** The probe that has just ended. */
  ended: { number: number; result: ProbeResult } | null
}

/** The next step in probing a provider; `until` in milliseconds since the epoch. */
export type ProbeStep = { do: 'probe'; order: ProbeOrder } | { do: 'wait'; until: number } | { do: 'end' }

export const notifyReceiverType = 'notifyReceiver'

/** One workflow for each receiver, so that a slow one holds up no other. */
export function notifyWorkflowId(receiver: string): string {
  return `notify-${receiver}`
}

/** Task queue of the activities that send notifications, which may take long and must not delay anything else. */
export const notifyQueue = 'waybill-notifications'

/** When a receiver's next notification is due, in milliseconds from now; null when none waits, or none may be sent. */
export interface NotifyStep {
  againInMs: number | null
}
