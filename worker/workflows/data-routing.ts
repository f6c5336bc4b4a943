/** One packet's way to its destination: choose a provider, hand over, wait for the receipt, fail over. */
import { CancellationScope, setHandler, sleep } from '@temporalio/workflow'
import type { DeliveryRequest, Route } from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { routing, services } from './activities'
import { Delivery } from './delivery'
import { cancel, packet, receipt } from './messages'
import { orderFor } from './order'

const lookUpTries = 3
const lookUpPauseMs = 250

export async function dataRouting(request: DeliveryRequest): Promise<Packet> {
  const delivery = Delivery.open(request)
  setHandler(receipt, (signal) => delivery.receive(signal))
  setHandler(cancel, (signal) => delivery.cancel(signal.reason))
  setHandler(packet, () => delivery.packet())
  cancelWithWorkflow(delivery)
  return CancellationScope.nonCancellable(() => deliver(delivery))
}

async function deliver(delivery: Delivery): Promise<Packet> {
  for (;;) {
    const decision = delivery.next()
    switch (decision.do) {
      case 'lookUp':
        await chooseProvider(delivery, decision.tried)
        break
      case 'awaitHandOver':
        await delivery.change()
        break
      case 'awaitReceipt':
        await awaitReceipt(delivery, decision.attempt, decision.until)
        break
      case 'settle':
        if (await delivery.changeBefore(decision.since + delivery.settlingMs)) break
        return delivery.packet()
      case 'close':
        return delivery.packet()
    }
  }
}

/** Every failed try is published before the pause, so that an operator sees it while it happens. */
async function chooseProvider(delivery: Delivery, tried: string[]): Promise<void> {
  for (let tryNumber = 1; tryNumber <= lookUpTries; tryNumber++) {
    try {
      const route = await routing.getRoute(delivery.question(tried, tryNumber))
      return follow(delivery, route)
    } catch (error) {
      const nextTryAt = tryNumber < lookUpTries ? Date.now() + lookUpPauseMs : null
      delivery.lookUpFailed(error, nextTryAt)
      if (nextTryAt === null) return
      delivery.publish()
      await sleep(lookUpPauseMs, { summary: 'before the look-up is tried again' })
      if (delivery.hasEnded()) return
    }
  }
}

function follow(delivery: Delivery, route: Route | null): void {
  const attempt = route === null ? delivery.noRouteLeft() : delivery.routeChosen(route)
  if (attempt !== undefined) void handOver(delivery, attempt)
}

/** Goes on beside the wait for the receipt: a provider may confirm before its own answer arrives. */
async function handOver(delivery: Delivery, attempt: LedgerAttempt): Promise<void> {
  try {
    const { answer } = await orderFor(attempt, delivery.transmitOrder(attempt))
    delivery.handOverAnswered(attempt.number, answer)
  } catch (error) {
    delivery.handOverLost(attempt.number, error)
  }
}

async function awaitReceipt(delivery: Delivery, attempt: LedgerAttempt, until: number): Promise<void> {
  if (await delivery.changeBefore(until)) return
  // Asking takes time of its own, which must not look like a timer that fired late.
  const at = Date.now()
  const intakeUp = await services.wasIntakeUp({ since: attempt.transmittedAt })
  delivery.deadlinePassed(attempt.number, at, intakeUp)
}

/** A cancellation by Temporal's own means counts like one by an operator. */
function cancelWithWorkflow(delivery: Delivery): void {
  CancellationScope.current().cancelRequested.catch(() => delivery.cancel('canceled in Temporal'))
}
