/** The packets that one workflow carries concurrently, what they share, and the messages to them. */
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
  /** Messages for packets that were being claimed; `id` is null if the message is for all of them. */
  private early: { id: string | null; tell: (delivery: Delivery) => void }[] = []
  /** Claims under way; the first is that of the workflow's own packets. */
  private claims = 1

  /**
   * Call this before anything is awaited: messages that come until the packets are claimed are kept for them.
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
    // A cancellation by Temporal's own means has the effect of one by an operator.
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

  /** The next packet in the queue of a packet that has ended; undefined if this workflow gets none. */
  async following({ orderingKey }: Delivery): Promise<Delivery | undefined> {
    if (orderingKey === null) return undefined
    this.claims += 1
    // Not cancellable: if the workflow continues as new meanwhile, the next run gets the packet.
    const next = await CancellationScope.nonCancellable(() => this.queues.ask(orderingKey))
    return this.open(next === null ? [] : [next])[0]
  }

  /** Resolves when the history has become long or a day has passed, so that the workflow should continue as new. */
  async isOld(): Promise<void> {
    await condition(() => workflowInfo().continueAsNewSuggested, '1 day')
  }

  /** Resolves once every Update is answered, which must be so before the run ends. */
  async allAnswered(): Promise<void> {
    await condition(allHandlersFinished)
  }

  /**
   * Called when no delivery goes on: awaits what was sent or asked, and stores the results. It repeats this until
   * nothing is unpublished, so that even the last change is stored: nothing can happen between the last check and the
   * end of the run.
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

  /** Refuses an action that does not apply. @returns the checked order, and the delivery that it is for */
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

  /** Resolves once the action is in effect and stored. */
  private async act(order: unknown): Promise<void> {
    const { asked, delivery } = this.checked(order)
    await delivery.act(asked, currentUpdateInfo()?.id ?? '')
  }

  /** @param id null for all packets that the workflow has now, but not for those that follow them in a queue */
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
