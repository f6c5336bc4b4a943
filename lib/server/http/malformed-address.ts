/** Addresses that mean one thing to a proxy's rules and another to who serves them. */
import 'server-only'
import { ApiError } from '@/lib/server/api-error'

/** False when the percent signs in a path do not stand for UTF-8. */
export function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

/** Null for a path that can be taken at its word. */
export function addressFault(path: string): ApiError | null {
  if (!path.startsWith('/')) return malformed('The request names no path.')
  if (!isDecodable(path)) return malformed('The address is not percent-encoded UTF-8.')
  if (path.includes('\\')) return malformed('The address has a backslash; only / separates its parts.')
  const parts = decodeURIComponent(path).split(/[/\\]/)
  if (!parts.some((part) => part === '.' || part === '..')) return null
  return malformed('The address has a part "." or "..", encoded or not. Write it without.')
}

function malformed(detail: string): ApiError {
  return new ApiError('INVALID_REQUEST', detail)
}
