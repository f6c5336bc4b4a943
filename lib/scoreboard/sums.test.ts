import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { openLedger } from '@/lib/packet/ledger'
import { attemptKinds } from './counted'
import { binsOf, type ProviderSums } from './sums'
import { type Deed, ledgerOf, someLedger, sumsOf } from './test-support/made-ledger'

/** Everything in the sums, in a fixed order of the providers. */
function said(providers: ReadonlyMap<string, ProviderSums>) {
  const rows = [...providers].map(([name, sums]) => ({ name, counts: sums.counts, bins: binsOf(sums) }))
  return rows.sort((one, other) => (one.name < other.name ? -1 : 1))
}

const countsOf = (deeds: Deed[], provider = 'RouteA') => sumsOf([ledgerOf(deeds)]).get(provider)?.counts

describe('the sums of the providers', () => {
  it('do not depend on the order in which packets are counted', () => {
    fc.assert(
      fc.property(fc.array(someLedger, { maxLength: 20 }), (ledgers) => {
        expect(said(sumsOf([...ledgers].reverse()))).toEqual(said(sumsOf(ledgers)))
      }),
    )
  })

  it('put every attempt into exactly one kind', () => {
    fc.assert(
      fc.property(fc.array(someLedger, { maxLength: 20 }), (ledgers) => {
        let attempts = 0
        for (const { counts } of sumsOf(ledgers).values()) {
          expect(attemptKinds.reduce((sum, kind) => sum + counts[kind], 0)).toBe(counts.attempts)
          expect(counts.late).toBeLessThanOrEqual(counts.silent)
          attempts += counts.attempts
        }
        expect(attempts).toBe(ledgers.reduce((sum, ledger) => sum + ledger.attempts.length, 0))
      }),
    )
  })

  it.each([
    [{ does: 'confirms', after: 2_000 } as const, { confirmed: 1 }],
    [{ does: 'refuses', after: 2_000 } as const, { refused: 1 }],
    [{ does: 'rejects' } as const, { rejected: 1 }],
    [{ does: 'cannot be reached' } as const, { unreachable: 1 }],
    [{ does: 'stays silent' } as const, { silent: 1 }],
    [{ does: 'confirms', after: 12_000 } as const, { silent: 1, late: 1 }],
    [{ does: 'refuses', after: 12_000 } as const, { silent: 1, late: 1 }],
  ])('count an attempt that %o', (deed, expected) => {
    const counts = countsOf([deed])
    expect(counts).toMatchObject({ attempts: 1, late: 0, doubled: 0, ...expected })
  })

  it('do not count an attempt whose hand-over was never sent', () => {
    const withdrawn = { kind: 'unsent', why: 'withdrawn', mayHaveArrived: false } as const
    const events: LedgerEvent[] = [
      { type: 'routeChosen', at: 0, provider: 'RouteA', receiptTimeoutMs: 1_000, settlingMs: 0 },
      { type: 'canceled', at: 500, why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null } },
      { type: 'handOverAnswered', at: 600, attempt: 1, answer: withdrawn },
    ]
    const canceled = events.reduce(apply, openLedger(0, 4))
    expect(canceled.attempts).toHaveLength(1)
    expect(sumsOf([canceled])).toEqual(new Map())
  })

  describe('when our own outage interferes', () => {
    const opened: LedgerEvent = {
      type: 'routeChosen',
      at: 0,
      provider: 'RouteA',
      receiptTimeoutMs: 1_000,
      settlingMs: 0,
    }
    const accepted = { kind: 'accepted', status: 202, latencyMs: 1 } as const
    const answered: LedgerEvent = { type: 'handOverAnswered', at: 1, attempt: 1, answer: accepted }
    const outage = {
      kind: 'outage',
      reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
      mayHaveArrived: false,
    } as const
    const held: LedgerEvent = { type: 'handOverAnswered', at: 1, attempt: 1, answer: outage }
    const deadline = (at: number, intakeUp: boolean): LedgerEvent => {
      return { type: 'deadlinePassed', at, attempt: 1, intakeUp, graceMs: 1_000 }
    }
    const receipt = (at: number): LedgerEvent => {
      return { type: 'receiptArrived', at, attempt: 1, receivedAt: at, delivered: true, reason: null }
    }
    const canceled: LedgerEvent = {
      type: 'canceled',
      at: 1_500,
      why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
    }

    it.each<[string, LedgerEvent[]]>([
      ['silence after a grace', [opened, answered, deadline(1_000, false), deadline(2_000, true)]],
      [
        'silence after an outage that went on',
        [opened, answered, deadline(1_000, false), deadline(2_000, false), canceled],
      ],
      [
        'silence after a timer that fired late',
        [opened, answered, deadline(9_000, true), deadline(10_000, true)],
      ],
      ['a cancellation during a grace', [opened, answered, deadline(1_000, false), canceled]],
      ['what an outage held back until the packet was canceled', [opened, held, canceled]],
    ])('do not count %s', (_, events) => {
      const ledger = events.reduce(apply, openLedger(0, 1))
      expect(ledger.attempts).toHaveLength(1)
      expect(sumsOf([ledger])).toEqual(new Map())
    })

    it('count a receipt within the grace as in time', () => {
      const events = [opened, answered, deadline(1_000, false), receipt(1_500)]
      const counts = sumsOf([events.reduce(apply, openLedger(0, 1))]).get('RouteA')?.counts
      expect(counts).toMatchObject({ attempts: 1, confirmed: 1, silent: 0, late: 0 })
    })

    it('count a receipt after the grace as late', () => {
      const events = [opened, answered, deadline(1_000, false), deadline(2_000, true), receipt(2_500)]
      const counts = sumsOf([events.reduce(apply, openLedger(0, 1))]).get('RouteA')?.counts
      expect(counts).toMatchObject({ attempts: 1, silent: 1, late: 1 })
    })

    it('count silence if receipts could be taken all the time', () => {
      const events = [opened, answered, deadline(1_000, true)]
      const counts = sumsOf([events.reduce(apply, openLedger(0, 1))]).get('RouteA')?.counts
      expect(counts).toMatchObject({ attempts: 1, silent: 1 })
    })
  })

  it('count a packet that two providers confirmed as doubled for both', () => {
    const deeds: Deed[] = [
      { does: 'confirms', after: 15_000 },
      { does: 'confirms', after: 1_000 },
    ]
    expect(countsOf(deeds)).toMatchObject({ silent: 1, late: 1, doubled: 1, confirmed: 0 })
    expect(countsOf(deeds, 'RouteB')).toMatchObject({ confirmed: 1, doubled: 1 })
  })

  it('count a receipt delayed by our outage as in time, without its duration', () => {
    const [attempt] = ledgerOf([{ does: 'confirms', after: 20_000 }]).attempts
    if (attempt === undefined) throw new Error('The ledger has one attempt.')
    const excused = { ...ledgerOf([]), attempts: [{ ...attempt, graceUntil: 40_000 }] }
    const sums = sumsOf([excused]).get('RouteA')
    expect(sums?.counts).toMatchObject({ confirmed: 1, silent: 0, late: 0 })
    expect(sums && binsOf(sums)).toEqual([])
  })
})
