import { describe, expect, it } from 'vitest'
import type { Action } from './action'
import { apply } from './apply'
import { refusalOf } from './apply-action'
import { decide } from './decide'
import type { LedgerEvent } from './events'
import { explain } from './explain'
import { flagsOf } from './flags'
import { type Ledger, openLedger, wishesOf } from './ledger'
import { toPacket } from './view'

const t0 = Date.UTC(2026, 0, 1)
const by = { who: 'Ada', reason: 'the customer waits' }

function ledgerAfter(events: LedgerEvent[], maxAttempts = 4, expiresAt: number | null = null): Ledger {
  return events.reduce(apply, openLedger(t0, maxAttempts, expiresAt))
}

function route(provider: string, at = 0): LedgerEvent {
  return { type: 'routeChosen', at: t0 + at, provider, receiptTimeoutMs: 10_000, settlingMs: 120_000 }
}

function accepted(attempt: number, at = 40): LedgerEvent {
  const answer = { kind: 'accepted', status: 202, latencyMs: 40 } as const
  return { type: 'handOverAnswered', at: t0 + at, attempt, answer }
}

function receipt(attempt: number, delivered: boolean, at: number): LedgerEvent {
  return { type: 'receiptArrived', at: t0 + at, attempt, receivedAt: t0 + at, delivered, reason: null }
}

function deadline(attempt: number, at: number): LedgerEvent {
  return { type: 'deadlinePassed', at: t0 + at, attempt, intakeUp: true, graceMs: 30_000 }
}

let actions = 0
function acted(action: Action, attempt: number, at = 1_000): LedgerEvent {
  return { type: 'acted', at: t0 + at, id: `${actions++}`, attempt, action, by }
}

function whyNot(ledger: Ledger, action: Action, attempt: number, at = 1_000): string | null {
  return refusalOf(ledger, { at: t0 + at, attempt, action })
}

const waiting = [route('RouteA'), accepted(1)]
const silent = [...waiting, deadline(1, 10_000)]
const failOver = { do: 'fail-over' } as const
const extend = { do: 'extend', byMs: 60_000 } as const
const confirm = { do: 'confirm' } as const
const refuse = { do: 'refuse' } as const
const skipB = { do: 'skip', provider: 'RouteB' } as const
const preferC = { do: 'prefer', provider: 'RouteC' } as const

describe('failing over by hand', () => {
  it('looks up the next provider, and leaves the attempt before unsettled', () => {
    const ledger = ledgerAfter([...waiting, acted(failOver, 1)])
    expect(decide(ledger)).toMatchObject({ do: 'lookUp', tried: ['RouteA'] })
    expect(ledger.attempts[0]).toMatchObject({ outcome: 'ABANDONED', settled: false })
    expect(explain(ledger)).toBe(
      'RouteA was failed over by hand (Ada: the customer waits), looking up a route.',
    )
  })

  it('withdraws a hand-over that still waits for its turn', () => {
    const ledger = ledgerAfter([route('RouteA'), acted(failOver, 1)])
    expect(decide(ledger)).toMatchObject({ do: 'withdraw', attempt: { number: 1 } })
  })

  it('still lets the provider that was given up confirm the packet', () => {
    const ledger = ledgerAfter([
      ...waiting,
      acted(failOver, 1),
      route('RouteB', 1_100),
      receipt(1, true, 2_000),
    ])
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 1 })
  })

  it.each([
    ['after the end', [...waiting, receipt(1, true, 500)], 'It has ended as DELIVERED.'],
    ['before the first attempt', [], 'It has no attempt 1.'],
    ['between two attempts', silent, 'Attempt 1 is over, and the next provider is being looked up.'],
    [
      'of the attempt before',
      [...silent, route('RouteB', 10_000)],
      'Attempt 2 (RouteB) is the latest by now, not attempt 1.',
    ],
  ])('is refused %s', (_, events, why) => {
    expect(whyNot(ledgerAfter(events), failOver, 1)).toBe(why)
  })

  it('is refused where no other provider would get it', () => {
    expect(whyNot(ledgerAfter(waiting, 1), failOver, 1)).toBe(
      'It is the last of 1 attempt: no further provider would get it.',
    )
    expect(whyNot(ledgerAfter(waiting, 4, t0 + 900), failOver, 1)).toBe(
      'It has expired: no further provider would get it.',
    )
  })
})

describe('more time', () => {
  it('moves the deadline, and the attempt does not end before it', () => {
    const ledger = ledgerAfter([...waiting, acted(extend, 1)])
    expect(decide(ledger)).toMatchObject({ do: 'awaitReceipt', until: t0 + 70_000 })
    expect(apply(ledger, deadline(1, 10_000))).toBe(ledger)
    expect(explain(apply(ledger, deadline(1, 70_000)))).toMatch(/^RouteA gave no receipt within 1 min 10 s/)
  })

  it('counts from now where the deadline has passed unnoticed', () => {
    const ledger = ledgerAfter([...waiting, acted(extend, 1, 30_000)])
    expect(ledger.attempts[0]?.deadline).toBe(t0 + 90_000)
  })

  it('lengthens a grace', () => {
    const grace: LedgerEvent = {
      type: 'deadlinePassed',
      at: t0 + 10_000,
      attempt: 1,
      intakeUp: false,
      graceMs: 30_000,
    }
    const ledger = ledgerAfter([...waiting, grace, acted(extend, 1, 11_000)])
    expect(decide(ledger)).toMatchObject({ do: 'awaitReceipt', until: t0 + 100_000 })
  })

  it('is refused beyond a day, and while no deadline runs', () => {
    const day = { do: 'extend', byMs: 86_400_000 } as const
    expect(whyNot(ledgerAfter(waiting), day, 1)).toMatch(/^RouteA may have at most /)
    const outage: LedgerEvent = {
      type: 'handOverAnswered',
      at: t0,
      attempt: 1,
      answer: { kind: 'outage', reason: { code: 'NOT_CONFIGURED' }, mayHaveArrived: false },
    }
    expect(whyNot(ledgerAfter([route('RouteA'), outage]), extend, 1)).toBe(
      'It has not been handed to RouteA yet, so no deadline runs.',
    )
  })
})

describe('skipping and preferring', () => {
  it('affect the next look-ups: a skip for the rest of the packet, a preference for the next attempt only', () => {
    const asked = ledgerAfter([...waiting, acted(skipB, 1), acted(preferC, 1)])
    expect(wishesOf(asked)).toEqual({ skipped: ['RouteB'], preferred: 'RouteC' })
    const next = [deadline(1, 10_000), route('RouteC', 10_000)].reduce(apply, asked)
    expect(wishesOf(next)).toEqual({ skipped: ['RouteB'], preferred: null })
  })

  it('work before a delivery has begun', () => {
    const queued = openLedger(t0, 4, null, { queued: true })
    expect(wishesOf(apply(queued, acted(skipB, 0)))).toMatchObject({ skipped: ['RouteB'] })
    expect(refusalOf(queued, { at: t0, attempt: 1, action: failOver })).toBe(
      'It is QUEUED, and no provider has it yet.',
    )
  })

  it.each([
    [{ do: 'skip', provider: 'RouteA' } as const, 1, 'RouteA has it now; fail over instead.'],
    [{ do: 'prefer', provider: 'RouteA' } as const, 1, 'RouteA has it now.'],
    [skipB, 2, 'Attempt 1 (RouteA) is the latest by now, not attempt 2.'],
  ])('are refused where they change nothing: %o', (action, attempt, why) => {
    expect(whyNot(ledgerAfter(waiting), action, attempt)).toBe(why)
  })

  it('are refused when repeated, and for a provider that was tried or is skipped', () => {
    const asked = ledgerAfter([...waiting, acted(skipB, 1), acted(preferC, 1)])
    const ofB = { do: 'prefer', provider: 'RouteB' } as const
    expect(whyNot(asked, skipB, 1)).toBe('RouteB is skipped for this packet.')
    expect(whyNot(asked, ofB, 1)).toBe('RouteB is skipped for this packet.')
    expect(whyNot(asked, preferC, 1)).toBe('RouteC is preferred already.')
    const ofA = { do: 'skip', provider: 'RouteA' } as const
    expect(whyNot(ledgerAfter(silent), ofA, 1)).toBe(
      'RouteA has been tried already and does not get it again.',
    )
  })
})

describe('a receipt by hand', () => {
  it('confirms the attempt under way', () => {
    const ledger = ledgerAfter([...waiting, acted(confirm, 1, 2_440)])
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 1 })
    expect(explain(ledger)).toBe('RouteA was confirmed by hand after 2.4 s.')
    expect(ledger.attempts[0]?.receipt).toMatchObject({ byHand: true, reason: by.reason })
  })

  it('refuses the attempt under way, which fails over', () => {
    const ledger = ledgerAfter([...waiting, acted(refuse, 1)])
    expect(decide(ledger)).toMatchObject({ do: 'lookUp', tried: ['RouteA'] })
    expect(explain(ledger)).toBe('RouteA was refused by hand (Ada: the customer waits), looking up a route.')
  })

  it('confirms a packet that has ended undelivered, as a late receipt does', () => {
    const exhausted = ledgerAfter(silent, 1)
    expect(exhausted.status).toBe('EXHAUSTED')
    const ledger = apply(exhausted, acted(confirm, 1, 3_600_000))
    expect(ledger).toMatchObject({ status: 'DELIVERED', endedAt: t0 + 3_600_000 })
    expect(explain(ledger)).toMatch(/^RouteA was confirmed by hand late, after /)
  })

  it('settles a silent attempt, which removes the risk', () => {
    const open = ledgerAfter([
      ...silent,
      route('RouteB', 10_000),
      accepted(2, 10_040),
      receipt(2, true, 11_000),
    ])
    expect(flagsOf(open)).toEqual(['risk'])
    expect(flagsOf(apply(open, acted(refuse, 1, 12_000)))).toEqual(['late'])
  })

  it('is contradicted by a receipt that says otherwise, and "delivered" stands', () => {
    const refused = ledgerAfter([
      ...waiting,
      acted(refuse, 1),
      route('RouteB', 1_100),
      receipt(1, true, 2_000),
    ])
    expect(refused).toMatchObject({ status: 'DELIVERED', deliveredBy: 1 })
    expect(explain(refused)).toMatch(/^RouteA confirmed after 2 s, but also refused by hand/)
    const confirmed = ledgerAfter([...waiting, acted(confirm, 1), receipt(1, false, 2_000)])
    expect(confirmed.status).toBe('DELIVERED')
    expect(flagsOf(confirmed)).toContain('contradicted')
  })

  it('is replaced by a receipt of the provider that says the same', () => {
    const ledger = ledgerAfter([...waiting, acted(confirm, 1), receipt(1, true, 2_000)])
    expect(ledger.attempts[0]?.receipt).toMatchObject({ byHand: false, receivedAt: t0 + 2_000 })
    expect(ledger.status).toBe('DELIVERED')
  })

  it.each([
    [
      confirm,
      [...waiting, receipt(1, true, 500)],
      'It is already recorded that RouteA delivered it, and that stays.',
    ],
    [
      refuse,
      [...waiting, receipt(1, true, 500)],
      'It is already recorded that RouteA delivered it, and that stays.',
    ],
    [refuse, [...waiting, receipt(1, false, 500)], 'It is already recorded that RouteA did not deliver it.'],
    [confirm, [route('RouteA')], 'It is being handed over to RouteA, which may not have it yet.'],
    [confirm, [], 'It has no attempt 1.'],
  ])('is refused when it is already recorded or cannot be true: %o', (action, events, why) => {
    expect(whyNot(ledgerAfter(events), action, 1)).toBe(why)
  })
})

it('an action is shown with the name of the operator, the reason and the attempt', () => {
  const canceled: LedgerEvent = {
    type: 'canceled',
    at: t0 + 3_000,
    why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: 'Bob' },
  }
  const ledger = ledgerAfter([...waiting, acted(extend, 1), acted(skipB, 1), canceled])
  const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: 'r' }
  const { actions: told, reason } = toPacket(ledger, { ...identity, createdAt: t0, now: t0 })
  expect(told.map((each) => [each.who, each.told, each.reason, each.attempt, each.provider])).toEqual([
    ['Ada', 'gave RouteA 1 min more', by.reason, 1, 'RouteA'],
    ['Ada', 'skipped RouteB', by.reason, 1, 'RouteB'],
    ['Bob', 'canceled it', 'wrong number', 1, 'RouteA'],
  ])
  expect(reason).toBe('RouteA was no longer waited for, canceled by Bob: wrong number.')
})
