import 'server-only'
import { expiryRange } from '@/lib/packet/bounds'

/** Why a packet cannot expire then; null when it can, or never does. `now`: milliseconds since the epoch. */
export function faultOfExpiry(expiresAt: string | undefined, now: number): string | null {
  if (expiresAt === undefined) return null
  const ahead = Date.parse(expiresAt) - now
  if (ahead < expiryRange.min) return 'Choose a time in the future.'
  return ahead > expiryRange.max ? 'Choose a time within the next 30 days.' : null
}
