/** What a request's body has to be. */
import 'server-only'
import { jsonHeaderFault } from '@/lib/contract/json-headers'
import { ApiError } from '@/lib/server/api-error'
import type { RequestHead } from './request-head'

export const arrivalLimitMs = 15_000

/** @throws ApiError UNSUPPORTED_MEDIA_TYPE unless the headers announce plain JSON in UTF-8, however that is spelt */
export function requireJson({ headers }: Pick<RequestHead, 'headers'>): void {
  const fault = jsonHeaderFault(headers.get('content-type'), headers.get('content-encoding'))
  if (fault !== null) throw new ApiError('UNSUPPORTED_MEDIA_TYPE', fault)
}

/** A byte order mark at its start is passed over. @throws ApiError INVALID_REQUEST when the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ApiError('INVALID_REQUEST', 'The body is not UTF-8.', { cause })
  }
}

/** @throws ApiError INVALID_REQUEST when the text is not JSON */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw new ApiError('INVALID_REQUEST', 'The body is empty. Send JSON.')
  try {
    return JSON.parse(text)
  } catch (cause) {
    // Its own words repeat some of the body, which may be secret.
    const [, position] = cause instanceof Error ? (/at position (\d+)/.exec(cause.message) ?? []) : []
    const where = position === undefined ? 'it breaks off' : `it goes wrong at character ${position}`
    throw new ApiError('INVALID_REQUEST', `The body is not JSON: ${where}.`, { cause })
  }
}

export function tooSlow(): ApiError {
  return new ApiError('INVALID_REQUEST', 'The body did not arrive within 15 s.', unreadRest)
}

export function tooLarge(maxBytes: number): ApiError {
  const detail = `The body may have at most ${maxBytes} bytes.`
  return new ApiError('TOO_LARGE', detail, unreadRest)
}

/** What is left of the body is not worth reading. */
const unreadRest = { headers: { Connection: 'close' } } as const
