import type { Ledger } from './ledger'
import { type PacketFlag, packetFlags } from './packet'

/** The facts worth filtering by, in a fixed order. */
export function flagsOf(ledger: Ledger): PacketFlag[] {
  const { attempts } = ledger
  const confirmed = attempts.filter((attempt) => attempt.outcome === 'ACKNOWLEDGED')
  const unsettledBefore = attempts.some(
    (attempt) => !attempt.settled && attempt.outcome !== 'PENDING' && attempts.length > attempt.number,
  )
  const overtaken = ledger.deliveredBy !== null && attempts.some((attempt) => !attempt.settled)
  const present: Record<PacketFlag, boolean> = {
    late: attempts.some((attempt) => attempt.late),
    doubled: confirmed.length > 1,
    risk: unsettledBefore || overtaken,
    grace: attempts.some((attempt) => attempt.graceUntil !== null),
    contradicted: attempts.some((attempt) => attempt.contradicted),
    waiting: ledger.waiting !== null,
    // A ledger cannot tell these two: they depend on the present time and on the state of the workflow.
    settling: false,
    stuck: false,
  }
  return packetFlags.filter((flag) => present[flag])
}
