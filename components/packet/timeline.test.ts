import { expect, test } from 'vitest'
import type { AuditEntry } from '@/lib/contract/audit'
import type { ReceiptEvidence } from '@/lib/contract/kept-receipt'
import { apply } from '@/lib/packet/apply'
import type { HandOverAnswer, LedgerEvent } from '@/lib/packet/events'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { otherReceipts, type TimelineEvent, timelineJson, timelineOf } from './timeline'

const t0 = Date.parse('2026-03-01T09:00:00.000Z')

function packetAfter(...events: LedgerEvent[]): Packet {
  const ledger = events.reduce(apply, openLedger(t0, 4))
  const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: 'r' }
  return toPacket(ledger, { ...identity, createdAt: t0, now: t0 + 3_600_000 })
}

const chosen = (at: number, provider: string): LedgerEvent => ({
  type: 'routeChosen',
  at: t0 + at,
  provider,
  receiptTimeoutMs: 10_000,
  settlingMs: 120_000,
})
const accepted = (at: number, attempt: number): LedgerEvent => ({
  type: 'handOverAnswered',
  at: t0 + at,
  attempt,
  answer: { kind: 'accepted', status: 202, latencyMs: 12 },
})
const answered = (answer: HandOverAnswer): LedgerEvent => ({
  type: 'handOverAnswered',
  at: t0 + 20,
  attempt: 1,
  answer,
})
const silent = (at: number, attempt: number): LedgerEvent => ({
  type: 'deadlinePassed',
  at: t0 + at,
  attempt,
  intakeUp: true,
  graceMs: 30_000,
})
const confirmed = (at: number, attempt: number): LedgerEvent => ({
  type: 'receiptArrived',
  at: t0 + at,
  receivedAt: t0 + at,
  attempt,
  delivered: true,
  reason: null,
  providerReference: 'ref-7',
})
const failedLookUp = (at: number): LedgerEvent => ({
  type: 'lookupFailed',
  at: t0 + at,
  error: { code: 'ROUTING_ERROR', words: 'connection reset' },
  nextTryAt: t0 + at + 250,
})
const waits = (at: number): LedgerEvent => ({
  type: 'routeWaited',
  at: t0 + at,
  wait: { why: 'unavailable', drained: ['RouteC'], broken: [] },
})

const told = (events: readonly TimelineEvent[]) =>
  events.map(({ at, attempt, what }) => `${at - t0} ${attempt ?? '-'} ${what}`)

test('lists look-ups, waits, hand-overs and receipts in the order of time', () => {
  const packet = packetAfter(
    failedLookUp(10),
    chosen(300, 'RouteA'),
    accepted(320, 1),
    silent(10_320, 1),
    waits(10_330),
    chosen(40_330, 'RouteB'),
    accepted(40_350, 2),
    confirmed(42_000, 2),
  )
  expect(told(timelineOf(packet, null))).toEqual([
    '0 - Submitted',
    '10 - A look-up failed',
    '308 1 handed over',
    '320 1 hand-over accepted, answer 202 after 12 ms',
    '10320 1 no receipt within 10 s',
    '10330 - No provider might be handed it for 30 s',
    '40338 2 handed over',
    '40350 2 hand-over accepted, answer 202 after 12 ms',
    '42000 2 confirmed after 1.6 s',
    '42000 2 receipt: delivered',
    '42000 - Ended',
  ])
})

const reason = { code: 'ERROR_STATUS', status: 503 } as const

test.each<[string, LedgerEvent[], string]>([
  ['leaves at this moment', [], 'being handed over'],
  ['was accepted', [accepted(20, 1)], 'handed over'],
  [
    'is kept back by an outage',
    [answered({ kind: 'outage', reason, mayHaveArrived: false })],
    'chosen, but not handed over yet',
  ],
  [
    'was rejected',
    [
      answered({
        kind: 'rejected',
        reason: { code: 'REJECTED', status: 400, redirect: null },
        status: 400,
        latencyMs: 12,
        mayHaveArrived: false,
      }),
    ],
    'hand-over tried',
  ],
  ['was confirmed before its hand-over was answered', [confirmed(30, 1)], 'hand-over begun'],
  [
    'was withdrawn before it left',
    [
      { type: 'withdrawalAsked', at: t0 + 10, attempt: 1 },
      answered({ kind: 'unsent', why: 'withdrawn', mayHaveArrived: false }),
      { type: 'canceled', at: t0 + 40, why: { code: 'CANCELED_IN_TEMPORAL' } },
    ],
    'chosen, but not handed over',
  ],
])('for a packet that %s, says whether it was handed over', (_, events, words) => {
  const packet = packetAfter(chosen(0, 'RouteA'), ...events)
  const handOver = timelineOf(packet, null).find(({ kind }) => kind === 'handOver')
  expect(handOver?.what).toBe(words)
})

test('a receipt after the deadline is marked as late', () => {
  const packet = packetAfter(
    chosen(0, 'RouteA'),
    accepted(0, 1),
    silent(10_000, 1),
    chosen(10_050, 'RouteB'),
    accepted(10_050, 2),
    confirmed(13_000, 1),
  )
  const receipt = timelineOf(packet, null).find(({ kind }) => kind === 'receipt')
  expect(receipt).toMatchObject({ at: t0 + 13_000, attempt: 1, what: 'receipt: delivered, late' })
  expect(receipt?.detail).toBe('Reference ref-7')
})

test('the present wait has no end', () => {
  const wait = timelineOf(packetAfter(waits(50)), null).at(-1)
  expect(wait).toMatchObject({ kind: 'waited', at: t0 + 50, until: null })
  expect(wait?.detail).toContain('RouteC')
})

const evidence = (id: string, at: number, part: Partial<ReceiptEvidence> = {}): ReceiptEvidence => ({
  id,
  result: 'recorded',
  provider: 'RouteA',
  packetId: 'p',
  attempt: 1,
  delivered: true,
  why: null,
  providerReference: null,
  webhookId: id,
  digest: '',
  excerpt: '',
  key: '',
  keyAge: 'only',
  receivedAt: new Date(t0 + at).toISOString(),
  reason: null,
  ...part,
})

test('once all receipts are known, lists repeated and kept ones too, and none twice', () => {
  const packet = packetAfter(chosen(0, 'RouteA'), accepted(0, 1), confirmed(2_000, 1))
  const receipts = [
    evidence('1', 2_000),
    evidence('2', 3_000, { result: 'duplicate' }),
    evidence('3', 999_000, { result: 'kept', reason: 'CLOSED' }),
    evidence('4', 999_001, { result: 'kept', reason: 'UNKNOWN_ATTEMPT', attempt: 9 }),
  ]
  const events = timelineOf(packet, receipts).filter(({ kind }) => kind === 'receipt')
  expect(told(events)).toEqual([
    '2000 1 receipt: delivered',
    '3000 1 receipt: delivered, repeated',
    '999000 1 receipt: delivered, kept, as the packet had closed',
    '999001 - receipt: delivered, kept, as there is no such attempt',
  ])
})

test('beside the receipt that an attempt has, finds the repeated and the kept ones of each attempt', () => {
  const packet = packetAfter(chosen(0, 'RouteA'), accepted(0, 1), confirmed(2_000, 1))
  const events = timelineOf(packet, [
    evidence('1', 2_000),
    evidence('2', 3_000, { result: 'duplicate' }),
    evidence('3', 999_000, { result: 'kept', reason: 'CLOSED' }),
    evidence('4', 999_001, { result: 'kept', reason: 'UNKNOWN_ATTEMPT', attempt: 9 }),
  ])
  const ids = [...otherReceipts(packet, events)].map(([attempt, some]) => [attempt, some.map(({ id }) => id)])
  expect(ids).toEqual([
    [1, ['receipt 2', 'receipt 3']],
    [null, ['receipt 4']],
  ])
  expect(otherReceipts(packet, timelineOf(packet, null)).size).toBe(0)
})

test("an event's id is unique and does not change when others are added", () => {
  const before = timelineOf(packetAfter(failedLookUp(10), failedLookUp(300), waits(600)), null)
  const after = timelineOf(
    packetAfter(failedLookUp(10), failedLookUp(300), waits(600), chosen(900, 'RouteA')),
    null,
  )
  const ids = after.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
})

test('the JSON file has exact times and names the packet', () => {
  const packet = packetAfter(failedLookUp(10))
  const read = { receipts: { listed: 1, total: 2 }, audit: null }
  const file = JSON.parse(timelineJson(packet, timelineOf(packet, null), read))
  expect(file).toMatchObject({
    packet: 'p',
    status: 'ROUTING',
    ...read,
    events: [
      { at: '2026-03-01T09:00:00.000Z', kind: 'submitted' },
      { at: '2026-03-01T09:00:00.010Z', kind: 'lookUpFailed', detail: 'connection reset', until: null },
    ],
  })
})

test("an operator's action appears at its time, with name and reason", () => {
  const by = { who: 'Ada', reason: 'the customer waits' }
  const packet = packetAfter(chosen(0, 'RouteA'), accepted(20, 1), {
    type: 'acted',
    id: 'a1',
    at: t0 + 1_000,
    attempt: 1,
    action: { do: 'extend', byMs: 60_000 },
    by,
  })
  expect(timelineOf(packet, null)).toContainEqual(
    expect.objectContaining({
      kind: 'byHand',
      at: t0 + 1_000,
      what: 'Ada gave RouteA 1 min more',
      detail: 'the customer waits',
    }),
  )
})

const entry = (at: number, part: Partial<AuditEntry> = {}): AuditEntry => ({
  id: String(at),
  at: new Date(t0 + at).toISOString(),
  who: 'Ada',
  action: 'packet.send-again',
  kind: 'packet',
  subject: 'p',
  subjectName: null,
  made: null,
  reason: 'not received',
  parameters: null,
  via: 'page',
  address: null,
  forwardedFor: null,
  result: 'DONE',
  code: null,
  detail: null,
  endedAt: null,
  ...part,
})
const askedOf = (packet: Packet, audit: AuditEntry[]) =>
  timelineOf(packet, null, audit).flatMap(({ id, what, detail }) =>
    id.startsWith('audit') ? `${what}: ${detail}` : [],
  )

test('actions that stand only in the audit appear with name, reason and result', () => {
  const deliverAt = 'tomorrow at 9'
  const asked = askedOf(packetAfter(), [
    entry(60, {
      action: 'bulk-action.begin',
      kind: 'bulk-action',
      subject: null,
      made: 'bulk',
      parameters: { action: 'send-again', count: 3 },
    }),
    entry(50, { made: 'p2' }),
    entry(40, { action: 'packet.erase', result: 'REFUSED', detail: 'It is under way.' }),
    entry(30, { action: 'packet.send-now', who: null, reason: null }),
    entry(20, { action: 'packet.reschedule', parameters: { deliverAt } }),
    entry(-5, { subject: 'p0', made: 'p' }),
  ])
  expect(asked).toEqual([
    'Ada asked to send p0 again, as this packet: “not received”. Done',
    'Ada asked to reschedule it (deliver at tomorrow at 9): “not received”. Done',
    'An operator asked to send it now: Done',
    'Ada asked to erase its contents: “not received”. Refused: It is under way.',
    'Ada asked to send it again, as p2: “not received”. Done',
    'Ada began a bulk action to send it again: “not received”. Done',
  ])
})

test('an action that the packet itself has does not appear again from the audit, but a refused one does', () => {
  const why = { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: 'Ada' } as const
  const packet = packetAfter({ type: 'canceled', at: t0 + 1_000, why })
  const cancel = { action: 'packet.cancel', reason: 'wrong number' } as const
  const bulk = { kind: 'bulk-action', subject: null, made: 'bulk', parameters: { action: 'cancel' } } as const
  expect(
    askedOf(packet, [
      entry(990, cancel),
      entry(991, { ...cancel, result: 'UNKNOWN' }),
      entry(992, { ...cancel, ...bulk, action: 'bulk-action.begin' }),
      entry(993, { ...cancel, ...bulk, action: 'bulk-action.undo', parameters: null }),
    ]),
  ).toEqual([])
  expect(
    askedOf(packet, [
      entry(2_000, { ...cancel, result: 'REFUSED', detail: 'It has ended.' }),
      entry(2_001, { ...cancel, reason: 'other', result: 'LATER' }),
    ]),
  ).toEqual([
    'Ada asked to cancel it: “wrong number”. Refused: It has ended.',
    'Ada asked to cancel it: “other”. Recorded: It takes effect as soon as a worker runs.',
  ])
})

test('entries of the audit about something else with the same name are left out', () => {
  expect(askedOf(packetAfter(), [entry(1, { action: 'queue.hold', kind: 'queue' })])).toEqual([])
})
