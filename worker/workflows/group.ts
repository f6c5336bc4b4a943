/** The packets that one workflow carries side by side, what they share, and what is told them from outside. */
import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  currentUpdateInfo,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type {
  ActOrder,
  ActRefusal,
  Claimed,
  Share,
  SilenceAnswer,
  SilenceQuestion,
} from '@/lib/contract/workflows'
import { Alarm } from './alarm'
import { Delivery } from './delivery'
import { HandOvers } from './hand-overs'
import { Routes } from './look-up'
import { act, cancel, handedOver, packet, receipts } from './messages'
import { Pool } from './pool'
import { actOrder, cancelReason, packetNamed, receiptsIn } from './signals'
import { askSilence, follow, Publisher } from './store'

export class Group {
  readonly routes = new Routes()
  readonly handOvers = new HandOvers()
  readonly silence = new Pool<SilenceQuestion, SilenceAnswer>(askSilence)
  private readonly queues = new Pool<string, Claimed | null>(follow)
  private readonly publisher = new Publisher()
  private readonly alarm = new Alarm()
  private readonly deliveries = new Map<string, Delivery>()
  /** What came for packets that were being claimed; `id` is null for all of them. */
  private early: { id: string | null; tell: (delivery: Delivery) => void }[] = []
  /** Claims under way: at first that of the workflow's own packets. */
  private claims = 1

  /**
   * To be called before anything is waited for: what comes until the packets are claimed is told them then.
   * @param cancelRequested rejects when the workflow is canceled by Temporal's own means
   */
  listen(cancelRequested: Promise<never>): void {
    setHandler(receipts, (signal) => {
      for (const receipt of receiptsIn(signal))
        this.hear(receipt.packetId, (delivery) => delivery.receive(receipt))
    })
    setHandler(handedOver, (answers) => this.handOvers.answered(answers))
    setHandler(cancel, (signal) =>
      this.hear(packetNamed(signal), (delivery) => delivery.cancel(cancelReason(signal))),
    )
    setHandler(act, (order) => this.act(order), { validator: (order) => void this.checked(order) })
    setHandler(packet, (id) => this.named(id).packet())
    // That counts like a cancellation by an operator.
    cancelRequested.catch(() =>
      this.hear(null, (delivery) => delivery.cancel({ code: 'CANCELED_IN_TEMPORAL' })),
    )
  }

  open(claimed: readonly Claimed[]): Delivery[] {
    const deliveries = claimed.map((each) => new Delivery(each, this.publisher, this.alarm))
    for (const delivery of deliveries) {
      this.deliveries.set(delivery.packetId, delivery)
      delivery.takeOver()
    }
    for (const { id, tell } of this.early)
      for (const delivery of deliveries) if (id === null || id === delivery.packetId) tell(delivery)
    for (const { id, cancelBy } of claimed) {
      if (cancelBy === null) continue
      const { who, reason: words } = cancelBy
      this.deliveries.get(id)?.cancel({ code: 'CANCELED_BY_OPERATOR', words, who })
    }
    this.claims -= 1
    if (this.claims === 0) this.early = []
    return deliveries
  }

  /** The one that comes next in the queue of a packet that has ended; undefined where this workflow has none to go on with. */
  async following({ orderingKey }: Delivery): Promise<Delivery | undefined> {
    if (orderingKey === null) return undefined
    this.claims += 1
    // Where the workflow goes on in another run by then, that one gets it.
    const next = await CancellationScope.nonCancellable(() => this.queues.ask(orderingKey))
    return this.open(next === null ? [] : [next])[0]
  }

  /** Resolves when the history has become long, or a day has passed: it is time for another run. */
  async isOld(): Promise<void> {
    await condition(() => workflowInfo().continueAsNewSuggested, '1 day')
  }

  /** Every Update is answered before the run ends. */
  async allAnswered(): Promise<void> {
    await condition(allHandlersFinished)
  }

  /**
   * Once no delivery goes on: awaits what was sent or asked, and stores what came of it. What comes last is stored as
   * well, for nothing happens between the last look and the end of the run.
   *
   * @returns the packets that the next run carries
   */
  async leave(): Promise<Share[]> {
    await this.handOvers.stop()
    const deliveries = [...this.deliveries.values()].filter(({ isClosed }) => !isClosed)
    await condition(() => !deliveries.some(({ isRecalling }) => isRecalling))
    do {
      for (const delivery of deliveries) delivery.publish()
      await this.publisher.allDone()
      await this.allAnswered()
    } while (deliveries.some(({ isPublished }) => !isPublished))
    return deliveries.map(({ share }) => share)
  }

  /** Refuses what does not apply. @returns what does, and the delivery that it is for */
  private checked(order: unknown): { asked: ActOrder; delivery: Delivery } {
    const asked = actOrder(order)
    if (asked === null) throw refused('NOT_APPLICABLE', 'It is none that an operator can ask for.')
    const delivery = this.deliveries.get(asked.packetId)
    if (delivery === undefined || delivery.isClosed)
      throw refused('NOT_HERE', 'This workflow does not have the packet, not yet or not any more.')
    const why = delivery.refusalOf(asked)
    if (why !== null) throw refused('NOT_APPLICABLE', why)
    return { asked, delivery }
  }

  /** Resolves once it is in effect and stored. */
  private async act(order: unknown): Promise<void> {
    const { asked, delivery } = this.checked(order)
    await delivery.act(asked, currentUpdateInfo()?.id ?? '')
  }

  /** @param id null for all packets of the workflow, but none that follows them in a queue */
  private hear(id: string | null, tell: (delivery: Delivery) => void): void {
    const known = [...this.deliveries.values()].filter((each) => id === null || id === each.packetId)
    for (const delivery of known) tell(delivery)
    if (known.length === 0 && this.claims > 0) this.early.push({ id, tell })
  }

  private named(id: unknown): Delivery {
    const [only, ...others] = this.deliveries.values()
    const delivery = typeof id === 'string' ? this.deliveries.get(id) : others.length === 0 ? only : undefined
    if (delivery !== undefined) return delivery
    if (this.deliveries.size === 0 && this.claims > 0)
      throw new Error('This workflow has not claimed its packets yet; ask again in a moment.')
    throw new Error('Name one of the packets that this workflow carries.')
  }
}

function refused(type: ActRefusal, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type)
}
