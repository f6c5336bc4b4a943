/** The API as a client calls it, one function for each question and each change. All throw `ClientError`. */
import type { Batch, BatchPage, FaultPage } from '@/lib/contract/batch'
import type { BrokerStatus } from '@/lib/contract/broker'
import type { Readiness } from '@/lib/contract/health'
import type { HealthReport } from '@/lib/contract/health-report'
import type { KeptReceiptFilter, KeptReceiptPage, PacketReceipts } from '@/lib/contract/kept-receipt'
import type {
  Notification,
  PacketNotifications,
  ReceiverList,
  Subscribed,
  Subscription,
} from '@/lib/contract/notification'
import type { Contents, ContentsErased, HistoryPage, TimeTold } from '@/lib/contract/packet'
import type { PacketFilter, PacketPage } from '@/lib/contract/packet-list'
import { usualPageSize } from '@/lib/contract/paging'
import { apiPaths } from '@/lib/contract/paths'
import type { ProviderList } from '@/lib/contract/provider-list'
import type { Queue, QueueDropped, QueuePage } from '@/lib/contract/queue'
import type { NewRecurrence, Recurrence, RecurrenceList } from '@/lib/contract/recurrence'
import type { RoutePlan } from '@/lib/contract/route-plan'
import type { Scoreboard, ScoreboardWindow } from '@/lib/contract/scoreboard'
import type { SelfTest, SelfTestList } from '@/lib/contract/self-test'
import type { Standing } from '@/lib/contract/streams'
import type { Submission } from '@/lib/contract/submission'
import { isFinal, type Packet } from '@/lib/packet/packet'
import { type RequestOptions, request, requestAnswer } from './request'

/** Where the caller gives up. */
type Signal = AbortSignal | undefined

/** Submits once for each key: the same key and body again answer with the same packet. */
export function submitPacket(
  submission: Submission,
  idempotencyKey: string,
  options: Pick<RequestOptions, 'origin' | 'signal'> = {},
): Promise<Packet> {
  return request<Packet>(apiPaths.packets, {
    ...options,
    method: 'POST',
    body: submission,
    headers: { 'idempotency-key': idempotencyKey },
  })
}

export interface Canceling {
  packet: Packet
  /** False when no worker took it in time: it is recorded, and takes effect as soon as one runs. */
  inForce: boolean
}

/** Throws `PACKET_ENDED` when it was too late. */
export async function cancelPacket(id: string, reason: string): Promise<Canceling> {
  const answer = await requestAnswer<Packet>(apiPaths.cancel(id), { method: 'POST', body: { reason } })
  return { packet: answer.body, inForce: answer.status === 200 }
}

/** Throws `PACKET_IN_FLIGHT` for a packet that has not ended. */
export function eraseContents(id: string, reason: string): Promise<ContentsErased> {
  return request<ContentsErased>(apiPaths.erase(id), { method: 'POST', body: { reason } })
}

/**
 * Asks for a change of the provider directory; `path` is one of the actions of `apiPaths`. Answers with the providers
 * as they are from then on.
 */
export function changeProviders(path: string, body: { reason: string }): Promise<ProviderList> {
  return request<ProviderList>(path, { method: 'POST', body })
}

/** The secret in the answer is told this once. */
export function subscribe(subscription: Subscription): Promise<Subscribed> {
  return request<Subscribed>(apiPaths.receivers, { method: 'POST', body: subscription })
}

/** Asks for a change of a receiver; `path` is one of the actions of `apiPaths`. Answers with all as they are then. */
export function changeReceiver(path: string, body?: { reason: string }): Promise<ReceiverList> {
  return request<ReceiverList>(path, { method: 'POST', body })
}

/** Throws `NOTIFICATION_WAITS` for one that is tried again by itself. */
export function sendAgain(id: string): Promise<Notification> {
  return request<Notification>(apiPaths.sendAgain(id), { method: 'POST' })
}

/** Who is told what became of packets. */
export function fetchReceivers(signal?: Signal): Promise<ReceiverList> {
  return request<ReceiverList>(apiPaths.receivers, { signal })
}

/** What was told about a packet, and how each try went. */
export function fetchPacketNotifications(id: string, signal?: Signal): Promise<PacketNotifications> {
  return request<PacketNotifications>(apiPaths.packetNotifications(id), { signal })
}

/** One packet with its attempts. */
export function fetchPacket(id: string, signal?: Signal): Promise<Packet> {
  return request<Packet>(apiPaths.packet(id), { signal })
}

/** What a packet carries. Throws with status 410 when that was erased. */
export function fetchContents(id: string, signal?: Signal): Promise<Contents> {
  return request<Contents>(apiPaths.contents(id), { signal })
}

/** One page of what Temporal has recorded of a packet; `cursor` null asks for the first. */
export function fetchHistory(id: string, cursor: string | null, signal?: Signal): Promise<HistoryPage> {
  return request<HistoryPage>(withParams(apiPaths.history(id), { cursor }), { signal })
}

/** Every genuine receipt for a packet. */
export function fetchPacketReceipts(id: string, signal?: Signal): Promise<PacketReceipts> {
  return request<PacketReceipts>(apiPaths.packetReceipts(id), { signal })
}

/** One page of the list; `cursor` null asks for the first. */
export function fetchPackets(
  filter: PacketFilter,
  cursor: string | null,
  signal?: Signal,
): Promise<PacketPage> {
  return request<PacketPage>(pageOf(apiPaths.packets, filter, cursor), { signal })
}

/** How many packets are in each status, and which need somebody's attention. */
export function fetchStanding(signal?: Signal): Promise<Standing> {
  return request<Standing>(apiPaths.counts, { signal })
}

/** One page of the receipts that no packet took, with what was counted of all others; `cursor` null asks for the first. */
export function fetchKeptReceipts(
  filter: KeptReceiptFilter,
  cursor: string | null,
  signal?: Signal,
): Promise<KeptReceiptPage> {
  return request<KeptReceiptPage>(pageOf(apiPaths.keptReceipts, filter, cursor), { signal })
}

/** The providers in routing order, and what was changed about them. */
export function fetchProviders(signal?: Signal): Promise<ProviderList> {
  return request<ProviderList>(apiPaths.providers, { signal })
}

/** What each provider did over a window of time. */
export function fetchScoreboard(window: ScoreboardWindow, signal?: Signal): Promise<Scoreboard> {
  return request<Scoreboard>(withParams(apiPaths.scoreboard, { window }), { signal })
}

/** Where a packet to this destination would go now. */
export function fetchRoutePlan(destination: string, signal?: Signal): Promise<RoutePlan> {
  return request<RoutePlan>(withParams(apiPaths.route, { destination }), { signal })
}

/** Throws `NOT_READY` or the code of the part that cannot be reached. */
export function fetchReadiness(signal?: Signal): Promise<Readiness> {
  return request<Readiness>(apiPaths.ready, { signal })
}

/** How a time in words is understood. Throws `INVALID_REQUEST` with what is wrong and what to write instead. */
export function fetchTime(text: string, timeZone: string, signal?: Signal): Promise<TimeTold> {
  return request<TimeTold>(withParams(apiPaths.times, { text, timeZone }), { signal })
}

/** Throws `NOT_SCHEDULED` when it was too late. */
export function reschedulePacket(id: string, deliverAt: string, timeZone: string): Promise<Packet> {
  return request<Packet>(apiPaths.reschedule(id), { method: 'POST', body: { deliverAt, timeZone } })
}

/** Likewise. */
export function sendPacketNow(id: string): Promise<Packet> {
  return request<Packet>(apiPaths.sendNow(id), { method: 'POST', body: {} })
}

export function fetchRecurrences(signal?: Signal): Promise<RecurrenceList> {
  return request<RecurrenceList>(apiPaths.recurrences, { signal })
}

export function createRecurrence(asked: NewRecurrence): Promise<Recurrence> {
  return request<Recurrence>(apiPaths.recurrences, { method: 'POST', body: asked })
}

/** @param action one of `edit`, `pause`, `resume`, `run`, `delete` */
export function changeRecurrence(id: string, action: string, body: object = {}): Promise<Recurrence> {
  return request<Recurrence>(apiPaths.recurrenceAction(id, action), { method: 'POST', body })
}

/** One page of the queues: held ones first, then by how long their first packet waits; `cursor` null asks for the first. */
export function fetchQueues(cursor: string | null, signal?: Signal): Promise<QueuePage> {
  return request<QueuePage>(withParams(apiPaths.queues, { cursor }), { signal })
}

/** Also of a key that no packet has: it is empty. */
export function fetchQueue(orderingKey: string, signal?: Signal): Promise<Queue> {
  return request<Queue>(apiPaths.queue(orderingKey), { signal })
}

export function holdQueue(orderingKey: string, reason: string): Promise<Queue> {
  return request<Queue>(apiPaths.queueAction(orderingKey, 'hold'), { method: 'POST', body: { reason } })
}

export function releaseQueue(orderingKey: string): Promise<Queue> {
  return request<Queue>(apiPaths.queueAction(orderingKey, 'release'), { method: 'POST' })
}

/** Cancels what waits there, up to a limit; asked again, it cancels the rest. */
export function dropQueue(orderingKey: string, reason: string): Promise<QueueDropped> {
  return request<QueueDropped>(apiPaths.queueAction(orderingKey, 'drop'), {
    method: 'POST',
    body: { reason },
  })
}

/** One page of the batches, newest first; `cursor` null asks for the first. */
export function fetchBatches(cursor: string | null, signal?: Signal): Promise<BatchPage> {
  return request<BatchPage>(withParams(apiPaths.batches, { cursor }), { signal })
}

export function fetchBatch(id: string, signal?: Signal): Promise<Batch> {
  return request<Batch>(apiPaths.batch(id), { signal })
}

/** One page of what is wrong with a batch's rows, in their order. */
export function fetchFaults(id: string, cursor: string | null, signal?: Signal): Promise<FaultPage> {
  return request<FaultPage>(withParams(apiPaths.batchFaults(id), { cursor }), { signal })
}

/** @param action one of `pause`, `resume`, `stop`, `repeat`; the last answers with the new batch */
export function changeBatch(id: string, action: string, body: object = {}): Promise<Batch> {
  return request<Batch>(apiPaths.batchAction(id, action), { method: 'POST', body })
}

/** Which part is where, and what should be set right. */
export function fetchHealthReport(signal?: Signal): Promise<HealthReport> {
  return request<HealthReport>(apiPaths.health, { signal })
}

/** The last self-tests, newest first. */
export function fetchSelfTests(signal?: Signal): Promise<SelfTestList> {
  return request<SelfTestList>(apiPaths.selfTests, { signal })
}

/** Starts one, or joins the one on demand that is under way. */
export function runSelfTest(): Promise<SelfTest> {
  return request<SelfTest>(apiPaths.selfTests, { method: 'POST' })
}

/** The consumers of a message broker; none where no consumer runs. */
export function fetchBroker(signal?: Signal): Promise<BrokerStatus> {
  return request<BrokerStatus>(apiPaths.broker, { signal })
}

type Params = Record<string, string | null | undefined>

/** `path?name=value&…` of what has a value, in the order given; the bare path when nothing has. */
export function withParams(path: string, params: Params): string {
  const given = Object.entries(params).flatMap(([name, value]) => (value == null ? [] : [[name, value]]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

function pageOf(path: string, filter: Params, cursor: string | null): string {
  return withParams(path, { ...filter, limit: String(usualPageSize), cursor })
}

/** Answers may overtake each other. The last state of a packet is not updated again. */
export function newer(known: Packet | undefined, packet: Packet): Packet {
  if (known === undefined || known.updatedAt < packet.updatedAt) return packet
  if (known.updatedAt > packet.updatedAt) return known
  return isFinal(known) ? known : packet
}
