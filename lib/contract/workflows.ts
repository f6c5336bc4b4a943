/**
 * Names and messages by which the web process, the worker and other Temporal clients meet. Only types and names:
 * workflows import this, and every module they import is loaded anew for each delivery.
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
/** Of what must not wait behind packets, however many there are. */
export const controlQueue = 'waybill-control'

/** Where look-ups wait while sending is paused: nothing of it is given out then. */
export const pausedQueue = 'waybill-paused'

/** Where the hand-overs to one provider wait for a worker. */
export function carrierQueue(provider: string): string {
  return `carrier.${provider}`
}

/** Where the workflows of batches and bulk actions are, each with one activity that lasts as long as they do. */
export const batchQueue = 'waybill-batches'

/** What a workflow of its own works through many packets for. */
export const jobKinds = ['batch', 'bulk action'] as const
export type JobKind = (typeof jobKinds)[number]

export const carryBatchType = 'carryBatch'

const batchPrefix = 'batch-'

/** One workflow for each batch. */
export function batchWorkflowId(batchId: string): string {
  return `${batchPrefix}${batchId}`
}

/** The batch of a workflow; null where it is another's. */
export function batchIdOf(workflowId: string): string | null {
  return workflowId.startsWith(batchPrefix) ? workflowId.slice(batchPrefix.length) : null
}

/** The state of a batch in the store has changed. */
export const batchChangedSignal = 'changed'

export const bulkActionType = 'bulkAction'

const bulkPrefix = 'bulk-'

/** One workflow for each bulk action, on the queue of batches. */
export function bulkWorkflowId(bulkId: string): string {
  return `${bulkPrefix}${bulkId}`
}

/** The bulk action of a workflow; null where it is another's. */
export function bulkIdOf(workflowId: string): string | null {
  return workflowId.startsWith(bulkPrefix) ? workflowId.slice(bulkPrefix.length) : null
}

/** The state of a bulk action in the store has changed. */
export const bulkChangedSignal = 'changed'

export const submitRecurringType = 'submitRecurring'

/** One schedule for each recurrence. */
export function scheduleIdOf(recurrenceId: string): string {
  return `recurring-${recurrenceId}`
}

/** When a run was to be, which Temporal puts behind the id of its schedule; milliseconds since the epoch. */
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
  /** When it was to be, by its schedule; milliseconds since the epoch. */
  at: number
}

export const dataRoutingType = 'dataRouting'
export const greetSomeoneType = 'greetSomeone'

/** What the activity `greet` tells. Times are milliseconds since the epoch, by its worker's clock. */
export interface Greeted {
  greeting: string
  /** The host that was asked; null where no greeting service is set and the worker greeted by itself. */
  service: string | null
  startedAt: number
  endedAt: number
}

/** A self-test is the workflow `greetSomeone` with one of these ids. Of those on demand one runs at a time. */
export const selfTestId = 'self-test'
/** Temporal puts the time behind it for which it was scheduled. */
export const scheduledSelfTestId = 'self-test-scheduled'
export const selfTestScheduleId = 'self-test'
export const selfTestName = 'Waybill'

const workflowIdPrefix = 'packet-'

export function workflowIdOf(packetId: string): string {
  return `${workflowIdPrefix}${packetId}`
}

/** The packet id in a workflow id; null when the workflow is not a packet's, or its id is none that a packet can have. */
export function packetIdOf(workflowId: string): string | null {
  const id = workflowId.startsWith(workflowIdPrefix) ? workflowId.slice(workflowIdPrefix.length) : ''
  return isPacketId(id) ? id : null
}

/** A stored packet, under the epoch in which it was given to a workflow. */
export interface Share {
  id: string
  epoch: number
}

/** The one argument of `dataRouting` where its packets are in the store. */
export interface Assignment {
  packets: Share[]
}

/** What the store says of a packet to the workflow that it now belongs to; times are milliseconds since the epoch. */
export interface Claimed extends Share, Precedence {
  source: string
  destination: string
  receiptTimeoutMs: number | null
  createdAt: number
  batch: BatchLine | null
  /** Of what is stored; 0 in a new epoch. */
  version: number
  ledger: Ledger
  /** The operator who wants it canceled; null while none does. */
  cancelBy: Operator | null
}

/** An attempt of a packet and the provider that it is for. */
export interface AttemptAt {
  packetId: string
  attempt: number
  provider: string
}

/** What a workflow writes of its packet; it lets go of one that is `closed`. */
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

/** What a workflow with several packets results in; one with one packet results in that packet, which has all this too. */
export type PacketEnd = Pick<Packet, 'id' | 'status' | 'deliveredBy' | 'endedAt' | 'reason'>

/** The workflow that remembers which store this installation has, and how far that has come. */
export const storeMarkType = 'storeMark'
export const storeMarkId = 'store-mark'
export const storeMarkMemo = 'storeMark'
export const storeMarkSignal = 'raise'

export interface StoreMark {
  /** Of the store, made with it. */
  id: string
  /** Grows while packets change. */
  highWater: number
}

export const packetQuery = 'packet'

export const receiptsSignal = 'receipts'

/** Receipts that the store has, on their way to the workflow of their packets. */
export interface ReceiptSignal {
  packetId: string
  attempt: number
  provider: string
  delivered: boolean
  reason: string | null
  providerReference: string | null
  webhookId: string
  /** Milliseconds since the epoch, when the callback route took it. */
  receivedAt: number
}

/** `newest` and `older` while a provider's secrets are being rotated. */
export type KeyAge = 'only' | 'newest' | 'older'

export const cancelSignal = 'cancel'

export interface CancelSignal {
  /** All of the workflow's packets where it names none. */
  packetId?: string
  reason: string
  who?: string | null
}

/** A validated Update; its id names what is asked, so that asked twice it is done once. */
export const actUpdate = 'act'

/** The one argument of that Update. */
export interface ActOrder {
  packetId: string
  /** The attempt that it is about, or the latest that the operator has seen; 0 where there was none. */
  attempt: number
  action: Action
  by: Operator
}

/**
 * Types of the failures that refuse it. `NOT_APPLICABLE`: its message says why, in a sentence. `NOT_HERE`: the workflow does
 * not have the packet, not yet or not any more.
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

/** Some provider could deliver it, but none may be handed it now. */
export interface RouteWait {
  wait: RouteWaited['wait']
}

/** Null when no provider is left. */
export type RouteAnswer = Route | RouteWait | null

/** Providers may be used now, and the routing service is to say which. */
export interface RouteAsked {
  ask: 'service'
  /** The installation's setting, recorded here so that a replay sees what was in force. */
  fallback: RoutingFallback
}

/** The type of the failure of an activity that does not know what is in force: a fault of ours. */
export const directoryUnknown = 'DirectoryUnknown'

/** What a look-up came to; an error is the routing service's, in words. */
export type LookUp<Answer> = { answer: Answer } | { error: string }

export interface RouteQuestion {
  packetId: string
  destination: string
  tried: string[]
  /** By operators; none where it is left out. */
  skipped?: string[]
  preferred?: string
  /** The routing service has failed, and the built-in rules decide in its place. */
  serviceFailed?: true
}

/** One attempt that is due to be handed over; what is handed over is read from the store. */
export interface HandOverOrder {
  packetId: string
  epoch: number
  attempt: number
  receiptTimeoutMs: number
  /** An earlier hand-over of it broke off where the packet may have got through. */
  mayHaveArrived: boolean
}

/** The one argument of `handOver`: what is due together to one provider. */
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
  /** Requests that it took, all with the same `webhook-id`. */
  tries: number
  /**
   * When the time for the receipt began, as the provider was told: by the worker's clock, in milliseconds since the
   * epoch. Absent when nothing was sent.
   */
  sentAt?: number
  /** What the store has on the attempt, where that is why it was not sent. */
  receipts?: ReceiptSignal[]
}

/** Answers that a worker tells while others of the same activity are still awaited. */
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
  /** Milliseconds for which the provider was waited for. */
  waitedMs: number
}

export interface SilenceAnswer {
  /** Receipts could be taken all that time. */
  intakeUp: boolean
  /** How much longer the provider is waited for where they could not: the installation's setting. */
  graceMs: number
  /** What came and was not told to the workflow. */
  receipts: ReceiptSignal[]
}

/** Names one attempt; the `webhook-id` of its hand-over, however often and by which workflow that is retried. */
export function attemptId({ packetId, attempt }: { packetId: string; attempt: number }): string {
  return `${packetId}.${attempt}`
}

export const probeProviderType = 'probeProvider'

/** One workflow for each provider, so that no two probes of it are under way. */
export function probeWorkflowId(provider: string): string {
  return `probe-${provider}`
}

/** The directory has something new for a workflow that may be waiting. */
export const wakeSignal = 'wake'

/** The one argument of the activity that hands over a test packet. */
export interface ProbeOrder {
  provider: string
  number: number
  receiptTimeoutMs: number
}

/** How the receipt route completes that activity. */
export type ProbeAnswer = ProbeResult

/** What has become of a provider's probe, for the directory. */
export interface ProbeReport {
  provider: string
  /** Milliseconds since the epoch. */
  at: number
  /** The probe that has just ended. */
  ended: { number: number; result: ProbeResult } | null
}

/** What is to be done for a provider now; `until` in milliseconds since the epoch. */
export type ProbeStep = { do: 'probe'; order: ProbeOrder } | { do: 'wait'; until: number } | { do: 'end' }

export const notifyReceiverType = 'notifyReceiver'

/** One workflow for each receiver, so that a slow one holds up no other. */
export function notifyWorkflowId(receiver: string): string {
  return `notify-${receiver}`
}

/** Of the activities that send notifications, which may take long and must hold up nothing else. */
export const notifyQueue = 'waybill-notifications'

/** When the next notification of a receiver is due, in milliseconds from now; null when none waits, or none may be sent. */
export interface NotifyStep {
  againInMs: number | null
}
