/** Generates ledgers of ended packets by applying the real rules to a few choices. */
import fc from 'fast-check'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import { countedAttempts } from '../counted'
import { bucketOf, type ProviderSums, sumsByProvider } from '../sums'

const timeoutMs = 10_000

/** What one provider does; times are milliseconds from the hand-over. */
export type Deed =
  | { does: 'confirms' | 'refuses'; after: number }
  | { does: 'rejects' }
  | { does: 'cannot be reached' }
  | { does: 'stays silent' }

/** Tries the providers in turn, `RouteA` first. Late receipts are applied before the packet closes. */
export function ledgerOf(deeds: readonly Deed[]): Ledger {
  let ledger = openLedger(0, deeds.length)
  let at = 0
  const late: LedgerEvent[] = []
  for (const [index, deed] of deeds.entries()) {
    const number = index + 1
    const provider = `Route${String.fromCharCode(65 + index)}`
    ledger = apply(ledger, { type: 'routeChosen', at, provider, receiptTimeoutMs: timeoutMs, settlingMs: 0 })
    for (const event of eventsOf(deed, number, at)) {
      if (event.at <= at + timeoutMs) ledger = apply(ledger, event)
      else late.push(event)
    }
    at = Math.max(at + timeoutMs, ledger.updatedAt)
    ledger = apply(ledger, {
      type: 'deadlinePassed',
      at,
      attempt: number,
      intakeUp: true,
      graceMs: 30_000,
    })
  }
  for (const event of late.sort((one, other) => one.at - other.at)) ledger = apply(ledger, event)
  return ledger
}

function eventsOf(deed: Deed, attempt: number, start: number): LedgerEvent[] {
  const accepted: LedgerEvent = {
    type: 'handOverAnswered',
    at: start,
    attempt,
    answer: { kind: 'accepted', status: 202, latencyMs: 0 },
  }
  switch (deed.does) {
    case 'confirms':
    case 'refuses': {
      const at = start + deed.after
      const delivered = deed.does === 'confirms'
      const receipt = {
        type: 'receiptArrived',
        at,
        attempt,
        receivedAt: at,
        delivered,
        reason: null,
      } as const
      return [accepted, receipt]
    }
    case 'rejects': {
      const answer = {
        kind: 'rejected',
        status: 422,
        latencyMs: 5,
        reason: { code: 'REJECTED', status: 422, redirect: null },
        mayHaveArrived: false,
      } as const
      return [{ type: 'handOverAnswered', at: start + 5, attempt, answer }]
    }
    case 'cannot be reached': {
      const answer = {
        kind: 'unreachable',
        status: null,
        latencyMs: null,
        reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
        mayHaveArrived: false,
      } as const
      return [{ type: 'handOverAnswered', at: start + 5, attempt, answer }]
    }
    case 'stays silent':
      return [accepted]
  }
}

const after = fc.integer({ min: 0, max: 60_000 })

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('confirms' as const), after }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('refuses' as const), after }) },
  { weight: 1, arbitrary: fc.constant({ does: 'rejects' as const }) },
  { weight: 1, arbitrary: fc.constant({ does: 'cannot be reached' as const }) },
  { weight: 2, arbitrary: fc.constant({ does: 'stays silent' as const }) },
)

export const someLedger = fc.array(deed, { minLength: 1, maxLength: 5 }).map(ledgerOf)

/** Sums ended packets as the store does. */
export function sumsOf(ledgers: readonly Ledger[]): Map<string, ProviderSums> {
  return sumsByProvider(
    ledgers.flatMap(countedAttempts).map(({ receipt, ...attempt }) => ({
      ...attempt,
      receipt: receipt && { delivered: receipt.delivered, bucket: bucketOf(receipt.ms) },
      count: 1,
    })),
  )
}
