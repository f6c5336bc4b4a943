/** Accepts packets: stores them, in groups where many come at once, and then starts workflows for them. */
import 'server-only'
import { once } from 'node:events'
import type { Submission } from '@/lib/contract/submission'
import { withinLimit } from '@/lib/contract/time-limit'
import { hasBegun, type Packet } from '@/lib/packet/packet'
import { groupByPrecedence, mostInGroup, precedenceOf } from '@/lib/packet/precedence'
import { toPacket } from '@/lib/packet/view'
import { ApiError, fieldRefused, isApiError } from '@/lib/server/api-error'
import { counted } from '@/lib/server/metrics/counted'
import { processWide } from '@/lib/server/process-wide'
import { refuseWhileSetBack } from '@/lib/server/set-back'
import { callStore, store } from '@/lib/server/store'
import { tryNow } from '@/lib/server/try-now'
import { Batcher } from '@/lib/store/batcher'
import { findSubmitted, insertPackets, ledgerOf, type NewPacket } from '@/lib/store/packets'
import { type DeliveryGroup, newGroupId } from '@/lib/temporal/deliveries'
import { traced } from '@/lib/tracing/tracing'
import { beginQueued, startAll } from './begin'
import { keyHashOf, type Repeating, readSubmission } from './new-packet'

export interface Accepted {
  packet: Packet
  /** False when an earlier request with the same idempotency key has created the packet. */
  created: boolean
}

/** @throws ApiError INVALID_REQUEST, PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED, STORE_UNREACHABLE, STORE_SET_BACK */
export async function submitPacket(
  submission: Submission,
  idempotencyKey: string | null,
  repeating: Repeating | null = null,
): Promise<Accepted> {
  refuseWhileSetBack()
  const { packet: added, fault } = readSubmission(submission, idempotencyKey, repeating)
  // A repeated submission gets its packet even when its times have passed.
  if (fault !== null) {
    const known = idempotencyKey === null ? null : await repeated(added)
    if (known === null) throw fieldRefused(fault)
    return { packet: known, created: false }
  }
  const stored = await inserts().add(added)
  if (stored !== null) return { packet: opened(stored), created: true }
  const known = await repeated(added)
  // The packet that held the id or the key was deleted in between.
  if (known === null) return submitPacket(submission, idempotencyKey, repeating)
  return { packet: known, created: false }
}

const mostBytesInGroup = 1024 * 1024

/** Batched inserts. Each yields the stored packet, or null where its id or key is taken. */
const inserts = processWide(
  'inserts',
  () =>
    new Batcher<NewPacket, NewPacket | null>(insert, {
      most: mostInGroup,
      failsAll: isApiError,
      ready: roomToStart,
      mostSize: mostBytesInGroup,
      sizeOf: ({ contents }) => contents.byteLength,
    }),
)

/**
 * Packets that came together share one workflow if they have the same precedence. A single packet has a workflow that
 * is named after it.
 */
async function insert(group: NewPacket[]): Promise<(NewPacket | null)[]> {
  const groups = groupByPrecedence(group).map(({ packets, ...precedence }) => {
    const [first, ...others] = packets
    const owner = first === undefined || others.length > 0 ? newGroupId() : first.owner
    return { owner, ...precedence, packets }
  })
  const owners = new Map(groups.flatMap(({ owner, packets }) => packets.map((packet) => [packet, owner])))
  const added = group.map((packet) => ({ ...packet, owner: owners.get(packet) ?? packet.owner }))
  const stored = await callStore((db) => insertPackets(db, added), lookFirst)
  if (stored.size > 0) {
    store().announce()
    counted().accepted.inc(stored.size)
    const isNew = ({ id }: NewPacket) => stored.has(id)
    const started = groups.map((each) => ({ ...each, packets: each.packets.filter(isNew) }))
    starting = tryNow('packets could not be started', {}, () => inTheirTrace(added, () => start(started)))
  }
  const left = new Set(stored)
  // A group may contain the same id twice.
  return added.map((packet) => (left.delete(packet.id) ? packet : null))
}

const lookFirst =
  'With an Idempotency-Key it is safe to repeat the request; without one, look for the packet first.'

const longestGatherMs = 100
let starting: Promise<void> = Promise.resolve()

/**
 * Lets packets gather while the previous group is being started: starting a workflow costs Temporal the same for one
 * packet as for fifty. The wait is short, because packets must be accepted even while Temporal is slow or
 * unreachable.
 */
async function roomToStart(): Promise<void> {
  await withinLimit(longestGatherMs, undefined, (signal) => Promise.race([starting, once(signal, 'abort')]))
}

/**
 * The caller does not wait for this. Packets that could not be started, or given their turn, are started by a worker
 * later.
 */
async function start(
  groups: readonly (Omit<DeliveryGroup, 'shares'> & { packets: NewPacket[] })[],
): Promise<void> {
  const begun = groups.flatMap(({ packets, ...group }) => {
    const shares = packets
      .filter((packet) => hasBegun(ledgerOf(packet).status))
      .map(({ id }) => ({ id, epoch: 1 }))
    return shares.length > 0 ? { ...group, shares } : []
  })
  const orderingKeys = new Set(
    groups.flatMap(({ packets }) => packets.flatMap(({ orderingKey }) => orderingKey ?? [])),
  )
  await Promise.all([startAll(begun), beginQueued([...orderingKeys])])
}

/** Runs in the trace of the first packet and links those of the others, since one start serves all of them. */
function inTheirTrace(packets: readonly NewPacket[], run: () => Promise<void>): Promise<void> {
  const options = () => {
    const [parent = null, ...links] = packets.map(({ trace = null }) => trace)
    return { kind: 'internal', parent, links } as const
  }
  return traced('start delivery', options, run)
}

function opened(packet: NewPacket): Packet {
  const { id, source, destination, owner, createdAt, repeats } = packet
  const names = { id, source, destination, workflowId: owner, runId: null, repeats }
  const identity = { ...names, createdAt, now: createdAt }
  return toPacket(ledgerOf(packet), { ...precedenceOf(packet), ...identity })
}

/**
 * The packet of an earlier request with the same idempotency key; null without a key or without such a request.
 *
 * @throws ApiError PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED
 */
export async function findAccepted(asked: {
  id: string | undefined
  idempotencyKey: string | null
  fingerprint: string
}): Promise<Packet | null> {
  const { id = '', idempotencyKey, fingerprint } = asked
  if (idempotencyKey === null) return null
  return repeated({ id, keyHash: keyHashOf(idempotencyKey), fingerprint })
}

/**
 * The packet that an identical earlier submission created; null when there is none.
 *
 * @throws ApiError PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED
 */
async function repeated(again: Pick<NewPacket, 'id' | 'keyHash' | 'fingerprint'>): Promise<Packet | null> {
  const first = await callStore((db) => findSubmitted(db, again))
  if (first === null) return null
  if (again.keyHash === null || first.keyHash !== again.keyHash) {
    const detail = `The id "${first.packet.id}" is taken. Choose another, or leave it out.`
    throw new ApiError('PACKET_EXISTS', detail)
  }
  if (first.fingerprint === again.fingerprint) return first.packet
  const detail = 'Send the first body again to get its packet, or use a new Idempotency-Key for this one.'
  throw new ApiError('IDEMPOTENCY_KEY_REUSED', detail)
}
