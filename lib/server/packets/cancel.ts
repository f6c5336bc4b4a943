/**
 * A cancellation is stored first, then signalled to the workflow that owns the packet. If that fails, a worker
 * signals it later.
 */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import type { Operator } from '@/lib/packet/action'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { callStore, store } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { tryNow } from '@/lib/server/try-now'
import { markCancelTold, noteCancel, type UntoldCancel } from '@/lib/store/ownership'
import { signalCancel } from '@/lib/temporal/deliveries'
import { getPacket } from './read'

const patienceMs = 2_000

export interface Canceling {
  packet: Packet
  /** False when no worker handled it in time; it takes effect as soon as one does. */
  done: boolean
}

/** @throws ApiError PACKET_NOT_FOUND, PACKET_ENDED, ACTION_NOT_APPLICABLE, STORE_UNREACHABLE */
export async function cancelPacket(id: string, by: Operator): Promise<Canceling> {
  const noted = await callStore((db) => noteCancel(db, id, { at: Date.now(), by }), 'Look at the packet.')
  const packet = await getPacket(id)
  if (noted === null) throw ended(packet)
  if (noted === 'done') {
    store().announce()
    return { packet, done: true }
  }
  if (!isSame(noted.by, by)) throw askedBefore(noted.by)
  void tell(noted)
  const latest = await waitForEnding(packet)
  if (!hasEnded(latest.status)) return { packet: latest, done: false }
  if (latest.status !== 'CANCELED' && !wasCanceled(latest, by)) throw ended(latest)
  return { packet: latest, done: true }
}

/**
 * Asks the packet's actions, not its status: a receipt that comes after the cancellation changes the status, but the
 * action stays with the packet.
 */
function wasCanceled({ actions }: Packet, by: Operator): boolean {
  return actions.some((done) => done.do === 'cancel' && isSame(done, by))
}

function isSame(one: Operator, other: Operator): boolean {
  return one.who === other.who && one.reason === other.reason
}

async function tell(noted: UntoldCancel): Promise<void> {
  const { id: packetId, owner, by } = noted
  await tryNow('a cancellation could not be told', { owner }, async () => {
    const isTold = await callTemporal(({ client }) => signalCancel(client, owner, { packetId, ...by }))
    if (isTold) await callStore((db) => markCancelTold(db, noted))
  })
}

/** The packet once it has ended, or in its present state at the time-out. The cancellation is already stored. */
async function waitForEnding(packet: Packet): Promise<Packet> {
  const until = performance.now() + patienceMs
  let latest = packet
  for (let delay = 30; performance.now() + delay < until; delay *= 1.5) {
    await pause(delay)
    latest = await getPacket(packet.id).catch(() => latest)
    if (hasEnded(latest.status)) return latest
  }
  return latest
}

/** Only the first request is stored, so a second operator must not be told that theirs was. */
function askedBefore({ who, reason }: Operator): ApiError {
  return new ApiError(
    'ACTION_NOT_APPLICABLE',
    `${who ?? 'An operator'} has asked to cancel it already: ${reason}`,
  )
}

function ended(packet: Packet): ApiError {
  return new ApiError('PACKET_ENDED', `It has ended as ${packet.status}: ${packet.reason}`)
}
