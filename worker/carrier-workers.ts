/** One Temporal worker for the queue of each provider, so that one that hangs delays no other. */
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import { carrierQueue } from '@/lib/contract/workflows'
import type { createActivities } from './activities'
import { heartbeatThrottle } from './activities/hand-over'

export interface CarrierWorkerOptions {
  connection: NativeConnection
  namespace: string
  handOver: ReturnType<typeof createActivities>['handOver']
  /** Hand-overs under way to one provider. */
  atOnce: number
  /** Further options of the workers, such as their interceptors. */
  options?: Partial<WorkerOptions>
}

export class CarrierWorkers {
  readonly #workers = new Map<string, { worker: Worker; done: Promise<void> }>()

  constructor(private readonly parts: CarrierWorkerOptions) {}

  /** Begins to serve those of these providers that are not served yet. */
  async serve(providers: readonly string[]): Promise<void> {
    for (const provider of providers) {
      if (this.#workers.has(provider)) continue
      const worker = await this.#create(provider)
      this.#workers.set(provider, { worker, done: worker.run() })
    }
  }

  /** Resolves when all have finished what they were doing; also where the process was told to stop before. */
  async stop(): Promise<void> {
    const workers = [...this.#workers.values()]
    for (const { worker } of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
    await Promise.all(workers.map(({ done }) => done))
  }

  #create(provider: string): Promise<Worker> {
    const { connection, namespace, handOver, atOnce, options } = this.parts
    return Worker.create({
      connection,
      namespace,
      taskQueue: carrierQueue(provider),
      activities: { handOver },
      maxConcurrentActivityTaskExecutions: atOnce,
      maxConcurrentActivityTaskPolls: 2,
      ...heartbeatThrottle,
      ...options,
    })
  }
}
