import 'server-only'
import { z } from 'zod'
import { packetId } from '@/lib/contract/fields'
import { parse } from './parse'

const pathParams = z.object({ id: packetId })

/** The id in the path. @throws ApiError INVALID_REQUEST for one that no packet can have */
export function packetIdOf(params: unknown): string {
  return parse(pathParams, params).id
}
