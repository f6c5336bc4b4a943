/**
 * Keeps Temporal in line with the provider directory, whatever message was lost: providers that are to be probed have a
 * probing workflow, and the providers' queues stand still exactly while sending is paused. Every worker runs this; all
 * steps are idempotent.
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
/**
 * The rate limits are set again this often: someone may have changed them, or a late call of another worker may have.
 */
const setEveryMs = 30_000

export interface UpkeepParts {
  directory: DirectorySource
  /** The names of the configured providers. */
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
      // The store or Temporal is down; other parts report that outage too.
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

  /**
   * A probe that was asked for and not taken is signaled: its workflow may be waiting for the time of another probe.
   */
  async #startProbing({ providers }: DirectoryState): Promise<void> {
    const { client } = this.#parts
    for (const provider of providers.filter(isToBeProbed)) {
      if (runningProbe(provider)?.takenAt === null) await wakeProbing(client, provider.name)
      else await startProbing(client, provider.name)
    }
  }
}
