/**
 * Temporal workers for the task queues that stand still while sending is paused: one for each provider, so that a
 * provider that hangs delays no other, and one for the look-ups that wait until sending is resumed.
 */
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import { carrierQueue, pausedQueue } from '@/lib/contract/workflows'
import type { createActivities } from './activities'
import { heartbeatThrottle } from './activities/hand-over'

type Activities = Pick<ReturnType<typeof createActivities>, 'handOver' | 'getRouteOnceResumed'>

export interface CarrierWorkerOptions {
  connection: NativeConnection
  namespace: string
  activities: Activities
  /** The most activities of one queue that run at once. */
  atOnce: number
  /** Further options of the workers, such as their interceptors. */
  options?: Partial<WorkerOptions>
}

export class CarrierWorkers {
  readonly #workers = new Map<string, { worker: Worker; done: Promise<void> }>()

  constructor(private readonly parts: CarrierWorkerOptions) {}

  /** Starts a worker for each of these providers that has none yet. */
  async serve(providers: readonly string[]): Promise<void> {
    const { handOver, getRouteOnceResumed } = this.parts.activities
    await this.#serveQueue(pausedQueue, { getRouteOnceResumed })
    for (const provider of providers) await this.#serveQueue(carrierQueue(provider), { handOver })
  }

  /** Resolves when all workers have finished their activities, also if the process was told to stop earlier. */
  async stop(): Promise<void> {
    const workers = [...this.#workers.values()]
    for (const { worker } of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
    await Promise.all(workers.map(({ done }) => done))
  }

  async #serveQueue(taskQueue: string, activities: Partial<Activities>): Promise<void> {
    if (this.#workers.has(taskQueue)) return
    const { connection, namespace, atOnce, options } = this.parts
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      activities,
      maxConcurrentActivityTaskExecutions: atOnce,
      maxConcurrentActivityTaskPolls: 2,
      ...heartbeatThrottle,
      ...options,
    })
    this.#workers.set(taskQueue, { worker, done: worker.run() })
  }
}
