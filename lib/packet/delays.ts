/** Remembers what delayed a delivery, once that is over. */
import type { LedgerEvent } from './events'
import type { Ledger, LedgerDelay } from './ledger'

/** A packet remembers only its latest delays: endless repetitions say nothing new. */
export const mostDelays = 30

/** The new ledger with the delays that the event adds. */
export function withDelays(before: Ledger, after: Ledger, event: LedgerEvent): Ledger {
  const found = [...lookUpFailure(event), ...waitOver(before, after), ...handOverTakenBack(before, event)]
  if (found.length === 0) return after
  return { ...after, delays: [...(after.delays ?? []), ...found].slice(-mostDelays) }
}

function lookUpFailure(event: LedgerEvent): LedgerDelay[] {
  if (event.type !== 'lookupFailed') return []
  const { at, error, nextTryAt } = event
  return [{ kind: 'lookUpFailed', at, error, nextTryAt }]
}

function waitOver({ waiting }: Ledger, after: Ledger): LedgerDelay[] {
  if (waiting === null || after.waiting?.since === waiting.since) return []
  const { since, nextTryAt: _, ...wait } = waiting
  return [{ kind: 'waited', at: since, until: after.updatedAt, wait }]
}

function handOverTakenBack({ attempts }: Ledger, event: LedgerEvent): LedgerDelay[] {
  if (event.type !== 'handOverAnswered' || event.answer.kind !== 'takenBack') return []
  const attempt = attempts.find(({ number }) => number === event.attempt)
  return attempt === undefined ? [] : [{ kind: 'takenBack', at: event.at, provider: attempt.provider }]
}
