import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { explain } from './explain'
import { flagsOf } from './flags'
import { type Ledger, openLedger, settlingUntil, wishesOf } from './ledger'
import { hasEnded } from './packet'
import { DrivenDelivery, type Move } from './test-support/driven-delivery'
import { toPacket } from './view'

const move: fc.Arbitrary<Move> = fc.record({
  do: fc.oneof(
    { weight: 12, arbitrary: fc.constant('go on' as const) },
    { weight: 4, arbitrary: fc.constant('receipt' as const) },
    { weight: 3, arbitrary: fc.constant('act' as const) },
    { weight: 1, arbitrary: fc.constant('cancel' as const) },
    { weight: 1, arbitrary: fc.constant('fail' as const) },
  ),
  amount: fc.nat(100_000),
  delivered: fc.boolean(),
})

const world = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 5 }),
  expiresAt: fc.option(fc.integer({ min: 1, max: 60_000 })),
  moves: fc.array(move, { maxLength: 60 }),
})

/** The world calms down: hand-overs are accepted, recalls fail, no receipts come. */
const calm: Move = { do: 'go on', amount: 70, delivered: true }

/** Runs `check` after every step, until nothing more can happen. */
function inEveryWorld(check: (delivery: DrivenDelivery, before: Ledger) => void): void {
  fc.assert(
    fc.property(world, ({ maxAttempts, expiresAt, moves }) => {
      const delivery = new DrivenDelivery(maxAttempts, expiresAt)
      for (const each of moves) {
        const before = delivery.ledger
        if (!delivery.step(each)) break
        check(delivery, before)
      }
    }),
    { numRuns: 1_500 },
  )
}

const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: 'r', createdAt: 0 }

function shown(ledger: Ledger) {
  return toPacket(ledger, { ...identity, now: ledger.updatedAt })
}

describe('a delivery in a world with arbitrary behavior', () => {
  it('comes to an ending once the world calms down', () => {
    fc.assert(
      fc.property(world, ({ maxAttempts, expiresAt, moves }) => {
        const delivery = new DrivenDelivery(maxAttempts, expiresAt)
        const open = moves.every((each) => delivery.step(each))
        for (let steps = 0; open && delivery.step({ ...calm, amount: 70 + steps }); steps++) {
          expect(steps).toBeLessThan(200)
        }
        expect(hasEnded(delivery.ledger.status)).toBe(true)
      }),
      { numRuns: 1_500 },
    )
  })

  it('hands a provider the packet for one attempt only, and waits for one receipt at a time', () => {
    inEveryWorld(({ handedOver, ledger }) => {
      const names = new Map<string, number>()
      for (const { provider, attempt } of handedOver) {
        expect(names.get(provider) ?? attempt).toBe(attempt)
        names.set(provider, attempt)
      }
      expect(ledger.attempts.filter(({ outcome }) => outcome === 'PENDING').length).toBeLessThan(2)
    })
  })

  it('hands the packet to no provider after a confirmation, nor after its expiry', () => {
    inEveryWorld(({ handedOver }) => {
      expect(handedOver.filter((each) => each.afterConfirmation || each.afterExpiry)).toEqual([])
    })
  })

  it('keeps its ending unless a receipt says "delivered", and is never shown as failed after that', () => {
    inEveryWorld(({ ledger, events }, before) => {
      const confirmed = ledger.attempts.some(({ receipt }) => receipt?.delivered)
      expect(ledger.status === 'DELIVERED').toBe(confirmed)
      if (!hasEnded(before.status) || before.status === ledger.status) return
      const last = events.at(-1)
      if (last?.type === 'acted') expect(last.action.do).toBe('confirm')
      else expect(last).toMatchObject({ type: 'receiptArrived', delivered: true })
    })
  })

  it('asks a provider to stop before the next one gets the packet', () => {
    inEveryWorld(({ ledger }, before) => {
      if (ledger.attempts.length === before.attempts.length) return
      const open = before.attempts.filter(
        (each) => each.recallable && !each.settled && each.handOver.state !== 'SENDING',
      )
      expect(open.every(({ recall }) => recall !== null && recall.result !== 'ASKED')).toBe(true)
    })
  })

  it('settles a recalled attempt, and marks it as contradicted if its provider still confirms it', () => {
    inEveryWorld(({ ledger }) => {
      const recalled = ledger.attempts.filter(({ recall }) => recall?.result === 'RECALLED')
      expect(recalled.every(({ settled }) => settled)).toBe(true)
      expect(recalled.every(({ receipt, contradicted }) => contradicted || !receipt?.delivered)).toBe(true)
    })
  })

  it('gives a provider its whole time from the hand-over that reached it', () => {
    inEveryWorld(({ ledger, events }, before) => {
      const was = before.attempts.at(-1)
      if (was?.outcome !== 'PENDING' || ledger.attempts.at(-1)?.outcome !== 'TIMED_OUT') return
      const began = events.findLast(({ type }) => type === 'routeChosen' || type === 'handedOverAgain')
      expect((events.at(-1)?.at ?? 0) - (began?.at ?? 0)).toBeGreaterThanOrEqual(10_000)
    })
  })

  it('counts the time of a provider from when the packet was sent, however long it waited for its turn', () => {
    inEveryWorld(({ ledger, events, leftAt }, before) => {
      if (before.attempts.at(-1)?.outcome !== 'PENDING') return
      if (ledger.attempts.at(-1)?.outcome !== 'TIMED_OUT') return
      expect((events.at(-1)?.at ?? 0) - leftAt).toBeGreaterThanOrEqual(10_000)
    })
  })

  it('withdraws only abandoned attempts without a receipt, of packets that ended or failed over', () => {
    inEveryWorld(({ ledger }, before) => {
      for (const { number, withdrawing, outcome, receipt, reason } of ledger.attempts) {
        const was = before.attempts.find((each) => each.number === number)
        if (!withdrawing || was?.withdrawing) continue
        expect({ outcome, receipt }).toEqual({ outcome: 'ABANDONED', receipt: null })
        expect(hasEnded(ledger.status) || reason?.code === 'FAILED_OVER').toBe(true)
      }
    })
  })

  it('marks an attempt as withdrawn only if it was never sent, and then as settled', () => {
    inEveryWorld(({ ledger, touched, handedOver }) => {
      for (const { number, handOver, settled, receipt, outcome } of ledger.attempts) {
        if (handOver.state !== 'WITHDRAWN') continue
        expect([touched.has(number), handedOver.some(({ attempt }) => attempt === number)]).toEqual([
          false,
          false,
        ])
        expect({ settled, receipt, outcome }).toEqual({ settled: true, receipt: null, outcome: 'ABANDONED' })
      }
    })
  })

  it('leaves an attempt unsettled if its hand-over broke off and may have arrived', () => {
    inEveryWorld(({ ledger, touched }) => {
      const ended = ledger.attempts.filter(
        ({ number, outcome }) => touched.has(number) && outcome !== 'PENDING',
      )
      expect(
        ended.every(({ settled, receipt, recall }) => !settled || receipt !== null || recall !== null),
      ).toBe(true)
    })
  })

  it('times out no provider whose receipt could not be heard, unless the packet has expired', () => {
    inEveryWorld(({ ledger, events, expiresAt }, before) => {
      const event = events.at(-1)
      const was = before.attempts.at(-1)
      if (event?.type !== 'deadlinePassed' || was === undefined) return
      if (ledger.attempts.at(-1)?.outcome !== 'TIMED_OUT') return
      const heard = event.intakeUp && event.at - (was.graceUntil ?? was.deadline) <= 2_000
      expect(heard || (expiresAt !== null && event.at >= expiresAt)).toBe(true)
    })
  })

  it('gives each grace its whole time, and none but the first goes beyond the expiry', () => {
    inEveryWorld(({ ledger, events, expiresAt }, before) => {
      const [was, now] = [before.attempts.at(-1), ledger.attempts.at(-1)]
      if (now?.graceUntil == null || was === undefined || was.graceUntil === now.graceUntil) return
      // An operator may give more.
      if (events.at(-1)?.type === 'acted') return
      const ms = now.graceUntil - (events.at(-1)?.at ?? 0)
      expect(now.graceGivenMs - was.graceGivenMs).toBe(ms)
      if (was.graceUntil === null) expect(ms).toBe(30_000)
      else if (expiresAt === null) expect(ms).toBeGreaterThanOrEqual(30_000)
      else expect(now.graceUntil).toBeLessThanOrEqual(expiresAt)
    })
  })

  it('tells by its flags and its sentence what its providers said, in whatever order', () => {
    inEveryWorld(({ ledger, events, touched }) => {
      const byHand = (attempt: number, delivered: boolean) =>
        ledger.actions.some(
          ({ action, attempt: about }) =>
            about === attempt && action.do === (delivered ? 'confirm' : 'refuse'),
        )
      const said = (attempt: number, delivered: boolean) =>
        byHand(attempt, delivered) ||
        events.some(
          (event) =>
            event.type === 'receiptArrived' && event.attempt === attempt && event.delivered === delivered,
        )
      const sentence = explain(ledger)
      const confirmed = ledger.attempts.filter(({ number }) => said(number, true))
      const contradicted = confirmed.filter(({ number, recall, handOver }) => {
        const { state, status } = handOver
        const rejected = state === 'FAILED' && (status === 409 || status === 422) && !touched.has(number)
        return said(number, false) || recall?.result === 'RECALLED' || rejected
      })
      for (const { number, provider } of ledger.attempts) {
        expect(new RegExp(`${provider} (was )?confirmed`).test(sentence)).toBe(said(number, true))
        if (!said(number, false)) continue
        const told = sentence.slice(sentence.indexOf(provider)).split(/, (?=Route)/)[0]
        expect(told).toMatch(/refused|agreed to stop|rejected/)
      }
      expect(flagsOf(ledger).includes('doubled')).toBe(confirmed.length > 1)
      expect(flagsOf(ledger).includes('contradicted')).toBe(contradicted.length > 0)
      expect(sentence.split('but also').length - 1).toBe(contradicted.length)
      expect(/delivered (twice|\d times)/.test(sentence)).toBe(confirmed.length > 1)
    })
  })

  it('listens for the whole settling time to a provider that refused, since it may still confirm', () => {
    inEveryWorld(({ ledger }) => {
      if (!hasEnded(ledger.status)) return
      const refused = ledger.attempts.some(({ receipt }) => receipt?.delivered === false)
      if (refused) expect(settlingUntil(ledger)).toBe((ledger.endedAt ?? 0) + ledger.settlingMs)
    })
  })

  it('never chooses a provider that operators skip, and chooses next the one that they prefer', () => {
    inEveryWorld(({ ledger }, before) => {
      const chosen = ledger.attempts.at(-1)
      if (ledger.attempts.length <= before.attempts.length || chosen === undefined) return
      const { skipped, preferred } = wishesOf(before)
      expect(skipped).not.toContain(chosen.provider)
      const isFree = before.attempts.every(({ provider }) => provider !== preferred)
      if (preferred !== null && isFree) expect(chosen.provider).toBe(preferred)
    })
  })

  it('is the same after a crash: replaying its events gives the same ledger', () => {
    inEveryWorld(({ events, maxAttempts, expiresAt, ledger }) => {
      expect(events.reduce(apply, openLedger(0, maxAttempts, expiresAt))).toEqual(ledger)
    })
  })

  it('is the same when it is read from the store', () => {
    inEveryWorld(({ ledger }) => {
      const read: Ledger = JSON.parse(JSON.stringify(ledger))
      expect(read).toEqual(ledger)
      expect(shown(read)).toEqual(shown(ledger))
    })
  })
})
