/** Reads from the histories of delivery workflows which packets they carry, as claimed, and how these ended. */
import type { Client } from '@temporalio/client'
import { defaultPayloadConverter, type Payload } from '@temporalio/common'
import type { temporal } from '@temporalio/proto'
import { z } from 'zod'
import { packetStatus } from '@/lib/contract/packet'
import { type PacketEnd, packetIdOf } from '@/lib/contract/workflows'
import { isDelivery } from './deliveries'

type HistoryEvent = temporal.api.history.v1.IHistoryEvent

/** A packet as it was when its workflow claimed it. Times are milliseconds since the epoch. */
export interface ClaimedFacts {
  source: string
  destination: string
  receiptTimeoutMs: number | null
  createdAt: number
  maxAttempts: number
  expiresAt: number | null
}

export interface CarriedPacket {
  id: string
  epoch: number
  /** Null if the workflow has not claimed the packet. */
  claimed: ClaimedFacts | null
  /** Null if the packet is under way, or the workflow has not reported its end. */
  end: PacketEnd | null
}

export interface Carriage {
  workflowId: string
  runId: string
  isRunning: boolean
  packets: CarriedPacket[]
}

/**
 * The workflows that run, and those that have closed since.
 *
 * @param since milliseconds since the epoch; null for all that Temporal still has
 */
export async function* listCarriages(client: Client, since: number | null): AsyncGenerator<Carriage> {
  const closed = since === null ? '' : ` AND CloseTime >= '${new Date(since).toISOString()}'`
  for (const query of [
    `${isDelivery} AND ExecutionStatus = 'Running'`,
    `${isDelivery} AND ExecutionStatus != 'Running'${closed}`,
  ]) {
    for await (const { workflowId, runId, status } of client.workflow.list({ query })) {
      if (status.name === 'CONTINUED_AS_NEW') continue
      const events = await firstEvents(client, { workflowId, runId })
      const ends = status.name === 'COMPLETED' ? await readEnds(client, { workflowId, runId }) : []
      const packets = carriedBy(workflowId, events).map((packet) => ({
        ...packet,
        end: ends.find(({ id }) => id === packet.id) ?? null,
      }))
      yield { workflowId, runId, isRunning: status.name === 'RUNNING', packets }
    }
  }
}

/** How long Temporal keeps closed workflows. */
export async function retentionMs(client: Client): Promise<number> {
  const { namespace } = client.options
  const { config } = await client.workflowService.describeNamespace({ namespace })
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0)
  return seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1_000
}

interface Execution {
  workflowId: string
  runId: string
}

/** The claim is among the first events of a history; only signals can precede it. */
const mostEvents = 500

async function firstEvents(client: Client, execution: Execution): Promise<HistoryEvent[]> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution,
    maximumPageSize: mostEvents,
  })
  return history?.events ?? []
}

const share = z.object({ id: z.string(), epoch: z.int() })
const assignment = z.object({ packets: z.array(share) })

const claims = z.array(
  z
    .object({
      id: z.string(),
      source: z.string(),
      destination: z.string(),
      receiptTimeoutMs: z.number().nullable(),
      createdAt: z.number(),
      ledger: z.object({ maxAttempts: z.int(), expiresAt: z.number().nullable() }),
    })
    .transform(({ id, ledger: { maxAttempts, expiresAt }, ...facts }) => ({
      id,
      facts: { ...facts, maxAttempts, expiresAt },
    })),
)

function carriedBy(workflowId: string, events: readonly HistoryEvent[]): Omit<CarriedPacket, 'end'>[] {
  const input = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]
  const assigned = assignment.safeParse(decoded(input))
  const own = packetIdOf(workflowId)
  // A workflow that another client started, with its packet as input.
  const shares = assigned.success ? assigned.data.packets : own === null ? [] : [{ id: own, epoch: 1 }]
  const claimed = new Map(claimsIn(events).map(({ id, facts }) => [id, facts]))
  return shares.map((each) => ({ ...each, claimed: claimed.get(each.id) ?? null }))
}

const claiming: ReadonlySet<unknown> = new Set(['claim', 'enter'])
const localActivity = z.object({ activity_type: z.string() })

/** Claims are results of local activities (quick form) or of ordinary ones (patient form). */
function claimsIn(events: readonly HistoryEvent[]): z.infer<typeof claims> {
  const scheduled = new Set(
    events
      .filter((event) => claiming.has(event.activityTaskScheduledEventAttributes?.activityType?.name))
      .map(({ eventId }) => String(eventId)),
  )
  return events.flatMap((event) => {
    const { markerRecordedEventAttributes: marker, activityTaskCompletedEventAttributes: completed } = event
    const local = localActivity.safeParse(decoded(marker?.details?.data?.payloads?.[0]))
    const isLocal = local.success && claiming.has(local.data.activity_type)
    const isPatient = completed != null && scheduled.has(String(completed.scheduledEventId))
    if (!isLocal && !isPatient) return []
    const result = isLocal ? marker?.details?.result?.payloads?.[0] : completed?.result?.payloads?.[0]
    return claims.catch([]).parse(decoded(result))
  })
}

const packetEnd = z.object({
  id: z.string(),
  status: packetStatus,
  deliveredBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  reason: z.string(),
}) satisfies z.ZodType<PacketEnd>
const ends = z.union([z.array(packetEnd), packetEnd.transform((only) => [only])]).catch([])

async function readEnds(client: Client, { workflowId, runId }: Execution): Promise<PacketEnd[]> {
  const handle = client.workflow.getHandle(workflowId, runId, { followRuns: false })
  return ends.parse(await handle.result())
}

function decoded(payload: Payload | null | undefined): unknown {
  return payload ? defaultPayloadConverter.fromPayload(payload) : undefined
}
