import { expect, test } from 'vitest'
import { apply } from './apply'
import { mostDelays } from './delays'
import type { LedgerEvent } from './events'
import { type Ledger, openLedger } from './ledger'

const failedLookUp = (at: number): LedgerEvent => ({
  type: 'lookupFailed',
  at,
  error: { code: 'ROUTING_ERROR', words: 'connection reset' },
  nextTryAt: at + 250,
})
const chosen = (at: number, provider: string): LedgerEvent => ({
  type: 'routeChosen',
  at,
  provider,
  receiptTimeoutMs: 10_000,
  settlingMs: 0,
})
const waits = (at: number): LedgerEvent => ({
  type: 'routeWaited',
  at,
  wait: { why: 'unavailable', drained: ['RouteA'], broken: [] },
})
const play = (...events: LedgerEvent[]): Ledger => events.reduce(apply, openLedger(0, 4))

test('a packet that nothing delays remembers nothing', () => {
  expect(play(chosen(5, 'RouteA')).delays).toBeUndefined()
})

test('every failed look-up is remembered once a look-up is answered', () => {
  const { delays, lookup } = play(failedLookUp(10), failedLookUp(300), chosen(600, 'RouteA'))
  expect(lookup).toBeNull()
  expect(delays).toMatchObject([
    { kind: 'lookUpFailed', at: 10, nextTryAt: 260 },
    { kind: 'lookUpFailed', at: 300, error: { words: 'connection reset' } },
  ])
})

test('a wait is remembered once, from its beginning to its end, however often it was renewed', () => {
  const waiting = play(waits(10), waits(1_000), waits(5_000))
  expect(waiting.delays).toBeUndefined()
  expect(apply(waiting, chosen(9_000, 'RouteB')).delays).toEqual([
    { kind: 'waited', at: 10, until: 9_000, wait: { why: 'unavailable', drained: ['RouteA'], broken: [] } },
  ])
})

test('a wait ends with the packet', () => {
  const canceled: LedgerEvent = { type: 'canceled', at: 700, why: { code: 'CANCELED_IN_TEMPORAL' } }
  expect(play(waits(10), canceled).delays).toMatchObject([{ kind: 'waited', at: 10, until: 700 }])
})

test('a hand-over that was taken back is remembered with its provider', () => {
  const takenBack: LedgerEvent = {
    type: 'handOverAnswered',
    at: 20,
    attempt: 1,
    answer: { kind: 'takenBack' },
  }
  const ledger = play(chosen(10, 'RouteA'), takenBack)
  expect(ledger.attempts).toEqual([])
  expect(ledger.delays).toEqual([{ kind: 'takenBack', at: 20, provider: 'RouteA' }])
})

test('only the latest delays are remembered', () => {
  const tries = Array.from({ length: mostDelays + 5 }, (_, nth) => failedLookUp(nth * 10))
  const { delays } = play(...tries)
  expect(delays).toHaveLength(mostDelays)
  expect(delays?.at(-1)).toMatchObject({ at: (mostDelays + 4) * 10 })
})
