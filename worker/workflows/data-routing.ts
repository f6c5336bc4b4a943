/** One packet's way to its destination: choose a provider, hand over, wait for the receipt, fail over. */
import {
  ActivityFailure,
  CancellationScope,
  setHandler,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow'
import type { RoutingFallback } from '@/lib/contract/routing-service'
import type { Assignment, Claimed, DeliveryRequest, RouteAnswer } from '@/lib/contract/workflows'
import { backOff } from '@/lib/packet/back-off'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { Delivery } from './delivery'
import { HandOvers } from './hand-overs'
import { cancel, packet, receipts } from './messages'
import { lookUp, lookUpRemotely, recallFrom } from './order'
import { acceptRequest, idTaken } from './request'
import { cancelReason, receiptsIn } from './signals'
import { askSilence, claim, enter, Publisher } from './store'

const lookUpTries = 3
const lookUpPauseMs = 250

/**
 * Delivers a packet that is in the store; one that another Temporal client brings along is stored first. Null when the
 * packet belongs to another workflow by now.
 */
export async function dataRouting(input: Assignment | DeliveryRequest): Promise<Packet | null> {
  const publisher = new Publisher()
  const delivery = CancellationScope.nonCancellable(async () => {
    const [claimed] = await ('packets' in input ? claim(input) : enterAs(input))
    return claimed === undefined ? null : new Delivery(claimed, publisher)
  })
  listen(delivery)
  return CancellationScope.nonCancellable(async () => {
    const own = await delivery
    if (own === null) return null
    void publisher.run()
    return deliver(own, new HandOvers(own))
  })
}

async function enterAs(request: unknown): Promise<Claimed[]> {
  const { workflowId, startTime } = workflowInfo()
  const { packetId, accepted } = acceptRequest(workflowId, request)
  const claimed = await enter({ id: packetId, request: accepted, createdAt: startTime.getTime() })
  if (claimed.length === 0) throw idTaken(packetId)
  return claimed
}

/** What comes before the packet is claimed waits until it is. */
function listen(delivery: Promise<Delivery | null>): void {
  let own: Delivery | null = null
  const tell = (news: (delivery: Delivery) => void) => {
    // Without a packet there is nothing to tell; why there is none is the workflow's own answer.
    delivery.then((one) => one && news(one)).catch(() => undefined)
  }
  tell((one) => {
    own = one
  })
  setHandler(receipts, (signal) => tell((one) => one.receive(receiptsIn(signal))))
  setHandler(cancel, (signal) => tell((one) => one.cancel(cancelReason(signal))))
  setHandler(packet, () => {
    if (own === null) throw new Error('This workflow has not claimed its packet yet; ask again in a moment.')
    return own.packet()
  })
  // A cancellation by Temporal's own means counts like one by an operator.
  CancellationScope.current().cancelRequested.catch(() =>
    tell((one) => one.cancel({ code: 'CANCELED_IN_TEMPORAL' })),
  )
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
      case 'close':
        return delivery.close()
    }
  }
}

/**
 * The attempt that begins; none where nobody may be handed the packet. Every failed try is published before the
 * pause, so that an operator sees it while it happens. A worker of ours that had no time for it is no failure of the
 * routing service: that is tried again for as long as it lasts. After three failures of the service the built-in rules
 * decide, where they are its fallback.
 */
async function chooseProvider(delivery: Delivery, tried: string[]): Promise<LedgerAttempt | undefined> {
  const since = Date.now()
  const service: Service = { fallback: 'fail', failed: false }
  for (let failures = 0; ; ) {
    try {
      return await choose(delivery, tried, service)
    } catch (error) {
      const isOurs = ranOutOfTime(error)
      failures += Number(!isOurs)
      const nextTryAt = delivery.beforeExpiry(Date.now() + pauseAfter(isOurs, since))
      const isOut = failures >= lookUpTries
      const isLast = isOut && (service.failed || service.fallback === 'fail')
      service.failed ||= isOut
      delivery.lookUpFailed(error, isLast ? null : nextTryAt, isOurs)
      if (isLast || !(await goesOnAt(delivery, nextTryAt))) return undefined
    }
  }
}

/** What is known of the routing service during one look-up. */
interface Service {
  fallback: RoutingFallback
  failed: boolean
}

async function choose(
  delivery: Delivery,
  tried: string[],
  service: Service,
): Promise<LedgerAttempt | undefined> {
  const local = await lookUp(delivery, tried, service.failed)
  if (local === null || !('ask' in local)) return attemptBy(delivery, local)
  service.fallback = local.fallback
  const remote = await unlessEnded(delivery, () => lookUpRemotely(delivery, tried))
  return remote === undefined ? undefined : attemptBy(delivery, remote)
}

/**
 * What comes first: the answer, or the packet's end, which gives undefined. A question that waits for a worker must not
 * keep a canceled or expired packet from ending.
 */
async function unlessEnded<T>(delivery: Delivery, ask: () => Promise<T>): Promise<T | undefined> {
  const scope = new CancellationScope()
  try {
    return await scope.run(() => Promise.race([ask(), endOf(delivery)]))
  } finally {
    scope.cancel()
  }
}

async function endOf(delivery: Delivery): Promise<undefined> {
  do delivery.publish()
  while (!delivery.hasEnded() && (await delivery.changeOrExpiry().then(() => true)))
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
  const waitedMs = at - (attempt.graceAt ?? attempt.transmittedAt)
  const { packetId } = delivery
  const { intakeUp, receipts } = await askSilence({ packetId, attempt: attempt.number, waitedMs })
  delivery.receive(receipts)
  delivery.deadlinePassed(attempt.number, at, intakeUp)
}
