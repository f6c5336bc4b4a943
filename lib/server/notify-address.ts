/** Refuses addresses that notifications must not go to, as far as the address alone shows it. */
import 'server-only'
import { addressFault } from '@/lib/notify/address'
import { fieldRefused } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'

/** Why notifications must not go there; null where they may. */
export function notifyFault(url: string | undefined): string | null {
  return url === undefined ? null : addressFault(url, settings().notifyAllowed)
}

/**
 * Does not resolve host names: the worker checks the resolved address on each connection.
 *
 * @param field the field of the body that held the address
 * @throws ApiError INVALID_REQUEST
 */
export function requireAllowed(url: string | undefined, field = 'notifyUrl'): void {
  const fault = notifyFault(url)
  if (fault !== null) throw fieldRefused({ path: field, message: fault })
}
