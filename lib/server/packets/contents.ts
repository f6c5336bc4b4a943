/** A packet's contents, and their erasure. */
import 'server-only'
import type { Contents, ContentsErased } from '@/lib/contract/packet'
import { hasEnded } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { callStore } from '@/lib/server/store'
import { findContents } from '@/lib/store/packets'
import { type Erasure, eraseContents } from '@/lib/store/retention'
import { getPacket, packetNotFound } from './read'

/** @throws ApiError PACKET_NOT_FOUND, CONTENTS_ERASED, CONTENTS_LOST, STORE_UNREACHABLE */
export async function getContents(id: string): Promise<Contents> {
  const stored = await callStore((db) => findContents(db, id))
  if (stored === null) throw packetNotFound(id)
  const { contents, contentType, erased } = stored
  if (contents === null) throw contentsGone(erased)
  return { contents: Buffer.from(contents).toString('base64'), bytes: contents.byteLength, contentType }
}

export function contentsGone(erased: Erasure | null): ApiError {
  if (erased === null) {
    const detail = 'The store was restored from a copy that did not have the contents of this packet.'
    return new ApiError('CONTENTS_LOST', detail)
  }
  const at = new Date(erased.at).toISOString().slice(0, 16).replace('T', ' ')
  const why = erased.reason ?? 'their retention was over'
  return new ApiError('CONTENTS_ERASED', `Contents were erased on ${at} UTC: ${why}.`)
}

/** @throws ApiError PACKET_NOT_FOUND, PACKET_IN_FLIGHT, STORE_UNREACHABLE */
export async function erase(id: string, reason: string): Promise<ContentsErased> {
  const erasure = { at: Date.now(), reason }
  const erased = await callStore((db) => eraseContents(db, id, erasure), 'It is safe to repeat the request.')
  if (erased !== null) return { at: new Date(erased.at).toISOString(), reason: erased.reason }
  const { status } = await getPacket(id)
  if (hasEnded(status)) return erase(id, reason)
  const detail = 'The packet has not ended and still needs its contents. Cancel it first.'
  throw new ApiError('PACKET_IN_FLIGHT', detail)
}
