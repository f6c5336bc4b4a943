/** Metrics of what becomes of packets. */
import { deliverySeconds, graces } from '@/lib/contract/workflow-metrics'
import type { Ledger, LedgerAttempt } from '@/lib/packet/ledger'
import { hasEnded } from '@/lib/packet/packet'
import { countOne, observe } from './meter'

/**
 * @param createdAt of the packet; the duration counts from `begunAt`, and from this where the ledger has no `begunAt`
 */
export function measureChange(before: Ledger, after: Ledger, createdAt: number): void {
  if (before === after) return
  if (hasEnded(after.status) && !hasEnded(before.status)) measureEnd(after, createdAt)
  const [earlier, later] = [before.attempts.at(-1), after.attempts.at(-1)]
  if (earlier !== later && later?.graceCause && isAnotherGrace(earlier, later))
    countOne(graces, { why: later.graceCause.why })
}

function measureEnd({ status, attempts, begunAt, endedAt }: Ledger, createdAt: number): void {
  const count = attempts.length > 2 ? '3+' : String(attempts.length)
  observe(deliverySeconds, (endedAt ?? createdAt) - (begunAt ?? createdAt), { status, attempts: count })
}

function isAnotherGrace(earlier: LedgerAttempt | undefined, later: LedgerAttempt): boolean {
  return later.graceGivenMs > (earlier?.number === later.number ? earlier.graceGivenMs : 0)
}
