/**
 * Catches up on what a crash or an outage has left undone:
 * - begins packets that are due, and starts those that were stored but not started;
 * - tells workflows of stored receipts, cancellations and states of batches and bulk actions not told yet;
 * - gives packets to new workflows when theirs has ended without them, or is stuck with several of them.
 * Every worker runs this; each step is idempotent, or claims its rows, so that two workers do it once.
 */
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type pino from 'pino'
import { batchIdOf, bulkIdOf, jobKinds } from '@/lib/contract/workflows'
import type { QuietRule } from '@/lib/packet/apply'
import { mostInGroup } from '@/lib/packet/precedence'
import { deleteOldEntries } from '@/lib/store/audit'
import { deleteOldBatches, findFullBatches } from '@/lib/store/batches'
import { beginDue } from '@/lib/store/beginning'
import { deleteOldBulkActions } from '@/lib/store/bulk-actions'
import { settleAsked } from '@/lib/store/bulk-items'
import { findUntoldJobs, markJobTold, tellJobsAgain } from '@/lib/store/jobs'
import {
  findOwned,
  findUnclaimed,
  findUntoldCancels,
  leaveToOwner,
  markCancelTold,
  rehome,
  takeUnclaimed,
  type Unstarted,
  type UntoldCancel,
} from '@/lib/store/ownership'
import { beginNext, findQueues, queueDue } from '@/lib/store/queues'
import { findUntoldRecurrences, markRecurrenceTold } from '@/lib/store/recurrences'
import { deleteOldPackets, eraseOldContents } from '@/lib/store/retention'
import { findUntold, markTold, settleReceipts, type Untold } from '@/lib/store/settling'
import { type Database, storeErrorOf } from '@/lib/store/store'
import {
  findWorkflows,
  isBroken,
  isStuckDelivery,
  newGroupId,
  signalCancel,
  signalReceipts,
  startDelivery,
} from '@/lib/temporal/deliveries'
import { tellJob } from '@/lib/temporal/jobs'
import { keepSchedule } from '@/lib/temporal/schedules'
import { eachOf } from './each-of'
import { Repeated } from './repeated'
import type { StoreWatch } from './store-watch'

const everyMs = 1_000
/** Longer than a start and a claim take on a busy machine. */
const unclaimedMs = 3_000
/** Most events of a workflow that has not claimed yet: its start and its first task, perhaps repeated a few times. */
const eventsBeforeClaim = 12
/** Unclaimed packets of a started workflow are looked at again only after this: workers may be busy, or none may run. */
const startedMs = 30_000
const mostAtOnce = 200
/** The most groups of due packets that one sweep begins. */
const mostDueGroups = 10
/** The most queues that one sweep looks at. */
const mostQueues = 1_000
/** Longer than the web process takes to signal the workflow itself. */
const untoldMs = 2_000

/** How often Temporal is asked for workflows that have ended or are stuck. */
const askedEveryMs = 5_000
/**
 * How far back it asks for ended workflows: to before the last time that it got an answer, as Temporal lists them with
 * a delay. Further the first time, to find what ended while no worker ran.
 */
const listedWithinMs = 60_000
const firstLookBackMs = 7 * 86_400_000
const mostAsked = 1_000

/** How often old data is looked for; again at once while there is more than one sweep removes. */
const retainEveryMs = 60_000
const mostOld = 500
const dayMs = 86_400_000

export interface SweeperParts {
  db: Database
  client: Client
  quietUntil: QuietRule
  log: Pick<pino.Logger, 'warn' | 'info'>
  /** How many days ended packets and audit entries are kept. */
  retention: { contentsDays: number; packetsDays: number; auditDays: number }
  watch: StoreWatch
  /** Called instead of sweeping while the store is set back. */
  onSetBack: () => void
}

export class Sweeper extends Repeated {
  readonly #parts: SweeperParts
  #askedAt = Number.NEGATIVE_INFINITY
  #endedSince = Date.now() - firstLookBackMs
  #retainedAt = Number.NEGATIVE_INFINITY
  #lastQueue = ''

  constructor(parts: SweeperParts) {
    super(everyMs, (error) =>
      // Mostly the store or Temporal is down; other parts report that outage too.
      parts.log.warn({ error: storeErrorOf(error) }, 'not all that was left undone could be caught up on'),
    )
    this.#parts = parts
  }

  protected override async once(): Promise<void> {
    if (await this.#parts.watch.isSetBack()) return this.#parts.onSetBack()
    await this.#parts.watch.raise()
    await eachOf(
      [
        () => this.#beginDue(),
        () => this.#beginQueued(),
        () => this.#startUnclaimed(),
        () => this.#tellUntold(),
        () => this.#tellCancels(),
        () => this.#tellJobs(),
        () => this.#settleAsked(),
        () => this.#keepSchedules(),
        () => this.#askTemporal(),
        () => this.#retain(),
      ],
      (step) => step(),
    )
  }

  async #startUnclaimed(): Promise<void> {
    const { db } = this.#parts
    const unclaimed = await takeUnclaimed(db, { olderThanMs: unclaimedMs, most: mostAtOnce })
    await eachOf(unclaimed, (each) => this.#startAgain(each))
  }

  async #askTemporal(): Promise<void> {
    if (performance.now() - this.#askedAt <= askedEveryMs) return
    await eachOf([() => this.#sweepEnded(), () => this.#sweepStuck()], (step) => step())
    this.#askedAt = performance.now()
  }

  async #retain(): Promise<void> {
    if (performance.now() - this.#retainedAt <= retainEveryMs) return
    if (!(await this.#eraseOld())) this.#retainedAt = performance.now()
  }

  /**
   * Begins as many due packets as a worker gets through until the next sweep. Packets that came together share a
   * workflow.
   */
  async #beginDue(): Promise<void> {
    const { db, client, quietUntil } = this.#parts
    for (let groups = 0; groups < mostDueGroups; groups++) {
      const { begun, taken } = await beginDue(db, { most: mostInGroup, newOwner: newGroupId, quietUntil })
      for (const group of begun) await startDelivery(client, group)
      if (taken < mostInGroup) return
    }
  }

  /**
   * Begins queued packets that others have not begun: those that came due, those of a batch, and those whose
   * predecessor ended just as its worker was lost. Each sweep looks at the next part of the queues, as there may be
   * many. A batch begins no more packets than its providers take.
   */
  async #beginQueued(): Promise<void> {
    const { db, client, quietUntil } = this.#parts
    const due = await queueDue(db, mostAtOnce)
    const looked = await findQueues(db, { after: this.#lastQueue, most: mostQueues })
    this.#lastQueue = looked.length < mostQueues ? '' : (looked.at(-1) ?? '')
    const orderingKeys = [...new Set([...due, ...looked])]
    if (orderingKeys.length === 0) return
    const { begun } = await beginNext(db, {
      orderingKeys,
      fullBatches: await findFullBatches(db),
      most: mostInGroup * mostDueGroups,
      newOwner: newGroupId,
      quietUntil,
    })
    for (const group of begun) await startDelivery(client, group)
  }

  /** A workflow that still waits for a worker has not claimed its packets either; it keeps them. */
  async #startAgain(unstarted: Unstarted): Promise<void> {
    const { db, client } = this.#parts
    const { owner } = unstarted
    if (await startDelivery(client, unstarted)) return
    const events = await this.#eventsOf(owner)
    if (events === null) return this.#giveToAnother(unstarted)
    if (events <= eventsBeforeClaim) return leaveToOwner(db, owner, startedMs)
    // The workflow has run long enough to have claimed the packets that it knows of. It may never have heard of a
    // packet that follows in one of its queues. Under the new epoch a late claim of such a packet fails.
    await this.#giveToAnother({ ...unstarted, shares: await findUnclaimed(db, owner) })
  }

  async #tellUntold(): Promise<void> {
    const { db, client } = this.#parts
    const untold = await findUntold(db, { olderThanMs: untoldMs, most: mostAtOnce })
    const owners = new Map<string, Untold[]>()
    for (const { owner, receipt } of untold) owners.set(owner, [...(owners.get(owner) ?? []), receipt])
    await eachOf(owners, async ([owner, receipts]) => {
      if (await signalReceipts(client, owner, receipts))
        await markTold(
          db,
          receipts.map(({ id }) => ({ id, owner })),
        )
      else await settleReceipts(db, owner, receipts)
    })
  }

  async #tellCancels(): Promise<void> {
    const { db, client } = this.#parts
    await eachOf(await findUntoldCancels(db, mostAtOnce), (untold) => tellCancel({ db, client }, untold))
  }

  async #tellJobs(): Promise<void> {
    const { db, client } = this.#parts
    await eachOf(jobKinds, async (kind) =>
      eachOf(await findUntoldJobs(db, kind, mostAtOnce), async (job) => {
        await tellJob(client, kind, job.id)
        await markJobTold(db, kind, job)
      }),
    )
  }

  async #settleAsked(): Promise<void> {
    const { db } = this.#parts
    let settled: number
    do settled = await settleAsked(db, { most: mostAsked, at: Date.now() })
    while (settled === mostAsked)
  }

  async #keepSchedules(): Promise<void> {
    const { db, client } = this.#parts
    await eachOf(await findUntoldRecurrences(db, mostAtOnce), async (recurrence) => {
      await keepSchedule(client, recurrence)
      if (!(await markRecurrenceTold(db, recurrence)))
        await keepSchedule(client, { ...recurrence, deleted: true })
    })
  }

  async #sweepEnded(): Promise<void> {
    const askedAt = Date.now()
    const since = new Date(this.#endedSince).toISOString()
    const ended = await findWorkflows(this.#parts.client, `${isBroken} AND CloseTime >= '${since}'`)
    for (let from = 0; from < ended.length; from += mostAsked)
      await this.#takeOver(ended.slice(from, from + mostAsked))
    this.#endedSince = askedAt - listedWithinMs
  }

  /** Has what these ended workflows have left carried on. */
  async #takeOver(ended: readonly string[]): Promise<void> {
    const { db } = this.#parts
    await tellJobsAgain(
      db,
      'batch',
      ended.flatMap((id) => batchIdOf(id) ?? []),
    )
    await tellJobsAgain(
      db,
      'bulk action',
      ended.flatMap((id) => bulkIdOf(id) ?? []),
    )
    await eachOf(await findOwned(db, ended), async (orphaned) => {
      // A workflow that was reset in Temporal goes on as another run with the same id.
      if (!(await this.#isRunning(orphaned.owner))) await this.#giveToAnother(orphaned)
    })
  }

  /**
   * One packet may be the cause for which all of the group are stuck. So each gets a workflow of its own, which starts
   * from the stored state. A single packet stays where it is: a new workflow would only get stuck again.
   */
  async #sweepStuck(): Promise<void> {
    const { db, client } = this.#parts
    const stuck = await findWorkflows(this.#parts.client, isStuckDelivery, mostAsked)
    await eachOf(await findOwned(db, stuck), async (group) => {
      const { owner, shares } = group
      if (shares.length === 1) return
      await client.workflow
        .getHandle(owner)
        .terminate('no worker can go on with it; its packets go on one by one')
        .catch(unlessGone)
      for (const share of shares) await this.#giveToAnother({ ...group, shares: [share] })
    })
  }

  /** @returns whether there is more to erase */
  async #eraseOld(): Promise<boolean> {
    const { db, log, retention } = this.#parts
    const now = Date.now()
    const endedBefore = (days: number) => ({ endedBefore: now - days * dayMs, now, most: mostOld })
    const erased = await eraseOldContents(db, endedBefore(retention.contentsDays))
    const deleted = await deleteOldPackets(db, endedBefore(retention.packetsDays))
    await deleteOldBatches(db, now - retention.packetsDays * dayMs)
    await deleteOldBulkActions(db, now - retention.auditDays * dayMs)
    const forgotten = await deleteOldEntries(db, { before: now - retention.auditDays * dayMs, most: mostOld })
    if (erased + deleted + forgotten > 0)
      log.info(
        { erased, deleted, forgotten },
        'erased contents, packets and audit entries that were kept long enough',
      )
    return [erased, deleted, forgotten].includes(mostOld)
  }

  async #isRunning(workflowId: string): Promise<boolean> {
    return (await this.#eventsOf(workflowId)) !== null
  }

  /** The length of the workflow's history; null if it does not run. */
  async #eventsOf(workflowId: string): Promise<number | null> {
    try {
      const { status, historyLength } = await this.#parts.client.workflow.getHandle(workflowId).describe()
      return status.name === 'RUNNING' ? historyLength : null
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null
      throw error
    }
  }

  async #giveToAnother(from: Unstarted): Promise<void> {
    const { db, client, log } = this.#parts
    const owner = newGroupId()
    const shares = await rehome(db, from, owner)
    if (shares.length === 0) return
    log.warn({ from: from.owner, to: owner, packets: shares.length }, 'packets were given to a new workflow')
    await startDelivery(client, { ...from, owner, shares })
  }
}

/**
 * Tells the owner of a packet that it is to be canceled. If that workflow is gone, the next owner learns of it by its
 * claim.
 */
export async function tellCancel(
  { db, client }: Pick<SweeperParts, 'db' | 'client'>,
  untold: UntoldCancel,
): Promise<void> {
  const { id: packetId, owner, by } = untold
  if (await signalCancel(client, owner, { packetId, ...by })) await markCancelTold(db, untold)
}

function unlessGone(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}
