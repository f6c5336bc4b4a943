/**
 * Starts what was stored and not started, tells receipts that were stored and not told, and gives packets whose workflow
 * has ended without them to a new one. Every worker does this; what two do at once is done once.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type pino from 'pino'
import { dataRoutingType } from '@/lib/contract/workflows'
import { findOwned, rehome, takeUnclaimed, type Unstarted } from '@/lib/store/packets'
import { findUntold, markTold, settleReceipts, type Untold } from '@/lib/store/receipts'
import { type Database, storeErrorOf } from '@/lib/store/store'
import { signalReceipts } from '@/lib/temporal/signal-receipts'
import { startDelivery } from '@/lib/temporal/start-delivery'

const everyMs = 1_000
/** Longer than a start and a claim take on a busy machine. */
const unclaimedMs = 3_000
const mostAtOnce = 200
/** Longer than the web process takes to tell it. */
const untoldMs = 2_000

/** How often ended workflows are looked for, and how far back: further at first, for what ended while no worker ran. */
const endedEveryMs = 5_000
const endedLookBackMs = 60_000
const firstLookBackMs = 7 * 86_400_000
const mostEnded = 1_000

export interface SweeperParts {
  db: Database
  client: Client
  log: Pick<pino.Logger, 'warn' | 'info'>
}

export class Sweeper {
  readonly #parts: SweeperParts
  readonly #stopped = new AbortController()
  #lookedAt = 0
  #lookBackMs = firstLookBackMs
  #isTroubled = false

  constructor(parts: SweeperParts) {
    this.#parts = parts
  }

  /** Resolves when it was stopped, and what it was doing is done. */
  async run(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      await this.#sweep()
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  stop(): void {
    this.#stopped.abort()
  }

  async #sweep(): Promise<void> {
    try {
      for (const each of await takeUnclaimed(this.#parts.db, {
        olderThanMs: unclaimedMs,
        most: mostAtOnce,
      })) {
        await this.#startAgain(each)
      }
      await this.#tellUntold()
      if (performance.now() - this.#lookedAt > endedEveryMs) await this.#sweepEnded()
      this.#isTroubled = false
    } catch (error) {
      // An outage of the store or of Temporal, which is told elsewhere too.
      if (!this.#isTroubled)
        this.#parts.log.warn(
          { error: storeErrorOf(error) },
          'packets without a workflow could not be looked for',
        )
      this.#isTroubled = true
    }
  }

  /** A workflow that waits for a worker has not claimed its packets either: that one is left alone. */
  async #startAgain(unstarted: Unstarted): Promise<void> {
    const { client } = this.#parts
    if (await startDelivery(client, unstarted.owner, { packets: unstarted.shares })) return
    if (!(await this.#isRunning(unstarted.owner))) await this.#giveToAnother(unstarted)
  }

  async #tellUntold(): Promise<void> {
    const { db, client } = this.#parts
    const untold = await findUntold(db, { olderThanMs: untoldMs, most: mostAtOnce })
    const owners = new Map<string, Untold[]>()
    for (const { owner, receipt } of untold) owners.set(owner, [...(owners.get(owner) ?? []), receipt])
    for (const [owner, receipts] of owners) {
      if (await signalReceipts(client, owner, receipts))
        await markTold(
          db,
          receipts.map(({ id }) => id),
        )
      else await settleReceipts(db, owner, receipts)
    }
  }

  async #sweepEnded(): Promise<void> {
    const { db, client } = this.#parts
    const since = new Date(Date.now() - this.#lookBackMs).toISOString()
    const query = `WorkflowType = '${dataRoutingType}' AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled') AND CloseTime >= '${since}'`
    const ended = new Set<string>()
    for await (const { workflowId } of client.workflow.list({ query })) {
      ended.add(workflowId)
      if (ended.size >= mostEnded) break
    }
    for (const orphaned of await findOwned(db, [...ended])) {
      // One that was reset in Temporal goes on in another run of the same name.
      if (!(await this.#isRunning(orphaned.owner))) await this.#giveToAnother(orphaned)
    }
    this.#lookedAt = performance.now()
    this.#lookBackMs = endedLookBackMs
  }

  async #isRunning(workflowId: string): Promise<boolean> {
    try {
      const { status } = await this.#parts.client.workflow.getHandle(workflowId).describe()
      return status.name === 'RUNNING'
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false
      throw error
    }
  }

  async #giveToAnother(from: Unstarted): Promise<void> {
    const { db, client, log } = this.#parts
    const owner = `packets-${randomUUID()}`
    const packets = await rehome(db, from, owner)
    if (packets.length === 0) return
    log.warn({ from: from.owner, to: owner, packets: packets.length }, 'packets were given to a new workflow')
    await startDelivery(client, owner, { packets })
  }
}
