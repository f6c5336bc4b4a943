/** Which attempts have had a receipt, as far as this process remembers; the packet itself knows for certain. */
import 'server-only'
import { processWide } from '@/lib/server/process-wide'

const maxEntries = 20_000

/** A workflow takes 10,000 signals in all; one carrier gone wild must not use them up. */
const maxRepeats = 100

const seen = processWide('receipts-seen', () => new Map<string, number>())

/** Counts a receipt that was taken; true when there was one before. */
export function seenBefore(attemptId: string): boolean {
  const counts = seen()
  const count = counts.get(attemptId) ?? 0
  counts.set(attemptId, count + 1)
  const [oldest] = counts.keys()
  if (counts.size > maxEntries && oldest !== undefined) counts.delete(oldest)
  return count > 0
}

/** So many that another one would tell nobody anything. */
export function tooManyRepeats(attemptId: string): boolean {
  return (seen().get(attemptId) ?? 0) >= maxRepeats
}
