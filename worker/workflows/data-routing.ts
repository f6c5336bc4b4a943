/** Delivers packets to their destinations: choose a provider, hand over, wait for the receipt, fail over. */
import {
  CancellationScope,
  continueAsNew,
  DeterminismViolationError,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow'
import type { Assignment, Claimed, DeliveryRequest, PacketEnd } from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { recall as askRecall } from './activities'
import type { Delivery } from './delivery'
import { Group } from './group'
import { chooseProvider } from './look-up'
import { acceptRequest, idTaken } from './request'
import { claim, enter } from './store'

/**
 * Delivers packets that are in the store; a packet that another Temporal client submits is stored first. The result is
 * the packet if it is a single one, the ends of several, and null if none belongs to this workflow any more.
 */
export async function dataRouting(input: Assignment | DeliveryRequest): Promise<Packet | PacketEnd[] | null> {
  const requested = CancellationScope.current().cancelRequested
  return CancellationScope.nonCancellable(async () => {
    const group = new Group()
    group.listen(requested)
    const claimed = await ('packets' in input ? claim(input) : enterAs(input))
    const deliveries = new CancellationScope()
    const each = group.open(claimed).map((first) => deliveries.run(() => deliverAll(first, group)))
    const delivered = Promise.all(each)
    const isOver = await Promise.race([delivered.then(() => true), group.isOld().then(() => false)])
    if (!isOver) {
      deliveries.cancel()
      await Promise.allSettled(each)
      const packets = await group.leave()
      if (packets.length > 0) return continueAsNew<typeof dataRouting>({ packets })
    }
    const packets = (await delivered).flat()
    await group.allAnswered()
    return resultOf(packets)
  })
}

function resultOf(packets: Packet[]): Packet | PacketEnd[] | null {
  return packets.length > 1 ? packets.map(endOf) : (packets[0] ?? null)
}

function endOf({ id, status, deliveredBy, endedAt, reason }: Packet): PacketEnd {
  return { id, status, deliveredBy, endedAt, reason }
}

async function enterAs(request: unknown): Promise<Claimed[]> {
  const { workflowId, startTime } = workflowInfo()
  const { packetId, accepted } = acceptRequest(workflowId, request)
  const claimed = await enter({ id: packetId, request: accepted, createdAt: startTime.getTime() })
  if (claimed.length === 0) throw idTaken(packetId)
  return claimed
}

/** Delivers a packet, and after it those that follow it in its queue. */
async function deliverAll(first: Delivery, group: Group): Promise<Packet[]> {
  const ended: Packet[] = []
  for (let next: Delivery | undefined = first; next; next = await group.following(next))
    ended.push(await deliver(next, group))
  return ended
}

/** A fault of ours with one packet must not hold up the other packets of the workflow. */
async function deliver(delivery: Delivery, group: Group): Promise<Packet> {
  try {
    return await tell(delivery, group)
  } catch (error) {
    if (isCancellation(error) || error instanceof DeterminismViolationError) throw error
    delivery.fail(error)
    if (!delivery.isHeard) await delivery.heard()
    return delivery.close()
  }
}

/** The whole course of one delivery. */
async function tell(delivery: Delivery, { routes, handOvers, silence }: Group): Promise<Packet> {
  for (;;) {
    if (!delivery.isHeard) await delivery.heard()
    const decision = delivery.next()
    switch (decision.do) {
      case 'lookUp':
        if (await delivery.waitUntil(decision.notBefore)) {
          await chooseProvider(delivery, routes, decision)
        }
        break
      case 'handOver':
        handOvers.begin(delivery, decision.attempt)
        await delivery.change()
        break
      case 'handOverAgain':
        if (await delivery.waitUntil(decision.notBefore)) delivery.handedOverAgain(decision.attempt.number)
        break
      case 'withdraw':
        void handOvers.withdraw(delivery, decision.attempt)
        break
      case 'awaitReceipt':
        await awaitReceipt(delivery, silence, decision.attempt, decision.until)
        break
      case 'recall':
        void recall(delivery, decision.attempt)
        break
      case 'awaitRecall':
        await delivery.changeOrExpiry()
        break
      case 'close':
        return delivery.close()
    }
  }
}

/** Runs concurrently with the delivery: a receipt that comes before the recall's answer decides at once. */
async function recall(delivery: Delivery, attempt: LedgerAttempt): Promise<void> {
  const { number, provider, deadline } = attempt
  const { packetId } = delivery
  delivery.recallAsked(number)
  if (!delivery.isRecalling) return
  try {
    const summary = `${packetId}, recall of attempt ${number}: ${provider}`
    const order = { packetId, attempt: number, provider, deadline }
    const { result } = await CancellationScope.nonCancellable(() =>
      askRecall.executeWithOptions({ summary }, [order]),
    )
    delivery.recallAnswered(attempt.number, result)
  } catch {
    delivery.recallAnswered(attempt.number, 'FAILED')
  }
}

async function awaitReceipt(
  delivery: Delivery,
  silence: Group['silence'],
  attempt: LedgerAttempt,
  until: number,
): Promise<void> {
  if (await delivery.changeBefore(until)) return
  // Taken before the question: the time that the question takes must not look like a timer that fired late.
  const at = Date.now()
  const since = attempt.graceAt ?? attempt.transmittedAt
  const { packetId } = delivery
  const { receipts, ...answer } = await silence.ask({ packetId, attempt: attempt.number, since })
  for (const receipt of receipts) delivery.receive(receipt)
  delivery.deadlinePassed(attempt.number, at, answer)
}
