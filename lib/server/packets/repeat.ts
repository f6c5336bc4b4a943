/** A submission that was made before: the same again, or a mistake. */
import 'server-only'
import { z } from 'zod'
import { type RequestMemo, requestMemo } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { processWide } from '@/lib/server/process-wide'
import { describePacket } from './describe'
import { memoEntry } from './execution'

const requestSchema = z.object({ fingerprint: z.string(), keyHash: z.string().nullable() })

const maxKeys = 10_000

/** Fingerprints by key, of the last submissions; Temporal's memo knows the others by their packet's id. */
const claims = processWide('idempotency-claims', () => new Map<string, string>())

/**
 * Finds a key that came with another body, also when that body named another id.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export function refuseReusedKey({ keyHash, fingerprint }: RequestMemo): void {
  const claimed = keyHash === null ? undefined : claims().get(keyHash)
  if (claimed !== undefined && claimed !== fingerprint) throw keyReused()
}

/** To be called once the packet exists. */
export function claimKey({ keyHash, fingerprint }: RequestMemo): void {
  if (keyHash === null) return
  const known = claims()
  known.set(keyHash, fingerprint)
  const [oldest] = known.keys()
  if (known.size > maxKeys && oldest !== undefined) known.delete(oldest)
}

/**
 * The packet that this very request created before.
 * @throws ApiError PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED
 */
export async function repeated(id: string, memo: RequestMemo): Promise<Packet> {
  const { packet, info } = await describePacket(id)
  const first = memoEntry(info, requestMemo, requestSchema)
  if (memo.keyHash === null || first?.keyHash !== memo.keyHash) {
    throw new ApiError('PACKET_EXISTS', `The id "${id}" is taken. Choose another, or leave it out.`)
  }
  if (first.fingerprint !== memo.fingerprint) throw keyReused()
  return packet
}

/**
 * Like `repeated`, but null when there is no such packet.
 * @throws ApiError PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED
 */
export async function repeatedIfKnown(id: string, memo: RequestMemo): Promise<Packet | null> {
  try {
    return await repeated(id, memo)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PACKET_NOT_FOUND') return null
    throw error
  }
}

function keyReused(): ApiError {
  const detail = 'Send the first body again to get its packet, or use a new Idempotency-Key for this one.'
  return new ApiError('IDEMPOTENCY_KEY_REUSED', detail)
}
