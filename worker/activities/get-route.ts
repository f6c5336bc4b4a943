/**
 * Names the next provider for a packet, one that it has not been handed to. This file decides what the installation
 * knows by itself: which providers may be used now, whether to wait, and whether none is left. Among the usable
 * providers the built-in rules choose, or the routing service if there is one.
 */
import { createHash } from 'node:crypto'
import { ApplicationFailure } from '@temporalio/common'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { LookUp, Route, RouteAnswer, RouteAsked, RouteQuestion } from '@/lib/contract/workflows'
import { candidateOf } from '@/lib/directory/candidate'
import { holdUp } from '@/lib/directory/sending'
import { type DirectoryState, inOrder, stateOf } from '@/lib/directory/state'
import type { RouteChoice } from '@/lib/packet/choice'
import { choiceOf, chooseRoute, freeCandidates, type Routing } from '@/lib/packet/routing'
import { askRoutingService, RoutingUnavailable } from './ask-routing-service'
import type { ActivityContext } from './context'

type Candidate = ReturnType<typeof candidateOf<ConfiguredProvider>>

/** Answers directly, or answers that the routing service has to be asked. */
export function createGetRoute(context: ActivityContext) {
  return function getRoute(questions: RouteQuestion[]): Promise<(RouteAnswer | RouteAsked)[]> {
    return Promise.all(questions.map((question) => routeByRules(question, context)))
  }
}

/** Like `getRoute`, but fails while sending is paused; Temporal then retries it. */
export function createGetRouteOnceResumed(context: ActivityContext) {
  const getRoute = createGetRoute(context)
  return async function getRouteOnceResumed(questions: RouteQuestion[]): ReturnType<typeof getRoute> {
    const { paused } = await context.directory.current()
    if (paused === null) return getRoute(questions)
    const message = 'All sending is paused; Temporal gives out no look-ups as soon as it knows.'
    throw ApplicationFailure.create({ message, type: 'SendingPaused', nextRetryDelay: '2 seconds' })
  }
}

async function routeByRules(
  question: RouteQuestion,
  context: ActivityContext,
): Promise<RouteAnswer | RouteAsked> {
  const look = await lookAround(question, context)
  const { routingService } = context
  if (!('choice' in look.answer)) return look.answer.told
  const { provider, choice } = look.answer
  // An operator's preference overrides the service.
  if (choice.by === 'operator') return look.routeTo(provider, choice)
  if (question.serviceFailed) return look.routeTo(provider, { ...choice, by: 'fallback' })
  if (routingService !== null) return { ask: 'service', fallback: routingService.fallback }
  return look.routeTo(provider, choice)
}

/** Asks the routing service over HTTP. A question that fails does not fail the others. */
export function createGetRouteFromService(context: ActivityContext) {
  return function getRouteFromService(questions: RouteQuestion[]): Promise<LookUp<RouteAnswer>[]> {
    return Promise.all(
      questions.map(async (question) => {
        try {
          return { answer: await routeByService(question, context) }
        } catch (error) {
          if (error instanceof RoutingUnavailable) return { error: error.message }
          throw error
        }
      }),
    )
  }
}

/** Determines again which providers may be used, as some time may have passed since `getRoute`. */
async function routeByService(question: RouteQuestion, context: ActivityContext): Promise<RouteAnswer> {
  const { routingService } = context
  const look = await lookAround(question, context)
  if (!('choice' in look.answer)) return look.answer.told
  // During a reconfiguration, workers of one installation may have different settings for a while.
  if (routingService === null) return look.routeTo(look.answer.provider, look.answer.choice)
  const { packetId, destination, tried } = question
  const { candidates, free } = look
  const asked = { packetId, destination, tried, candidates: free.map(({ name }) => name) }
  const named = await askRoutingService(routingService.url, asked)
  const provider = free.find(({ name }) => name === named)
  if (provider === undefined) return withoutThese(free, candidates, question)
  return look.routeTo(provider, choiceOf(provider, 'service', candidates, question))
}

interface Look {
  /** In routing order. */
  candidates: Candidate[]
  /** Those that may be used now, the preferred one first. */
  free: Candidate[]
  answer: { provider: Candidate; choice: RouteChoice } | { told: Exclude<RouteAnswer, Route> }
  routeTo: (provider: Candidate, choice: RouteChoice) => Route
}

async function lookAround(question: RouteQuestion, context: ActivityContext): Promise<Look> {
  const directory = await context.directory.current()
  const candidates = inOrder(directory, context.providers).map((provider) =>
    candidateOf(provider, directory, context.quality.of(provider.name)),
  )
  const routing = routingFor(directory, question, context)
  return {
    candidates,
    free: freeCandidates(candidates, question, routing),
    answer: answer(candidates, question, routing, directory),
    routeTo: ({ configured }, choice) => routeTo(configured, choice, directory, context),
  }
}

function answer(
  candidates: Candidate[],
  question: RouteQuestion,
  routing: Routing,
  directory: DirectoryState,
): Look['answer'] {
  const verdict = chooseRoute(candidates, question, routing)
  if (verdict.is === 'noRoute') return { told: null }
  const held = holdUp(directory, question.packetId, Date.now())
  if (held !== null) return { told: { wait: { why: 'paused', hold: held } } }
  if (verdict.is === 'unavailable') {
    const { drained, broken } = verdict
    return { told: { wait: { why: 'unavailable', drained, broken } } }
  }
  return verdict
}

/** The service wants none of the usable providers: providers that cannot be used now may be wanted later. */
function withoutThese(free: Candidate[], candidates: Candidate[], question: RouteQuestion): RouteAnswer {
  const tried = [...question.tried, ...free.map(({ name }) => name)]
  const verdict = chooseRoute(candidates, { ...question, tried }, { by: 'order' })
  if (verdict.is !== 'unavailable') return null
  const { drained, broken } = verdict
  return { wait: { why: 'unavailable', drained, broken } }
}

/** The draw depends on the choice alone (given a seed), so that a repeated look-up does not explore more often. */
function routingFor(
  { routing }: DirectoryState,
  { packetId, tried }: RouteQuestion,
  { seed }: ActivityContext,
): Routing {
  if (routing === 'order') return { by: 'order' }
  return { by: 'quality', draw: chance(seed, 'explore', packetId, tried.length) }
}

/**
 * A number from 0 up to 1. With a seed it depends on the seed and the subject alone, so that a run can be repeated
 * whatever the order in which workers take their tasks.
 */
function chance(seed: string | null, ...subject: (string | number)[]): number {
  if (seed === null) return Math.random()
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...subject]))
    .digest()
  return digest.readUInt32BE(0) / 2 ** 32
}

function routeTo(
  { name, receiptTimeoutMs, recall }: ConfiguredProvider,
  choice: RouteChoice,
  directory: DirectoryState,
  { settlingMs }: ActivityContext,
): Route {
  return {
    provider: name,
    receiptTimeoutMs: stateOf(directory, name).receiptTimeoutMs ?? receiptTimeoutMs,
    settlingMs,
    ...(recall && { recall }),
    choice,
  }
}
