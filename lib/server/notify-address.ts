/** Refuses addresses that notifications must not go to, where that can be told from the address alone. */
import 'server-only'
import { addressFault } from '@/lib/notify/address'
import { fieldRefused } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'

/** Why notifications must not go there; null where they may. */
export function notifyFault(url: string | undefined): string | null {
  return url === undefined ? null : addressFault(url, settings().notifyAllowed)
}

/**
 * What a name leads to is checked by the worker, each time that it connects.
 *
 * @param field where the address stood in the body
 * @throws ApiError INVALID_REQUEST
 */
export function requireAllowed(url: string | undefined, field = 'notifyUrl'): void {
  const fault = notifyFault(url)
  if (fault !== null) throw fieldRefused({ path: field, message: fault })
}
