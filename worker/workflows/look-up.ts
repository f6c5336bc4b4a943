/** Finds the next provider of a packet, by the built-in rules or the routing service, with retries. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  TemporalFailure,
  TimeoutFailure,
} from '@temporalio/workflow'
import type { RoutingFallback } from '@/lib/contract/services'
import {
  directoryUnknown,
  type LookUp,
  type RouteAnswer,
  type RouteAsked,
  type RouteQuestion,
} from '@/lib/contract/workflows'
import { backOff } from '@/lib/packet/back-off'
import { getRouteFromService, getRouteOnceResumed, inTurn, routing } from './activities'
import type { Delivery } from './delivery'
import { Pool } from './pool'

const lookUpTries = 3
const lookUpPauseMs = 250

/** The look-ups of a workflow's packets; those that come up together share one activity. */
export class Routes {
  readonly byRules = new Pool<RouteQuestion, RouteAnswer | RouteAsked>((questions) =>
    inTurn(() => routing.getRoute(questions)),
  )
  readonly onceResumed = new Pool<RouteQuestion, RouteAnswer | RouteAsked>((questions) =>
    getRouteOnceResumed(questions),
  )
  readonly byService = new Pool<RouteQuestion, LookUp<RouteAnswer>>((questions) =>
    getRouteFromService(questions),
  )
}

interface Asked {
  tried: string[]
  /** Sending was paused at the last look-up, so the next one waits until sending is resumed. */
  paused: boolean
}

/**
 * Records the next provider of the packet, or why none may be handed it now. Every failed try is published before the
 * pause that follows, so that an operator sees it while it happens. If a worker of ours had no time for the look-up,
 * that is no failure of the routing service, and the look-up is retried for as long as this lasts. After three failures
 * of the service the built-in rules decide, if they are its fallback.
 */
export async function chooseProvider(delivery: Delivery, routes: Routes, asked: Asked): Promise<void> {
  const since = Date.now()
  const service: Service = { fallback: 'fail', failed: false }
  for (let failures = 0; ; ) {
    try {
      return await choose(delivery, routes, asked, service)
    } catch (error) {
      if (!isFailedTry(error)) throw error
      const isOurs = isOursAlone(error)
      failures += Number(!isOurs)
      const nextTryAt = delivery.beforeExpiry(Date.now() + pauseAfter(isOurs, since))
      const isOut = failures >= lookUpTries
      const isLast = isOut && (service.failed || service.fallback === 'fail')
      service.failed ||= isOut
      delivery.lookUpFailed(error, isLast ? null : nextTryAt, isOurs)
      if (isLast || !(await goesOnAt(delivery, nextTryAt))) return
    }
  }
}

/** The routing service failed; the message says how. */
class ServiceFailure extends Error {}

/** Whether the try failed, and not the code of this workflow. */
function isFailedTry(error: unknown): boolean {
  return error instanceof TemporalFailure || error instanceof ServiceFailure
}

/** What is known of the routing service during one look-up. */
interface Service {
  fallback: RoutingFallback
  failed: boolean
}

function questionOf(
  { packetId, destination, wishes }: Delivery,
  tried: string[],
  { failed }: Service,
): RouteQuestion {
  const { skipped, preferred } = wishes
  return {
    packetId,
    destination,
    tried,
    ...(skipped.length > 0 && { skipped }),
    ...(preferred !== null && { preferred }),
    ...(failed && { serviceFailed: true }),
  }
}

/** Records nothing if operators have acted meanwhile: the look-up is then repeated with their wishes. */
async function choose(
  delivery: Delivery,
  routes: Routes,
  { tried, paused }: Asked,
  service: Service,
): Promise<void> {
  const question = questionOf(delivery, tried, service)
  const { timesActed } = delivery
  const local = paused
    ? await unlessEnded(delivery, routes.onceResumed.ask(question))
    : await routes.byRules.ask(question)
  if (local === undefined || delivery.timesActed > timesActed) return
  if (local === null || !('ask' in local)) return record(delivery, local)
  service.fallback = local.fallback
  const remote = await unlessEnded(delivery, routes.byService.ask(question))
  if (remote === undefined || delivery.timesActed > timesActed) return
  if ('error' in remote) throw new ServiceFailure(remote.error)
  record(delivery, remote.answer)
}

/**
 * Resolves to the answer, or to undefined if the packet ends first. A question that waits for a worker must not keep a
 * canceled or expired packet from ending.
 */
async function unlessEnded<T>(delivery: Delivery, answer: Promise<T>): Promise<T | undefined> {
  const waitForEnd = new CancellationScope()
  try {
    return await Promise.race([answer, waitForEnd.run(() => endOf(delivery))])
  } finally {
    waitForEnd.cancel()
  }
}

async function endOf(delivery: Delivery): Promise<undefined> {
  do delivery.publish()
  while (!delivery.hasEnded() && (await delivery.changeOrExpiry().then(() => true)))
}

function pauseAfter(isOurs: boolean, since: number): number {
  return isOurs ? backOff(Date.now() - since) : lookUpPauseMs
}

/** Whether the worker itself took too long, or could not read the provider directory. */
function isOursAlone(error: unknown): boolean {
  // The failure of a local activity is not wrapped in an ActivityFailure, except for a time-out.
  const cause = error instanceof ActivityFailure ? error.cause : error
  return (
    cause instanceof TimeoutFailure ||
    (cause instanceof ApplicationFailure && cause.type === directoryUnknown)
  )
}

/** Waits until the moment, whatever else happens; returns false if the packet has ended by then. */
async function goesOnAt(delivery: Delivery, moment: number): Promise<boolean> {
  do delivery.publish()
  while (!(await delivery.waitUntil(moment)) && !delivery.hasEnded())
  return !delivery.hasEnded()
}

function record(delivery: Delivery, route: RouteAnswer): void {
  if (route === null) delivery.noRouteLeft()
  else if ('wait' in route) delivery.mustWait(route)
  else delivery.routeChosen(route)
}
