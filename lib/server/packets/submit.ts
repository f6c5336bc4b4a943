/** Accepts packets: they are stored, in groups where many come at once, and then given to a workflow. */
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
  /** False when an earlier request with the same idempotency key had created it. */
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
  // What became of a submission may be asked for by sending it again, also when its times have passed.
  if (fault !== null) {
    const known = idempotencyKey === null ? null : await repeated(added)
    if (known === null) throw fieldRefused(fault)
    return { packet: known, created: false }
  }
  const stored = await inserts().add(added)
  if (stored !== null) return { packet: opened(stored), created: true }
  const known = await repeated(added)
  // What had the id or the key has been erased in between.
  if (known === null) return submitPacket(submission, idempotencyKey, repeating)
  return { packet: known, created: false }
}

const mostBytesInGroup = 1024 * 1024

/** The packet as it was stored; null where its id or its key is taken. */
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
 * Packets that came together are carried by one workflow, as far as they have the same place among others. One alone has
 * a workflow that is named after it.
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
  // The same id may have come twice in one group.
  return added.map((packet) => (left.delete(packet.id) ? packet : null))
}

const lookFirst =
  'With an Idempotency-Key the same can safely be sent again; without one, look for the packet first.'

const longestGatherMs = 100
let starting: Promise<void> = Promise.resolve()

/**
 * While a group is being started, what comes gathers into the next one: a workflow costs Temporal the same for one packet
 * as for fifty. Briefly, for Temporal may be slow or away, and packets are accepted all the same.
 */
async function roomToStart(): Promise<void> {
  await withinLimit(longestGatherMs, undefined, (signal) => Promise.race([starting, once(signal, 'abort')]))
}

/** Not waited for: what could not be started, or given its turn, a worker starts later. */
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

/** In the trace of the first; the others are linked, since one start serves all of them. */
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

/** Likewise of what was asked for before. Without an idempotency key nothing is known of that. @throws ApiError likewise */
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
 * The packet that this very submission has created before; null when there is none.
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
