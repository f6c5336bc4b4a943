// Submits packets through the API and sends receipts at the moment that a measurement chooses.
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { text } from 'node:stream/consumers'
import { eq, type SQL, sql } from 'drizzle-orm'
import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { call } from '@/lib/client/api'
import type { ReceiptMessage } from '@/lib/contract/carrier'
import { packetSchema } from '@/lib/contract/packet'
import { apiPath } from '@/lib/contract/paths'
import { attemptId } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { handOvers, packets } from '@/lib/store/schema'
import { waitUntil } from '../stack/wait-until'
import { type Bench, runInFlight } from './bench'

/** The fields that every measured packet has. */
const message = { source: '+017771110000', destination: '+016660002222', text: 'Hello' }

const LIMIT_MS = 300_000

const agent = new http.Agent({ keepAlive: true })

/**
 * Uses Node's own HTTP client. The client shares the processor with what is measured, and `fetch` costs as much
 * processor time as the API itself.
 */
async function submitOne({ stack }: Bench, id: string, extra: object = {}): Promise<void> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  const request = http.request(`${stack.addresses.web}${apiPath('/api/packets')}`, {
    agent,
    method: 'POST',
    headers,
    timeout: ANSWER_LIMIT_MS,
  })
  request.on('timeout', () => request.destroy(new Error('A submission was not answered in time.')))
  request.end(JSON.stringify({ ...message, id, ...extra }))
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const said = await text(response)
  if (response.statusCode !== 202) throw new Error(`A packet was refused: ${said}`)
}

const ANSWER_LIMIT_MS = 30_000

/** Fields of a submission in addition to the usual ones. */
export type Extra = (index: number) => object

/** @returns the prefix of the submitted packets' ids */
export async function submitMany(
  bench: Bench,
  count: number,
  width: number,
  extra: Extra = () => ({}),
): Promise<string> {
  const round = `bench-${randomBytes(6).toString('hex')}-`
  await runInFlight(count, width, (index) => submitOne(bench, `${round}${index}`, extra(index)))
  return round
}

interface Rates {
  acceptedPerSecond: number
  deliveredPerSecond: number
}

/**
 * Submits `count` packets, `width` at a time, and waits until all are delivered and closed by their workflows. Throws
 * when a packet ends in any other way.
 */
export async function deliverMany(
  bench: Bench,
  count: number,
  width: number,
  extra?: Extra,
): Promise<Rates & { prefix: string }> {
  const started = performance.now()
  const round = await submitMany(bench, count, width, extra)
  const acceptedMs = performance.now() - started
  await untilDelivered(bench, { prefix: round, count, isOpen: sql`closed_at is null` })
  const deliveredMs = performance.now() - started
  return {
    prefix: round,
    acceptedPerSecond: (count * 1000) / acceptedMs,
    deliveredPerSecond: (count * 1000) / deliveredMs,
  }
}

/** Submits one packet and measures until readers see it delivered. */
export async function deliverOne(
  bench: Bench,
): Promise<{ id: string; submitMs: number; deliveredMs: number }> {
  const id = `bench-${randomUUID()}`
  const started = performance.now()
  await submitOne(bench, id)
  const submitMs = performance.now() - started
  await untilDelivered(bench, { prefix: id, count: 1, isOpen: sql`ended_at is null` })
  return { id, submitMs, deliveredMs: performance.now() - started }
}

/** Milliseconds from a packet's submission to the start of its hand-over. */
export async function handOverMs({ store, signal }: Bench, id: string): Promise<number> {
  const found = await waitUntil(
    async () => {
      const [row] = await store.db
        .select({ begunAt: handOvers.begunAt, createdAt: packets.createdAt })
        .from(handOvers)
        .innerJoin(packets, eq(packets.id, handOvers.packetId))
        .where(eq(handOvers.packetId, id))
      return row?.begunAt ? row.begunAt.getTime() - row.createdAt.getTime() : null
    },
    { limitMs: LIMIT_MS, everyMs: 50, signal },
  )
  if (found === null) throw new Error(`Packet ${id} was not handed over.`)
  return found
}

interface Awaiting {
  /** The prefix of the packets' ids. */
  prefix: string
  count: number
  /** Condition that matches a packet that is still waited for. */
  isOpen: SQL
  limitMs?: number
}

export async function untilDelivered(
  bench: Bench,
  { prefix, count, isOpen, limitMs = LIMIT_MS }: Awaiting,
): Promise<void> {
  const { store, signal } = bench
  const own = sql`id like ${`${prefix}%`}`
  const done = await waitUntil(
    async () => {
      // Not a count: counting would take a good part of the server's capacity.
      const { rows } = await store.db.execute(
        sql`select 1 from ${packets} where ${isOpen} and ${own} limit 1`,
      )
      return rows.length === 0
    },
    { limitMs, everyMs: count === 1 ? 2 : 20, signal },
  )
  if (done === null) throw new Error(`${count} packets were not delivered within ${limitMs / 1000} s.`)
  const delivered = await store.db.$count(packets, sql`${own} and status = 'DELIVERED'`)
  if (delivered < count) throw new Error(`${count - delivered} packets ended without being delivered.`)
}

/** Long enough that no packet fails over while it is being measured. */
const RECEIPT_TIMEOUT_MS = 600_000
const PATIENCE_MS = 30_000

/** @param profile the name of a preset, or an object with a preset and its overrides */
export async function setCarriers({ stack }: Bench, profile: string | object): Promise<void> {
  const response = await fetch(`${stack.addresses.carrier}/profiles`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ '*': profile }),
  })
  if (!response.ok) throw new Error(`The simulator refused the profile: ${await response.text()}`)
}

async function readPacket({ stack }: Bench, id: string): Promise<Packet> {
  return packetSchema.parse(
    await call('GET /api/packets/{id}', { params: { id }, origin: stack.addresses.web }),
  )
}

/** Submits a packet and waits until it is handed over and waiting for its receipt. */
export async function submitWaiting(bench: Bench): Promise<Packet> {
  const body = { ...message, receiptTimeoutMs: RECEIPT_TIMEOUT_MS }
  const { id } = await call('POST /api/packets', { body, origin: bench.stack.addresses.web })
  return packetWhen(bench, id, ({ attempts }) => attempts[0]?.handOver.state === 'ACCEPTED')
}

export async function packetWhen(
  bench: Bench,
  id: string,
  holds: (packet: Packet) => boolean,
): Promise<Packet> {
  const found = await waitUntil(
    async () => {
      const packet = await readPacket(bench, id)
      return holds(packet) && packet
    },
    { limitMs: PATIENCE_MS, signal: bench.signal },
  )
  if (found === null) throw new Error(`Packet ${id} did not come as far as expected.`)
  return found
}

/**
 * Sends the receipt "delivered" for the first attempt.
 * @returns when the request was sent, in milliseconds since the epoch: a moment before it arrives at the API
 */
export async function confirm({ stack }: Bench, packet: Packet): Promise<number> {
  const { env } = stack.part('web').command
  const [attempt] = packet.attempts
  if (attempt === undefined) throw new Error(`Packet ${packet.id} was never handed over.`)
  const claims = { packetId: packet.id, attempt: 1, provider: attempt.provider }
  const deadline = Date.parse(attempt.deadline)
  const token = await sealToken({ ...claims, deadline }, parseTokenKeys(env.TOKEN_KEYS ?? ''))
  const body = JSON.stringify({ token, delivered: true } satisfies ReceiptMessage)
  const secret = env[`ROUTE_${attempt.provider.at(-1)}_RECEIPT_SECRET`] ?? ''
  const signature = signMessage({ id: attemptId(claims), at: new Date(), body, secret })
  const headers = { 'content-type': 'application/json', ...signature }
  const sentAt = performance.timeOrigin + performance.now()
  const response = await fetch(stack.addresses.callback, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`The receipt was refused: ${await response.text()}`)
  return sentAt
}
