/** Since when receipts could be taken: the workflow asks about its attempt, before it blames a provider for its silence. */
import 'server-only'
import { processWide } from '@/lib/server/process-wide'
import { isUnderWay } from './one-at-a-time'

/** Of each attempt the latest failure is remembered; beyond so many, the oldest counts for all attempts. */
const mostAttempts = 20_000

const intake = processWide('intake', () => {
  const startedAt = Date.now()
  return { upSince: startedAt, latestFailure: startedAt, ofAttempts: new Map<string, number>() }
})

/** Marks the start of the process; called once before it serves. */
export function openIntake(): void {
  intake()
}

/**
 * A receipt was refused just now through no fault of its carrier. It counts for its own attempt, and for all of them
 * where the attempt is not known. Reads that fail or take long do not count: they keep no carrier from confirming.
 *
 * @param attempt its `attemptId`; null where the failure came before that was known
 */
export function noteOutage(attempt: string | null): void {
  const state = intake()
  const now = Date.now()
  state.latestFailure = now
  if (attempt === null) {
    state.upSince = now
    return
  }
  state.ofAttempts.delete(attempt)
  state.ofAttempts.set(attempt, now)
  const [oldest] = state.ofAttempts
  if (state.ofAttempts.size <= mostAttempts || oldest === undefined) return
  state.ofAttempts.delete(oldest[0])
  state.upSince = Math.max(state.upSince, oldest[1])
}

/**
 * Milliseconds since the epoch: since when no receipt for this attempt was refused through a fault of ours. One that is
 * being taken just now has not been told to its packet yet.
 *
 * @param attempt its `attemptId`; without it, any receipt counts
 */
export function intakeUpSince(attempt?: string): number {
  const { upSince, latestFailure, ofAttempts } = intake()
  if (attempt === undefined) return latestFailure
  if (isUnderWay(attempt)) return Date.now()
  return Math.max(upSince, ofAttempts.get(attempt) ?? 0)
}
