/** Worker processes, from their heartbeats to Temporal and from what they report to the store. */
import 'server-only'
import proto, { type temporal as api } from '@temporalio/proto'
import type { WorkerHealth } from '@/lib/contract/health-report'
import { taskQueue } from '@/lib/contract/workflows'
import { isOurs } from '@/lib/server/health-report/queues'
import { callTemporal } from '@/lib/server/temporal/call'
import { millis, silenceMs } from '@/lib/server/temporal/describe'
import type { WorkerSeen } from '@/lib/store/workers'

type Heartbeat = api.api.worker.v1.IWorkerHeartbeat

const patienceMs = 2_500
const { WORKER_STATUS_RUNNING: running, WORKER_STATUS_SHUTDOWN: gone } =
  proto.temporal.api.enums.v1.WorkerStatus
/** A worker that was killed is listed for this long. */
const forgottenMs = 300_000

export interface WorkersSeen {
  items: WorkerHealth[]
  /** How many live processes serve each queue. */
  serving: ReadonlyMap<string, number>
}

/** @throws ApiError TEMPORAL_UNREACHABLE */
export async function readWorkerHealth(seen: readonly WorkerSeen[]): Promise<WorkersSeen> {
  const { workersInfo } = await callTemporal(
    ({ service, namespace }) => service.listWorkers({ namespace, pageSize: 1000 }),
    { limitMs: patienceMs },
  )
  const heartbeats = workersInfo.flatMap(({ workerHeartbeat: beat }) => (beat && isKnown(beat) ? [beat] : []))
  const byProcess = new Map<string, Heartbeat[]>()
  for (const beat of heartbeats) {
    const identity = beat.workerIdentity ?? ''
    byProcess.set(identity, [...(byProcess.get(identity) ?? []), beat])
  }
  const said = new Map(seen.map((each) => [each.identity, each]))
  const now = Date.now()
  const items = [...byProcess].map(([identity, beats]) => healthOf(identity, beats, said.get(identity), now))
  const live = new Set(items.filter(({ state }) => state === 'running').map(({ identity }) => identity))
  const serving = new Map<string, number>()
  for (const { taskQueue: queue, workerIdentity, status } of heartbeats) {
    if (queue && status === running && live.has(workerIdentity ?? ''))
      serving.set(queue, (serving.get(queue) ?? 0) + 1)
  }
  return { items: items.sort((one, other) => one.identity.localeCompare(other.identity)), serving }
}

function isKnown({ taskQueue: queue, status, heartbeatTime }: Heartbeat): boolean {
  const heardAt = millis(heartbeatTime)
  return isOurs(queue ?? '') && status !== gone && heardAt !== null && Date.now() - heardAt < forgottenMs
}

/** Merges the heartbeats of one process, which runs one Temporal worker for each queue. */
function healthOf(
  identity: string,
  beats: readonly Heartbeat[],
  said: WorkerSeen | undefined,
  now: number,
): WorkerHealth {
  const heardAt = Math.max(...beats.map(({ heartbeatTime }) => millis(heartbeatTime) ?? 0))
  const startedAt = Math.min(...beats.map(({ startTime }) => millis(startTime) ?? Number.POSITIVE_INFINITY))
  const ofPackets = beats.find(({ taskQueue: queue }) => queue === taskQueue)
  const isRunning = beats.some(({ status }) => status === running)
  return {
    identity,
    state: now - heardAt > silenceMs ? 'silent' : isRunning ? 'running' : 'stopping',
    build: ofPackets?.deploymentVersion?.buildId ?? null,
    startedAt: Number.isFinite(startedAt) ? new Date(startedAt).toISOString() : null,
    heardAt: new Date(heardAt).toISOString(),
    directoryAgeMs: said?.directoryAgeMs == null ? null : Math.round(said.directoryAgeMs + said.seenMsAgo),
    workflows: slotsOf(beats.map(({ workflowTaskSlotsInfo }) => workflowTaskSlotsInfo)),
    activities: slotsOf(beats.map(({ activityTaskSlotsInfo }) => activityTaskSlotsInfo)),
  }
}

function slotsOf(
  all: readonly (api.api.worker.v1.IWorkerSlotsInfo | null | undefined)[],
): WorkerHealth['workflows'] {
  const used = all.reduce((sum, slots) => sum + (slots?.currentUsedSlots ?? 0), 0)
  const free = all.reduce((sum, slots) => sum + (slots?.currentAvailableSlots ?? 0), 0)
  return { used, free }
}
