/** One packet's way to its destination: choose a provider, hand over, wait for the receipt, fail over. */
import { ActivityFailure, CancellationScope, setHandler, TimeoutFailure } from '@temporalio/workflow'
import type { DeliveryRequest, RouteAnswer } from '@/lib/contract/workflows'
import { backOff } from '@/lib/packet/back-off'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { services } from './activities'
import { Delivery } from './delivery'
import { HandOvers } from './hand-overs'
import { cancel, packet, receipt } from './messages'
import { lookUp, recallFrom } from './order'
import { cancelReason } from './signals'

const lookUpTries = 3
const lookUpPauseMs = 250

export async function dataRouting(request: DeliveryRequest): Promise<Packet> {
  const delivery = Delivery.open(request)
  setHandler(receipt, (signal) => delivery.receive(signal))
  setHandler(cancel, (signal) => delivery.cancel(cancelReason(signal)))
  setHandler(packet, () => delivery.packet())
  cancelWithWorkflow(delivery)
  return CancellationScope.nonCancellable(() => deliver(delivery, new HandOvers(delivery)))
}

async function deliver(delivery: Delivery, handOvers: HandOvers): Promise<Packet> {
  for (;;) {
    const decision = delivery.next()
    switch (decision.do) {
      case 'lookUp':
        if (await delivery.waitUntil(decision.notBefore)) {
          handOvers.begin(await chooseProvider(delivery, decision.tried))
        }
        break
      case 'awaitHandOver':
        await delivery.change()
        break
      case 'handOverAgain':
        if (await delivery.waitUntil(decision.notBefore)) {
          handOvers.begin(delivery.handedOverAgain(decision.attempt.number))
        }
        break
      case 'withdraw':
        handOvers.withdraw(decision.attempt)
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

/**
 * The attempt that begins; none where nobody may be handed the packet. Every failed try is published before the
 * pause, so that an operator sees it while it happens. A worker of ours that had no time for it is no failure of the
 * routing service: that is tried again for as long as it lasts.
 */
async function chooseProvider(delivery: Delivery, tried: string[]): Promise<LedgerAttempt | undefined> {
  const since = Date.now()
  for (let failures = 0; ; ) {
    try {
      const route = await lookUp(delivery, tried, failures + 1)
      return attemptBy(delivery, route)
    } catch (error) {
      const isOurs = ranOutOfTime(error)
      failures += Number(!isOurs)
      const nextTryAt = delivery.beforeExpiry(Date.now() + pauseAfter(isOurs, since))
      const isLast = failures === lookUpTries
      delivery.lookUpFailed(error, isLast ? null : nextTryAt, isOurs)
      if (isLast || !(await goesOnAt(delivery, nextTryAt))) return undefined
    }
  }
}

function pauseAfter(isOurs: boolean, since: number): number {
  return isOurs ? backOff(Date.now() - since) : lookUpPauseMs
}

/** The worker itself took too long: it was busy, or the provider directory was slow to read. */
function ranOutOfTime(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof TimeoutFailure
}

/** Waits until then, whatever else happens; false when the packet has ended by then. */
async function goesOnAt(delivery: Delivery, moment: number): Promise<boolean> {
  do delivery.publish()
  while (!(await delivery.waitUntil(moment)) && !delivery.hasEnded())
  return !delivery.hasEnded()
}

function attemptBy(delivery: Delivery, route: RouteAnswer): LedgerAttempt | undefined {
  if (route === null) delivery.noRouteLeft()
  else if ('wait' in route) delivery.mustWait(route)
  else return delivery.routeChosen(route)
  return undefined
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
  const since = attempt.graceAt ?? attempt.transmittedAt
  const intakeUp = await services.wasIntakeUp({ attempt: attempt.number, since })
  delivery.deadlinePassed(attempt.number, at, intakeUp)
}

/** A cancellation by Temporal's own means counts like one by an operator. */
function cancelWithWorkflow(delivery: Delivery): void {
  CancellationScope.current().cancelRequested.catch(() => delivery.cancel({ code: 'CANCELED_IN_TEMPORAL' }))
}
