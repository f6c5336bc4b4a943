/** The effects of receipts on their packets, whether or not the workflows have heard of them. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { saveStates } from './ownership'
import { findPackets } from './packets'
import { type NewReceipt, storeReceipts } from './receipts'
import { keepStates, markTold, settleReceipts, type Untold } from './settling'
import { createDatabase, type TestDatabase } from './test-support/database'
import { newReceipt, storeClaimed } from './test-support/stored-packet'

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

/** Stored, claimed, and handed over to two providers, of which the first was silent. */
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
  const provider = `Route${'ABC'[attempt - 1]}`
  return newReceipt({ packetId, attempt, provider, receivedAt, deadline: start + 20_000 })
}

function taken(ledger: Ledger, { attempt, receivedAt, delivered, reason }: NewReceipt): Ledger {
  return apply(ledger, { type: 'receiptArrived', at: receivedAt, attempt, receivedAt, delivered, reason })
}

/** RouteB confirms, then RouteA does too, but the workflow lets go of the packet without hearing of the latter. */
async function heardOfOne() {
  const { id, ledger } = await twiceHandedOver()
  const [heard, missed] = [receipt(id, 2), receipt(id, 1)]
  return { id, missed, last: { id, epoch: 1, version: 2, ledger: taken(ledger, heard), closed: true }, heard }
}

/** Stores receipts, and returns those that workflows must be told. */
async function store(...arrived: NewReceipt[]): Promise<Untold[]> {
  const answers = await storeReceipts(db(), arrived)
  return answers.flatMap((answer) => ('tell' in answer && answer.tell !== null ? answer.tell.receipt : []))
}

const expectDoubled = async (id: string) => {
  const packet = await packetOf(id)
  expect(packet?.attempts.map(({ outcome }) => outcome)).toEqual(['ACKNOWLEDGED', 'ACKNOWLEDGED'])
  expect(packet?.flags).toContain('doubled')
}

describe('while the workflow has not heard of it', () => {
  test('a receipt is shown as soon as it is stored', async () => {
    const { id } = await twiceHandedOver()
    const arrived = receipt(id, 2)
    expect(await store(arrived)).toMatchObject([{ packetId: id, attempt: 2 }])
    expect(await packetOf(id)).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 'RouteB',
      endedAt: new Date(arrived.receivedAt).toISOString(),
    })
  })

  test('a state that the workflow stores does not undo a receipt', async () => {
    const { id, ledger } = await twiceHandedOver()
    await store(receipt(id, 2))
    const later = { ...ledger, updatedAt: start + 60_000 }
    await keepStates(db(), [{ id, epoch: 1, version: 2, ledger: later, closed: false }])
    expect((await packetOf(id))?.status).toBe('DELIVERED')
    const heard = taken(later, receipt(id, 2))
    await keepStates(db(), [{ id, epoch: 1, version: 3, ledger: heard, closed: true }])
    expect(await packetOf(id)).toMatchObject({
      status: 'DELIVERED',
      updatedAt: new Date(start + 60_000).toISOString(),
    })
  })

  test('two receipts that arrive at two web processes at once are both shown', async () => {
    const packets = await Promise.all(Array.from({ length: 20 }, twiceHandedOver))
    await Promise.all(packets.flatMap(({ id }) => [1, 2].map((attempt) => store(receipt(id, attempt)))))
    for (const { id } of packets) await expectDoubled(id)
  })

  test('a receipt for an attempt that is not stored yet waits untold and is not shown', async () => {
    const { id } = await twiceHandedOver()
    expect(await store(receipt(id, 3))).toMatchObject([{ packetId: id, attempt: 3 }])
    expect((await packetOf(id))?.status).toBe('TRANSMITTING')
  })
})

describe('when a workflow lets go of its packet, a receipt that it has not heard of', () => {
  test('is taken with the last state', async () => {
    const { id, heard, missed, last } = await heardOfOne()
    await store(heard, missed)
    await keepStates(db(), [last])
    await expectDoubled(id)
  })

  test('is taken when it arrives at that very moment', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, heardOfOne))
    // Receipts are always stored before a workflow is told.
    await Promise.all(all.map(({ heard }) => store(heard)))
    await Promise.all(all.flatMap(({ missed, last }) => [store(missed), keepStates(db(), [last])]))
    for (const { id } of all) await expectDoubled(id)
  })

  test('is taken when it arrives later', async () => {
    const { id, missed, last } = await heardOfOne()
    await keepStates(db(), [last])
    expect(await store(missed)).toEqual([])
    await expectDoubled(id)
  })

  test('is taken with its attempt, even if that was not stored before', async () => {
    const { id, ledger } = await twiceHandedOver()
    const [third] = await store(receipt(id, 3))
    const chosen = {
      type: 'routeChosen',
      provider: 'RouteC',
      receiptTimeoutMs: 10_000,
      settlingMs: 0,
    } as const
    const silent = { type: 'deadlinePassed', attempt: 2, intakeUp: true, graceMs: 0 } as const
    const later = apply(apply(ledger, { ...silent, at: start + 22_000 }), { ...chosen, at: start + 22_000 })
    const failed = { type: 'failed', at: start + 23_000, why: { code: 'INTERNAL', error: 'test' } } as const
    await saveStates(db(), [{ id, epoch: 1, version: 2, ledger: apply(later, failed), closed: true }])
    expect((await packetOf(id))?.status).toBe('FAILED')
    await markTold(db(), third === undefined ? [] : [{ id: third.id, owner }])
    expect(await packetOf(id)).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteC' })
  })

  test('is kept if the workflow has forgotten it after a reset', async () => {
    const { id, ledger } = await twiceHandedOver()
    const heard = { id, epoch: 1, version: 2, ledger: taken(ledger, receipt(id, 2)), closed: false }
    await keepStates(db(), [heard])
    await keepStates(db(), [{ ...heard, version: 3, ledger, closed: true }])
    expect((await packetOf(id))?.status).toBe('DELIVERED')
    expect(await store(receipt(id, 1))).toEqual([])
    await expectDoubled(id)
  })

  test('is taken once, even if several paths apply it at the same time', async () => {
    const { id, heard, missed, last } = await heardOfOne()
    const untold = await store(heard, missed)
    await Promise.all([
      keepStates(db(), [last]),
      markTold(
        db(),
        untold.map((each) => ({ id: each.id, owner })),
      ),
      settleReceipts(db(), owner, untold),
    ])
    await expectDoubled(id)
  })
})
