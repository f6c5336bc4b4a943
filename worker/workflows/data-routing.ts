/** One packet's way to its destination: choose a provider, hand over, wait for the receipt, fail over. */
import { CancellationScope, patched, setHandler, sleep } from '@temporalio/workflow'
import type { DeliveryRequest, RouteAnswer } from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { services } from './activities'
import { Delivery } from './delivery'
import { cancel, packet, receipt } from './messages'
import { lookUp, recallFrom, transmitTo } from './order'
import { canceledInTemporal, cancelReason } from './signals'

const lookUpTries = 3
const lookUpPauseMs = 250

/** Earlier versions gave one grace and no more. Only asked where one ends, so that other packets pay nothing for it. */
const graceAgain = 'grace-again'

export async function dataRouting(request: DeliveryRequest): Promise<Packet> {
  const delivery = Delivery.open(request)
  setHandler(receipt, (signal) => delivery.receive(signal))
  setHandler(cancel, (signal) => delivery.cancel(cancelReason(signal)))
  setHandler(packet, () => delivery.packet())
  cancelWithWorkflow(delivery)
  return CancellationScope.nonCancellable(() => deliver(delivery))
}

async function deliver(delivery: Delivery): Promise<Packet> {
  for (;;) {
    const decision = delivery.next()
    switch (decision.do) {
      case 'lookUp':
        if (await delivery.waitUntil(decision.notBefore)) await chooseProvider(delivery, decision.tried)
        break
      case 'awaitHandOver':
        await delivery.change()
        break
      case 'handOverAgain':
        if (await delivery.waitUntil(decision.notBefore)) handOverAgain(delivery, decision.attempt)
        break
      case 'awaitReceipt':
        await awaitReceipt(delivery, decision.attempt, decision.until)
        break
      case 'recall':
        void recall(delivery, decision.attempt)
        break
      case 'awaitRecall':
        await delivery.changeOrExpiry()
        break
      case 'settle':
        if (await delivery.changeBefore(decision.until)) break
        return delivery.close()
      case 'close':
        return delivery.close()
    }
  }
}

/** Every failed try is published before the pause, so that an operator sees it while it happens. */
async function chooseProvider(delivery: Delivery, tried: string[]): Promise<void> {
  for (let tryNumber = 1; tryNumber <= lookUpTries; tryNumber++) {
    try {
      const route = await lookUp(delivery, tried, tryNumber)
      return follow(delivery, route)
    } catch (error) {
      const nextTryAt = tryNumber < lookUpTries ? delivery.beforeExpiry(Date.now() + lookUpPauseMs) : null
      delivery.lookUpFailed(error, nextTryAt)
      if (nextTryAt === null) return
      delivery.publish()
      await sleep(Math.max(1, nextTryAt - Date.now()), { summary: 'before the look-up is tried again' })
      if (delivery.expire()) return
    }
  }
}

function follow(delivery: Delivery, route: RouteAnswer): void {
  if (route === null) delivery.noRouteLeft()
  else if ('wait' in route) delivery.mustWait(route)
  else begin(delivery, delivery.routeChosen(route))
}

function begin(delivery: Delivery, attempt: LedgerAttempt | undefined): void {
  if (attempt !== undefined) void handOver(delivery, attempt)
}

/** Goes on beside the wait for the receipt: a provider may confirm before its own answer arrives. */
async function handOver(delivery: Delivery, attempt: LedgerAttempt): Promise<void> {
  try {
    const { answer } = await transmitTo(delivery, attempt)
    delivery.handOverAnswered(attempt.number, answer)
  } catch (error) {
    delivery.handOverLost(attempt.number, error)
  }
}

/** The same attempt with the same `webhook-id`, so that a provider that has it already drops the copy. */
function handOverAgain(delivery: Delivery, { number }: LedgerAttempt): void {
  begin(delivery, delivery.handedOverAgain(number))
}

/** Goes on beside the wait for its answer: a receipt that comes meanwhile decides at once. */
async function recall(delivery: Delivery, attempt: LedgerAttempt): Promise<void> {
  delivery.recallAsked(attempt.number)
  try {
    const { result } = await recallFrom(delivery, attempt)
    delivery.recallAnswered(attempt.number, result)
  } catch {
    delivery.recallAnswered(attempt.number, 'FAILED')
  }
}

async function awaitReceipt(delivery: Delivery, attempt: LedgerAttempt, until: number): Promise<void> {
  if (await delivery.changeBefore(until)) return
  // Asking takes time of its own, which must not look like a timer that fired late.
  const at = Date.now()
  const since = attempt.graceAt !== null && patched(graceAgain) ? attempt.graceAt : null
  const intakeUp = await services.wasIntakeUp({ since: since ?? attempt.transmittedAt })
  delivery.deadlinePassed(attempt.number, at, intakeUp, since !== null)
}

/** A cancellation by Temporal's own means counts like one by an operator. */
function cancelWithWorkflow(delivery: Delivery): void {
  CancellationScope.current().cancelRequested.catch(() => delivery.cancel(canceledInTemporal))
}
