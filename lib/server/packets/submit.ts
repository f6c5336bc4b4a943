/** Accepts packets: they are stored, in groups where many come at once, and then given to a workflow. */
import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Submission } from '@/lib/contract/submission'
import { withinLimit } from '@/lib/contract/time-limit'
import { workflowIdOf } from '@/lib/contract/workflows'
import { defaultMaxAttempts, expiryRange } from '@/lib/packet/bounds'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { ApiError, isApiError } from '@/lib/server/api-error'
import { requireAllowed } from '@/lib/server/notify-address'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { refuseWhileSetBack } from '@/lib/server/set-back'
import { callStore, store } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { Batcher } from '@/lib/store/batcher'
import { findSubmitted, insertPackets, type NewPacket } from '@/lib/store/packets'
import { newGroupId, startDelivery } from '@/lib/temporal/deliveries'

export interface Accepted {
  packet: Packet
  /** False when an earlier request with the same idempotency key had created it. */
  created: boolean
}

/** @throws ApiError INVALID_REQUEST, PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED, STORE_UNREACHABLE, STORE_SET_BACK */
export async function submitPacket(submission: Submission, idempotencyKey: string | null): Promise<Accepted> {
  refuseWhileSetBack()
  requireAllowed(submission.notifyUrl)
  const added = newPacketOf(submission, idempotencyKey)
  const fault = faultOfExpiry(added.expiresAt, added.createdAt)
  // What became of a submission may be asked for by sending it again, also after its expiry.
  if (fault !== null) {
    const known = idempotencyKey === null ? null : await repeated(added)
    if (known === null) throw expiryRefused(fault)
    return { packet: known, created: false }
  }
  const stored = await inserts().add(added)
  if (stored !== null) return { packet: opened(stored), created: true }
  const known = await repeated(added)
  // What had the id or the key has been erased in between.
  return known === null ? submitPacket(submission, idempotencyKey) : { packet: known, created: false }
}

const mostInGroup = 50
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

/** Packets that came together are carried by one workflow. One alone has a workflow that is named after it. */
async function insert(group: NewPacket[]): Promise<(NewPacket | null)[]> {
  const [first, ...others] = group
  const owner = first === undefined || others.length > 0 ? newGroupId() : first.owner
  const added = group.map((packet) => ({ ...packet, owner }))
  const stored = await callStore((db) => insertPackets(db, added), lookFirst)
  if (stored.size > 0) {
    store().announce()
    starting = start(owner, [...stored])
  }
  // The same id may have come twice in one group.
  return added.map((packet) => (stored.delete(packet.id) ? packet : null))
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

/** Not waited for: what could not be started is started by a worker later. */
async function start(owner: string, ids: string[]): Promise<void> {
  const packets = ids.map((id) => ({ id, epoch: 1 }))
  try {
    await callTemporal(({ client }) => startDelivery(client, owner, { packets }))
  } catch (error) {
    if (!(error instanceof ApiError)) log().error({ err: error, owner }, 'packets could not be started')
  }
}

function newPacketOf(submission: Submission, idempotencyKey: string | null): NewPacket {
  const { source, destination, text, contents, maxAttempts, receiptTimeoutMs, expiresAt, notifyUrl } =
    submission
  const id = submission.id ?? `p${base32(randomBytes(10))}`
  return {
    id,
    source,
    destination,
    contents: text === undefined ? Buffer.from(contents ?? '', 'base64') : Buffer.from(text, 'utf8'),
    contentType: text === undefined ? 'application/octet-stream' : 'text/plain; charset=utf-8',
    maxAttempts: maxAttempts ?? defaultMaxAttempts,
    receiptTimeoutMs: receiptTimeoutMs ?? null,
    expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt),
    notifyUrl: notifyUrl ?? null,
    keyHash: idempotencyKey === null ? null : sha256(idempotencyKey),
    fingerprint: fingerprintOf(submission),
    createdAt: Date.now(),
    owner: workflowIdOf(id),
  }
}

function opened({ id, source, destination, owner, createdAt, maxAttempts, expiresAt }: NewPacket): Packet {
  const ledger = openLedger(createdAt, maxAttempts, expiresAt)
  const identity = { id, source, destination, workflowId: owner, runId: null, createdAt, now: createdAt }
  return toPacket(ledger, identity)
}

/**
 * The packet that this very submission has created before; null when there is none.
 * @throws ApiError PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED
 */
async function repeated(again: NewPacket): Promise<Packet | null> {
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

/** Why a packet cannot expire then; null when it can, or never does. Milliseconds since the epoch. */
function faultOfExpiry(expiresAt: number | null, now: number): string | null {
  if (expiresAt === null) return null
  const ahead = expiresAt - now
  if (ahead < expiryRange.min) return 'Choose a time in the future.'
  return ahead > expiryRange.max ? 'Choose a time within the next 30 days.' : null
}

function expiryRefused(fault: string): ApiError {
  return new ApiError('INVALID_REQUEST', `expiresAt: ${fault}`, {
    errors: [{ path: 'expiresAt', message: fault }],
  })
}

/** SHA-256 of the submission, whatever the order its fields came in; hexadecimal. */
function fingerprintOf(submission: Submission): string {
  const fields = Object.entries(submission).sort(([one], [other]) => (one < other ? -1 : 1))
  return sha256(JSON.stringify(fields))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Without letters that are mistaken for digits, in the way of Crockford. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Takes a multiple of five bytes; gives eight characters for each five. */
function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('')
}
