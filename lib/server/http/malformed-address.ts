import 'server-only'
import { ApiError } from '@/lib/server/api-error'
import { problem } from './reply'

/** False when the percent signs in a path do not stand for UTF-8. */
export function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

export function malformedAddress(): Response {
  return problem(new ApiError('INVALID_REQUEST', 'The address is not percent-encoded UTF-8.'))
}
