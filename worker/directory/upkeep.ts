/**
 * Makes Temporal follow the provider directory, whatever was lost on the way: providers that are to be probed have a
 * workflow for it, and the providers' queues stand still while sending is paused, and only then. Every worker does this;
 * what two do at once is done once.
 */
import type { Client } from '@temporalio/client'
import type pino from 'pino'
import { isToBeProbed, runningProbe } from '@/lib/directory/breaker'
import type { DirectoryState } from '@/lib/directory/state'
import { startProbing, wakeProbing } from '@/lib/temporal/probing'
import { limitQueues } from '@/lib/temporal/queue-limits'
import { Repeated } from '../repeated'
import type { DirectorySource } from './live-directory'

const everyMs = 2_000
/** What was set is set again this often: someone else may have set it otherwise, or later than its time. */
const setEveryMs = 30_000

export interface UpkeepParts {
  directory: DirectorySource
  /** The names of those that are configured. */
  providers: readonly string[]
  client: Pick<Client, 'workflow' | 'connection'>
  namespace: string
  log: Pick<pino.Logger, 'warn'>
}

export class Upkeep extends Repeated {
  readonly #parts: UpkeepParts
  #set: { isPaused: boolean; at: number } | null = null

  constructor(parts: UpkeepParts) {
    super(everyMs, (error) =>
      // An outage of the store or of Temporal, which is told elsewhere too.
      parts.log.warn({ error }, 'Temporal could not be made to follow the provider directory'),
    )
    this.#parts = parts
  }

  protected override async once(): Promise<void> {
    const state = await this.#parts.directory.current()
    await this.#startProbing(state)
    await this.#limitQueues(state)
  }

  async #limitQueues({ paused }: DirectoryState): Promise<void> {
    const { client, namespace, providers } = this.#parts
    const isPaused = paused !== null
    const set = this.#set
    if (set?.isPaused === isPaused && performance.now() - set.at < setEveryMs) return
    await limitQueues(client.connection, namespace, providers, isPaused)
    this.#set = { isPaused, at: performance.now() }
  }

  /** One that was asked for and not taken may have a workflow that waits for something else. */
  async #startProbing({ providers }: DirectoryState): Promise<void> {
    const { client } = this.#parts
    for (const provider of providers.filter(isToBeProbed)) {
      if (runningProbe(provider)?.takenAt === null) await wakeProbing(client, provider.name)
      else await startProbing(client, provider.name)
    }
  }
}
