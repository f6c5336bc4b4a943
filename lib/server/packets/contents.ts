/** What a packet carries. */
import 'server-only'
import type { Contents } from '@/lib/contract/packet'
import { ApiError } from '@/lib/server/api-error'
import { callStore } from '@/lib/server/store'
import { findContents } from '@/lib/store/packets'
import { packetNotFound } from './read'

/** @throws ApiError PACKET_NOT_FOUND, CONTENTS_ERASED, STORE_UNREACHABLE */
export async function getContents(id: string): Promise<Contents> {
  const stored = await callStore((db) => findContents(db, id))
  if (stored === null) throw packetNotFound(id)
  const { contents, contentType } = stored
  if (contents === null) throw new ApiError('CONTENTS_ERASED', 'The contents of this packet were erased.')
  return { contents: Buffer.from(contents).toString('base64'), bytes: contents.byteLength, contentType }
}
