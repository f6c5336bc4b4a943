/** A submission that was made before: the same again, or a mistake. */
import 'server-only'
import { z } from 'zod'
import { type RequestMemo, requestMemo } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { memoEntry } from '@/lib/server/temporal/execution-info'
import { describePacket } from './describe'
import { idFromKeyHash } from './fingerprint'

export const requestSchema = z.object({ fingerprint: z.string(), keyHash: z.string().nullable() })

/**
 * The packet that this very request created before; to be asked once its workflow id is known to be taken.
 * @throws ApiError PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED
 */
export async function repeated(id: string, memo: RequestMemo): Promise<Packet> {
  const packet = await repeatedIfKnown(id, memo)
  if (packet !== null) return packet
  // Taken, yet by no packet: a claim of this very key, or of one whose id somebody has guessed.
  throw memo.keyHash !== null && id === idFromKeyHash(memo.keyHash) ? keyReused() : idTaken(id)
}

/**
 * Like `repeated`, but null when there is no such packet.
 * @throws ApiError PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED
 */
export async function repeatedIfKnown(id: string, memo: RequestMemo): Promise<Packet | null> {
  try {
    const { packet, info } = await describePacket(id)
    const first = memoEntry(info, requestMemo, requestSchema)
    if (memo.keyHash === null || first?.keyHash !== memo.keyHash) throw idTaken(id)
    if (first.fingerprint !== memo.fingerprint) throw keyReused()
    return packet
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PACKET_NOT_FOUND') return null
    throw error
  }
}

function idTaken(id: string): ApiError {
  return new ApiError('PACKET_EXISTS', `The id "${id}" is taken. Choose another, or leave it out.`)
}

export function keyReused(): ApiError {
  const detail = 'Send the first body again to get its packet, or use a new Idempotency-Key for this one.'
  return new ApiError('IDEMPOTENCY_KEY_REUSED', detail)
}
