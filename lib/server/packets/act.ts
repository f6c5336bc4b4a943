/**
 * Operators' actions on one packet. The answer comes once the action is in effect and stored, or refused. If a
 * workflow owns the packet, the action is sent to it as a validated Update; otherwise the packet is changed in the
 * store.
 */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import type { ActOrder } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { getHealth } from '@/lib/server/live/health'
import { isProviderLeft } from '@/lib/server/providers/plan'
import { callStore, store } from '@/lib/server/store'
import { callTemporal, unreachable } from '@/lib/server/temporal/call'
import { actInStore } from '@/lib/store/acting'
import { type Acting, actOnPacket } from '@/lib/temporal/deliveries'
import { getPacket, packetNotFound } from './read'

/**
 * Time limit for the whole action. Shorter than the silence after which Temporal counts as unreachable, so that a
 * worker that does not answer is not mistaken for an outage of Temporal.
 */
const patienceMs = 2_200
const againMs = 50

const look = 'Look at the packet: it lists the actions that took effect.'

/**
 * @param id idempotency key: a repeated request does nothing more and gets the packet
 * @throws ApiError PACKET_NOT_FOUND, PROVIDER_NOT_FOUND, ACTION_NOT_APPLICABLE, IDEMPOTENCY_KEY_REUSED, NO_WORKER,
 * OUTCOME_UNKNOWN, STORE_UNREACHABLE, TEMPORAL_UNREACHABLE
 */
export async function actOn(order: ActOrder, id: string): Promise<Packet> {
  requireKnown(order)
  let owner = await takeUp(order, id)
  if (owner !== null) await requirePossible(order)
  const until = performance.now() + patienceMs
  let isUntouched = true
  for (let answer: Acting['is'] = 'gone'; owner !== null; owner = await takeUp(order, id)) {
    if (performance.now() > until) throw isUntouched ? notAtHand() : unknownOutcome()
    // After "done" or "unknown" only wait for the store. "done" may not be stored yet if a receipt came at the same
    // moment: the workflow stores both together. After "unknown" the action may still take effect.
    if (answer === 'gone' || answer === 'lost') answer = await ask(owner, order, id, until)
    isUntouched &&= answer === 'gone'
    await pause(againMs)
  }
  store().announce()
  return getPacket(order.packetId)
}

/**
 * The workflow that owns the packet; null once the action is in effect and stored.
 *
 * @throws ApiError PACKET_NOT_FOUND, ACTION_NOT_APPLICABLE, IDEMPOTENCY_KEY_REUSED
 */
async function takeUp(order: ActOrder, id: string): Promise<string | null> {
  const stored = await callStore((db) => actInStore(db, order, { id, at: Date.now() }), look)
  if (stored === null) throw packetNotFound(order.packetId)
  switch (stored.is) {
    case 'done':
      return null
    case 'owned':
      return stored.owner
    case 'refused':
      throw notApplicable(stored.why)
    case 'reused':
      throw new ApiError('IDEMPOTENCY_KEY_REUSED', 'Use another key for another action.')
  }
}

/** @throws ApiError ACTION_NOT_APPLICABLE */
async function ask(owner: string, order: ActOrder, id: string, until: number): Promise<Acting['is']> {
  const limitMs = Math.max(againMs, until - performance.now())
  const asked = await callTemporal(({ client }) => actOnPacket(client, owner, { id, order }), {
    limitMs,
    ifUnknown: look,
  })
  if (asked.is === 'refused') throw notApplicable(asked.why)
  return asked.is
}

function requireKnown({ action }: ActOrder): void {
  if (!('provider' in action)) return
  if (settings().providers.some(({ name }) => name === action.provider)) return
  throw new ApiError('PROVIDER_NOT_FOUND', `No provider ${JSON.stringify(action.provider)} is configured.`)
}

/** Checks the preconditions that a workflow cannot know. */
async function requirePossible({ packetId, action }: ActOrder): Promise<void> {
  const [packet, { temporal, workers }] = await Promise.all([getPacket(packetId), getHealth()])
  if (action.do === 'fail-over' && !(await isProviderLeft(packet)))
    throw notApplicable('No other provider is left that could get it.')
  if (temporal === 'down') throw unreachable()
  if (workers === 0) throw noWorker('No worker is alive. Nothing was changed; try again once one runs.')
  if (packet.stuck !== null)
    throw noWorker('No worker can go on with this packet. Nothing was changed; its page says what to do.')
}

function notApplicable(why: string): ApiError {
  return new ApiError('ACTION_NOT_APPLICABLE', why)
}

function noWorker(detail: string): ApiError {
  return new ApiError('NO_WORKER', detail, { headers: { 'Retry-After': '2' } })
}

function notAtHand(): ApiError {
  return noWorker('No workflow has the packet at this moment. Nothing was changed; try again.')
}

function unknownOutcome(): ApiError {
  const detail = `No worker has answered within ${Math.round(patienceMs / 1000)} s. It may still take effect. ${look}`
  return new ApiError('OUTCOME_UNKNOWN', detail)
}
