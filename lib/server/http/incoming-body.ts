/** The body of a request as Node hands it over, without the streams that the framework would wrap it in. */
import 'server-only'
import type { IncomingMessage } from 'node:http'
import { ApiError } from '@/lib/server/api-error'
import { arrivalLimitMs, tooLarge, tooSlow } from './body'

/** Of a body too large, so much is read and thrown away: a sender in the midst of it would not see the answer. */
const mostDiscarded = 1024 * 1024

/** @throws ApiError TOO_LARGE above `maxBytes`, INVALID_REQUEST when it breaks off or does not arrive in time */
export function readIncoming(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > mostDiscarded) return Promise.reject(tooLarge(maxBytes))
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let size = 0
    const end = (error: ApiError | null) => {
      clearTimeout(timer)
      request.off('data', take).off('end', finish).off('close', breakOff)
      if (error === null) resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
      else reject(error)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else chunks = []
      if (size > mostDiscarded) end(tooLarge(maxBytes))
    }
    const finish = () => end(size > maxBytes ? tooLarge(maxBytes) : null)
    const breakOff = () => end(new ApiError('INVALID_REQUEST', 'The body broke off.'))
    const timer = setTimeout(() => end(tooSlow()), arrivalLimitMs)
    request.on('data', take).on('end', finish).on('close', breakOff).on('error', breakOff)
  })
}
