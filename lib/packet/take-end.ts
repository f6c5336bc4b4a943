/** Adds to a ledger an end that it lacks, because the store was set back to a moment before that end. */
import { apply } from './apply'
import { defaultReceiptTimeoutMs } from './bounds'
import { abandonPending, end } from './ending'
import { type Ledger, recalledAttempt } from './ledger'
import type { PacketStatus } from './packet'

/** What a workflow said of the end of its packet; `at` is milliseconds since the epoch. */
export interface KnownEnd {
  status: PacketStatus
  deliveredBy: string | null
  at: number
  reason: string
}

const unknownEnd = 'the store was restored from an older copy, and what became of the packet is not known'

/** The ledger with this end. If the end is unknown (null), the packet fails and is not tried again. */
export function takeEnd(ledger: Ledger, known: KnownEnd | null, now: number): Ledger {
  if (known === null) return failed(ledger, now, unknownEnd)
  const { status, deliveredBy, at, reason } = known
  switch (status) {
    case 'DELIVERED':
      return deliveredBy === null ? failed(ledger, at, unknownEnd) : delivered(ledger, deliveredBy, at)
    case 'NO_ROUTE':
    case 'EXHAUSTED':
    case 'EXPIRED':
      return { ...end(left(ledger, at), status, at), updatedAt: Math.max(ledger.updatedAt, at) }
    case 'CANCELED':
      return apply(ledger, { type: 'canceled', at, why: { code: 'CANCELED_IN_TEMPORAL' } })
    case 'FAILED':
      return failed(ledger, at, reason)
    case 'SCHEDULED':
    case 'QUEUED':
    case 'ROUTING':
    case 'TRANSMITTING':
      return failed(ledger, now, unknownEnd)
  }
}

function failed(ledger: Ledger, at: number, error: string): Ledger {
  return apply(ledger, { type: 'failed', at, why: { code: 'INTERNAL', error } })
}

function left(ledger: Ledger, at: number): Ledger {
  return { ...abandonPending(ledger, at, { code: 'FAILED' }), lookup: null }
}

/** Confirms the provider's attempt if the ledger has one, or else adds one. */
function delivered(ledger: Ledger, provider: string, at: number): Ledger {
  const known = ledger.attempts.findLast((attempt) => attempt.provider === provider)
  if (known !== undefined) return confirmed(ledger, known.number, at)
  const asked = recalledAttempt(ledger)
  const unasked = asked
    ? apply(ledger, { type: 'recallAnswered', at, attempt: asked.number, result: 'FAILED' })
    : ledger
  const abandoned = abandonPending(unasked, at, { code: 'OVERTAKEN', by: provider })
  const free: Ledger = { ...abandoned, status: 'ROUTING' }
  const chosen = { provider, receiptTimeoutMs: defaultReceiptTimeoutMs, settlingMs: ledger.settlingMs }
  const routed = apply({ ...free, expiresAt: null }, { type: 'routeChosen', at, ...chosen })
  return confirmed({ ...routed, expiresAt: ledger.expiresAt }, routed.attempts.length, at)
}

function confirmed(ledger: Ledger, attempt: number, at: number): Ledger {
  const receipt = { attempt, receivedAt: at, delivered: true, reason: null, providerReference: null }
  return apply(ledger, { type: 'receiptArrived', at, ...receipt })
}
