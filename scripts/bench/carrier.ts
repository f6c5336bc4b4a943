// Receipts at the moment that a measurement chooses: the simulator stays silent, and this signs in its place.

import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { request } from '@/lib/client/request'
import { submitPacket } from '@/lib/client/submit-packet'
import type { ReceiptMessage } from '@/lib/contract/carrier'
import { packetSchema } from '@/lib/contract/packet'
import { apiPaths } from '@/lib/contract/paths'
import { attemptId } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { waitUntil } from '../stack/wait-until'
import type { Bench } from './bench'
import { message } from './delivery'

/** Nothing may fail over while it is being measured. */
const RECEIPT_TIMEOUT_MS = 600_000
const PATIENCE_MS = 30_000

export async function setCarriers({ stack }: Bench, preset: 'instant' | 'silent'): Promise<void> {
  const response = await fetch(`${stack.addresses.carrier}/profiles`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(preset),
  })
  if (!response.ok) throw new Error(`The simulator refused the profile: ${await response.text()}`)
}

async function readPacket({ stack }: Bench, id: string): Promise<Packet> {
  return packetSchema.parse(await request(apiPaths.packet(id), { origin: stack.addresses.web }))
}

/** A packet that was handed over and waits for its receipt. */
export async function submitWaiting(bench: Bench): Promise<Packet> {
  const body = { ...message, receiptTimeoutMs: RECEIPT_TIMEOUT_MS }
  const { id } = await submitPacket(body, crypto.randomUUID(), { origin: bench.stack.addresses.web })
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
      return holds(packet) ? packet : null
    },
    { limitMs: PATIENCE_MS, signal: bench.signal },
  )
  if (found === null) throw new Error(`Packet ${id} did not come as far as expected.`)
  return found
}

/**
 * Sends the receipt that says "delivered" for the first attempt.
 * @returns when the request left, in milliseconds since the epoch: a moment before it arrives at the API
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
