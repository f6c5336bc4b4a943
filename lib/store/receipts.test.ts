/** Receipts that are stored at the very moment at which a workflow lets go of their packet. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { saveStates } from './ownership'
import { findPackets } from './packets'
import { type NewReceipt, storeReceipts } from './receipts'
import { markTold, settleMissed, settleReceipts, type Untold } from './settling'
import { createDatabase, type TestDatabase } from './test-support/database'
import { storeClaimed } from './test-support/stored-packet'

const owner = 'packets-of-this-test'
const start = Date.parse('2026-01-01T12:00:00Z')

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

const db = () => database.store.db

async function packetOf(id: string): Promise<Packet | undefined> {
  const [packet] = await findPackets(db(), [id])
  return packet
}

/** Stored, claimed, and handed to two providers, of which the first stayed silent. */
async function twiceHandedOver(): Promise<{ id: string; ledger: Ledger }> {
  const id = randomUUID()
  await storeClaimed(db(), [id], { createdAt: start, owner })
  const choose = { type: 'routeChosen', receiptTimeoutMs: 10_000, settlingMs: 120_000 } as const
  const accepted = { kind: 'accepted', status: 202, latencyMs: 5 } as const
  let ledger = openLedger(start, 4)
  ledger = apply(ledger, { ...choose, at: start, provider: 'RouteA' })
  ledger = apply(ledger, { type: 'handOverAnswered', at: start + 10, attempt: 1, answer: accepted })
  ledger = apply(ledger, {
    type: 'deadlinePassed',
    at: start + 11_000,
    attempt: 1,
    intakeUp: true,
    graceMs: 0,
  })
  ledger = apply(ledger, { ...choose, at: start + 11_000, provider: 'RouteB' })
  ledger = apply(ledger, { type: 'handOverAnswered', at: start + 11_010, attempt: 2, answer: accepted })
  await saveStates(db(), [{ id, epoch: 1, version: 1, ledger, closed: false }])
  return { id, ledger }
}

function receipt(packetId: string, attempt: number): NewReceipt {
  const receivedAt = start + 12_000 + attempt
  return {
    provider: attempt === 1 ? 'RouteA' : 'RouteB',
    webhookId: randomUUID(),
    packetId,
    attempt,
    delivered: true,
    reason: null,
    providerReference: null,
    digest: 'digest',
    excerpt: '{}',
    key: 'key',
    keyAge: 'only',
    receivedAt,
    deadline: start + 20_000,
  }
}

function taken(ledger: Ledger, { attempt, receivedAt, delivered, reason }: NewReceipt): Ledger {
  return apply(ledger, { type: 'receiptArrived', at: receivedAt, attempt, receivedAt, delivered, reason })
}

/** RouteB confirms, its workflow closes without having been told RouteA's receipt, which is stored. */
async function closedWithoutOne() {
  const { id, ledger } = await twiceHandedOver()
  const [heard, missed] = [receipt(id, 2), receipt(id, 1)]
  const [, second] = await storeReceipts(db(), [heard, missed])
  const told = second !== undefined && 'tell' in second ? second.tell : null
  expect(told).toMatchObject({ owner })
  const state = { id, epoch: 1, version: 2, ledger: taken(ledger, heard), closed: true }
  await saveStates(db(), [state])
  expect((await packetOf(id))?.flags).not.toContain('doubled')
  return { id, state, missed: told?.receipt as Untold }
}

const expectDoubled = async (id: string) => {
  const packet = await packetOf(id)
  expect(packet?.attempts.map(({ outcome }) => outcome)).toEqual(['ACKNOWLEDGED', 'ACKNOWLEDGED'])
  expect(packet?.flags).toContain('doubled')
}

test('are found when the last state has been stored', async () => {
  const { id, state } = await closedWithoutOne()
  await settleMissed(db(), [state])
  await expectDoubled(id)
})

test('are found when they are marked as told, where they were stored later than that', async () => {
  const { id, missed } = await closedWithoutOne()
  await markTold(db(), [{ id: missed.id, owner }])
  await expectDoubled(id)
})

test('are found when the workflow could not be told', async () => {
  const { id, missed } = await closedWithoutOne()
  expect(await settleReceipts(db(), owner, [missed])).toEqual([])
  await expectDoubled(id)
})

test('are taken once, however often that is done', async () => {
  const { id, state, missed } = await closedWithoutOne()
  await Promise.all([
    settleMissed(db(), [state]),
    markTold(db(), [{ id: missed.id, owner }]),
    settleReceipts(db(), owner, [missed]),
  ])
  await expectDoubled(id)
})
