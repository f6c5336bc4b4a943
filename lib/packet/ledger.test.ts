import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { decide } from './decide'
import type { LedgerEvent } from './events'
import { explain } from './explain'
import { flagsOf } from './flags'
import { type Ledger, openLedger, settlingUntil } from './ledger'
import { currentProvider, failedProviders } from './view'

const t0 = Date.UTC(2026, 0, 1)
const graceMs = 30_000

function ledgerAfter(events: LedgerEvent[], maxAttempts = 4): Ledger {
  return events.reduce(apply, openLedger(t0, maxAttempts))
}

function route(provider: string, at = 0): LedgerEvent {
  return { type: 'routeChosen', at: t0 + at, provider, receiptTimeoutMs: 10_000, settlingMs: 0 }
}

function accepted(attempt: number, at = 40): LedgerEvent {
  return {
    type: 'handOverAnswered',
    at: t0 + at,
    attempt,
    answer: { kind: 'accepted', status: 202, latencyMs: 40 },
  }
}

function receipt(attempt: number, delivered: boolean, at: number, reason: string | null = null): LedgerEvent {
  return { type: 'receiptArrived', at: t0 + at, attempt, receivedAt: t0 + at, delivered, reason }
}

function deadline(attempt: number, at: number, intakeUp = true): LedgerEvent {
  return { type: 'deadlinePassed', at: t0 + at, attempt, intakeUp, graceMs }
}

describe('a delivery', () => {
  it('is delivered by the first provider that confirms', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), receipt(1, true, 2400)])
    expect(ledger.status).toBe('DELIVERED')
    expect(currentProvider(ledger)).toBe('RouteA')
    expect(decide(ledger)).toEqual({ do: 'close' })
    expect(explain(ledger)).toBe('RouteA confirmed after 2.4 s.')
  })

  it('fails over when the receipt does not come, and keeps listening', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), deadline(1, 10_000)])
    expect(ledger.status).toBe('ROUTING')
    expect(failedProviders(ledger)).toEqual(['RouteA'])
    expect(decide(ledger)).toMatchObject({ do: 'lookUp', tried: ['RouteA'], notBefore: null })
    expect(ledger.attempts[0]).toMatchObject({ outcome: 'TIMED_OUT', settled: false })
  })

  it('fails over at once when a provider says it could not deliver', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), receipt(1, false, 500, 'blocked number')])
    expect(ledger.attempts[0]).toMatchObject({ outcome: 'REFUSED', settled: true })
    expect(explain(ledger)).toBe('RouteA refused: blocked number, looking up a route.')
  })

  it('explains all its attempts in one sentence', () => {
    const ledger = ledgerAfter([
      route('RouteA'),
      accepted(1),
      deadline(1, 10_000),
      route('RouteB', 10_000),
      accepted(2, 10_040),
      receipt(2, false, 11_000, 'blocked number'),
      route('RouteC', 11_000),
      accepted(3, 11_040),
      receipt(3, true, 13_400),
    ])
    expect(explain(ledger)).toBe(
      'RouteA gave no receipt within 10 s, RouteB refused: blocked number, RouteC confirmed after 2.4 s.',
    )
    expect(flagsOf(ledger)).toEqual(['risk'])
    expect(settlingUntil(ledger)).toBe(t0 + 13_400)
  })

  it('is exhausted when the limit of attempts is reached', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), receipt(1, false, 100)], 1)
    expect(ledger.status).toBe('EXHAUSTED')
    expect(explain(ledger)).toBe('RouteA refused, and the limit of 1 attempt is reached.')
  })

  it('has no route when no provider is left', () => {
    const ledger = ledgerAfter([{ type: 'noRouteLeft', at: t0 }])
    expect(ledger.status).toBe('NO_ROUTE')
    expect(explain(ledger)).toBe('No provider could be tried.')
  })

  it('fails when the routing service gives up, and keeps its last error', () => {
    const failed = (nextTryAt: number | null): LedgerEvent => ({
      type: 'lookupFailed',
      at: t0,
      error: { code: 'ROUTING_ERROR', words: 'IO Error: network disconnect' },
      nextTryAt,
    })
    const ledger = ledgerAfter([failed(t0 + 250), failed(t0 + 500), failed(null)])
    expect(ledger.status).toBe('FAILED')
    expect(explain(ledger)).toBe('Gave up on getRoute after 3 tries: IO Error: network disconnect.')
  })
})

describe('a late receipt', () => {
  it('stops the fail-over and abandons the attempt under way', () => {
    const ledger = ledgerAfter([
      route('RouteA'),
      accepted(1),
      deadline(1, 10_000),
      route('RouteB', 10_000),
      accepted(2, 10_040),
      receipt(1, true, 12_000),
    ])
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 1 })
    expect(ledger.attempts.map((attempt) => attempt.outcome)).toEqual(['ACKNOWLEDGED', 'ABANDONED'])
    expect(flagsOf(ledger)).toEqual(['late', 'risk'])
    expect(explain(ledger)).toBe('RouteA confirmed late, after 12 s, RouteB was no longer waited for.')
  })

  it('shows that a packet was delivered twice', () => {
    const ledger = ledgerAfter([
      route('RouteA'),
      accepted(1),
      deadline(1, 10_000),
      route('RouteB', 10_000),
      accepted(2, 10_040),
      receipt(2, true, 11_000),
      receipt(1, true, 12_000),
    ])
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 2 })
    expect(flagsOf(ledger)).toEqual(['late', 'doubled'])
  })

  it('settles its attempt when it says "not delivered"', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), deadline(1, 10_000), receipt(1, false, 12_000)])
    expect(ledger.attempts[0]).toMatchObject({ outcome: 'TIMED_OUT', settled: true, late: true })
  })

  it('wins over a cancellation, and the sentence says so', () => {
    const ledger = ledgerAfter([
      route('RouteA'),
      accepted(1),
      {
        type: 'canceled',
        at: t0 + 1000,
        why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
      },
      receipt(1, true, 2000),
    ])
    expect(ledger.status).toBe('DELIVERED')
    expect(explain(ledger)).toBe('RouteA confirmed after 2 s, although it had been canceled: wrong number.')
  })
})

describe('a delay or an outage of ours', () => {
  it('extends the deadline when the timer fires late', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), deadline(1, 15_000)])
    expect(ledger.status).toBe('TRANSMITTING')
    expect(decide(ledger)).toMatchObject({ do: 'awaitReceipt', until: t0 + 45_000 })
    expect(apply(ledger, deadline(1, 45_000)).status).toBe('ROUTING')
  })

  it('extends the deadline when receipts could not be taken', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), deadline(1, 10_000, false)])
    expect(flagsOf(ledger)).toEqual(['grace'])
  })

  it('moves the deadline when the hand-over began late', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1, 60_040)])
    expect(ledger.attempts[0]).toMatchObject({ transmittedAt: t0 + 60_000, deadline: t0 + 70_000 })
  })

  it('does not end an attempt before its moved deadline', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1, 60_040), deadline(1, 61_000)])
    expect(ledger.status).toBe('TRANSMITTING')
  })
})

describe('repeated receipts', () => {
  it('change nothing', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), receipt(1, true, 100), receipt(1, true, 200)])
    expect(ledger.attempts[0]).toMatchObject({ outcome: 'ACKNOWLEDGED' })
  })

  it('leave a confirmed packet confirmed when they disagree', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), receipt(1, true, 100), receipt(1, false, 200)])
    expect(ledger.status).toBe('DELIVERED')
    expect(flagsOf(ledger)).toEqual(['contradicted'])
  })
})

describe('a provider that refused and then confirms', () => {
  const settlingMs = 120_000
  const listening = (provider: string, at = 0): LedgerEvent => ({
    type: 'routeChosen',
    at: t0 + at,
    provider,
    receiptTimeoutMs: 10_000,
    settlingMs,
  })
  const refused = [listening('RouteA'), accepted(1), receipt(1, false, 500, 'blocked number')]
  const atRouteB = [...refused, listening('RouteB', 500), accepted(2, 540)]
  const takenBack = receipt(1, true, 1_050)

  it('has delivered the packet, and the attempt under way is abandoned', () => {
    const ledger = ledgerAfter([...atRouteB, takenBack])
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 1 })
    expect(ledger.attempts.map(({ outcome }) => outcome)).toEqual(['ACKNOWLEDGED', 'ABANDONED'])
    expect(flagsOf(ledger)).toEqual(['risk', 'contradicted'])
    expect(explain(ledger)).toBe(
      'RouteA confirmed after 1 s, but also refused it, RouteB was no longer waited for.',
    )
  })

  it('makes it a double delivery when the next provider confirmed before, within the settling time', () => {
    const delivered = ledgerAfter([...atRouteB, receipt(2, true, 1_000)])
    expect(settlingUntil(delivered)).toBe(t0 + 1_000 + settlingMs)
    const ledger = apply(delivered, takenBack)
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 2, endedAt: t0 + 1_000 })
    expect(flagsOf(ledger)).toEqual(['doubled', 'contradicted'])
    expect(explain(ledger)).toBe(
      'RouteA confirmed after 1 s, but also refused it, RouteB confirmed after 500 ms, so it was delivered twice.',
    )
    expect(decide(ledger)).toEqual({ do: 'close' })
  })

  it.each([
    ['no route', [{ type: 'noRouteLeft', at: t0 + 600 }], 4],
    ['exhausted', [], 1],
    [
      'canceled',
      [
        {
          type: 'canceled',
          at: t0 + 600,
          why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
        },
      ],
      4,
    ],
  ] satisfies [string, LedgerEvent[], number][])('corrects the ending "%s"', (_, ending, maxAttempts) => {
    const ended = ledgerAfter([...refused, ...ending], maxAttempts)
    expect(settlingUntil(ended)).toBe((ended.endedAt ?? 0) + settlingMs)
    const ledger = apply(ended, takenBack)
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 1, endedAt: t0 + 1_050 })
    expect(flagsOf(ledger)).toEqual(['contradicted'])
    expect(explain(ledger)).toContain('RouteA confirmed after 1 s, but also refused it')
  })

  it('contradicts itself also in the reverse order', () => {
    const ledger = ledgerAfter([
      listening('RouteA'),
      accepted(1),
      deadline(1, 10_000),
      listening('RouteB', 10_000),
      accepted(2, 10_040),
      receipt(2, true, 10_500),
      receipt(2, false, 10_550),
      receipt(2, false, 10_560),
    ])
    expect(flagsOf(ledger)).toEqual(['risk', 'contradicted'])
    expect(explain(ledger)).toBe(
      'RouteA gave no receipt within 10 s, RouteB confirmed after 500 ms, but also refused it.',
    )
  })
})

describe('the sentence', () => {
  it('tells of a refusal by a provider that was no longer waited for', () => {
    const ledger = ledgerAfter([
      route('RouteA'),
      accepted(1),
      {
        type: 'canceled',
        at: t0 + 1_000,
        why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
      },
      receipt(1, false, 2_000),
    ])
    expect(explain(ledger)).toBe('RouteA was no longer waited for, then refused, canceled: wrong number.')
  })

  it('tells of both a cancellation and a double delivery', () => {
    const ledger = ledgerAfter([
      route('RouteA'),
      accepted(1),
      deadline(1, 10_000),
      route('RouteB', 10_000),
      accepted(2, 10_040),
      {
        type: 'canceled',
        at: t0 + 10_500,
        why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
      },
      receipt(2, true, 11_000),
      receipt(1, true, 12_000),
    ])
    expect(flagsOf(ledger)).toContain('doubled')
    expect(explain(ledger)).toMatch(
      /so it was delivered twice, although it had been canceled: wrong number\.$/,
    )
  })

  it('goes on after a reason that ends with a full stop', () => {
    const ledger = ledgerAfter([route('RouteA'), accepted(1), receipt(1, false, 100, 'Blocked number.')], 1)
    expect(explain(ledger)).toBe('RouteA refused: Blocked number, and the limit of 1 attempt is reached.')
  })

  it('does not capitalize the name of a provider', () => {
    const ledger = ledgerAfter([route('waiting room'), accepted(1), receipt(1, true, 100)])
    expect(explain(ledger)).toBe('waiting room confirmed after 100 ms.')
  })
})
