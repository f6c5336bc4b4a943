import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import { openLedger } from '@/lib/packet/ledger'
import { usualPrecedence } from '@/lib/packet/precedence'
import { exportStore, importStore } from './dump'
import { raiseMark, readInstallation } from './installation'
import { claimPackets, saveStates } from './ownership'
import { findContents, findPackets, insertPackets } from './packets'
import { type NewReceipt, storeReceipts } from './receipts'
import { createDatabase, type TestDatabase } from './test-support/database'
import { newReceipt } from './test-support/stored-packet'

const start = Date.parse('2026-01-01T12:00:00Z')
const owner = 'packets-of-this-test'

let from: TestDatabase
let to: TestDatabase

beforeEach(async () => {
  from = await createDatabase()
  to = await createDatabase()
})

afterEach(() => Promise.all([from.drop(), to.drop()]))

const nothing = () => undefined
const odd = Buffer.from([0, 255, 10, 13, 34, 92, 128])

/** Canceled while a provider had them, and confirmed later by a receipt. */
async function fill(packets: number): Promise<string[]> {
  const ids = Array.from({ length: packets }, () => randomUUID())
  const common = { source: 'Café "\\', destination: '+016660002222', contents: odd, createdAt: start, owner }
  const notifyUrl = 'https://example.com/told'
  const unset = {
    receiptTimeoutMs: null,
    expiresAt: null,
    deliverAt: null,
    quietUntil: null,
    batch: null,
    repeats: null,
    ...usualPrecedence,
    keyHash: null,
    fingerprint: null,
  }
  const rows = ids.map((id) => ({ id, ...common, ...unset, notifyUrl, contentType: 'x/y', maxAttempts: 4 }))
  await insertPackets(from.store.db, rows)
  const [first = ''] = ids
  const shares = [{ id: first, epoch: 1 }]
  await claimPackets(from.store.db, { owner, runId: 'run', shares })
  const chosen = { receiptTimeoutMs: 10_000, settlingMs: 120_000, provider: 'RouteA' }
  const routed = apply(openLedger(start, 4), { type: 'routeChosen', at: start, ...chosen })
  const canceled = { type: 'canceled', at: start, why: { code: 'CANCELED_IN_TEMPORAL' } } as const
  await saveStates(from.store.db, [
    { id: first, epoch: 1, version: start, ledger: apply(routed, canceled), closed: true },
  ])
  await storeReceipts(from.store.db, [receiptFor(first)])
  return ids
}

function receiptFor(packetId: string): NewReceipt {
  const said = { reason: 'line\nbreak', providerReference: 'their-name', key: 'k1' }
  return newReceipt({ packetId, ...said, receivedAt: start + 5, deadline: start + 10_000 })
}

async function copied(database: TestDatabase): Promise<string[]> {
  const lines: string[] = []
  for await (const line of exportStore(database.url, nothing)) lines.push(line)
  return lines
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

/** Without the header, which contains the time of export, and sorted, because tables have no order. */
const rowsOf = ([, ...rows]: readonly string[]) => rows.toSorted()

test('an imported store equals the exported one, with any data', async () => {
  const ids = await fill(1_201)
  await raiseMark(from.store.db, { everyMs: 0, known: 0 })
  const copy = await copied(from)
  const counts = await importStore(to.url, linesOf(copy), nothing)
  expect(counts).toMatchObject({
    packets: 1_201,
    packet_words: 1_201,
    attempts: 1,
    receipts: 1,
    receivers: 1,
    notifications: 2,
  })
  expect(rowsOf(await copied(to))).toEqual(rowsOf(copy))
  expect(await readInstallation(to.store.db)).toEqual(await readInstallation(from.store.db))
  expect(await findPackets(to.store.db, ids)).toHaveLength(1_201)
  expect((await findContents(to.store.db, ids[0] ?? ''))?.contents).toEqual(odd)
  const taken = await storeReceipts(to.store.db, [receiptFor('unknown')])
  expect(taken).toEqual([{ is: 'kept', tell: null }])
})

test('a copy is a consistent snapshot, however much is written meanwhile', async () => {
  await fill(1_201)
  const lines: string[] = []
  for await (const line of exportStore(from.url, nothing)) {
    if (lines.length === 1) await from.store.db.execute(sql`delete from receipts`)
    if (lines.length === 2) await from.store.db.execute(sql`update packets set source = 'changed'`)
    lines.push(line)
  }
  expect(lines.filter((line) => line.includes('changed'))).toEqual([])
  const counts = await importStore(to.url, linesOf(lines), nothing)
  expect(counts).toMatchObject({ packets: 1_201, receipts: 1 })
})

test('refuses to import into a store that has packets', async () => {
  await fill(1)
  const copy = await copied(from)
  await expect(importStore(from.url, linesOf(copy), nothing)).rejects.toThrow(/not empty.*packets/)
})

test.each([
  ['ends in the middle', (copy: string[]) => copy.slice(0, -2)],
  ['lacks a row', (copy: string[]) => copy.toSpliced(-2, 1)],
  ['has a broken line', (copy: string[]) => copy.toSpliced(3, 1, '{"table":')],
  ['is of another version', (copy: string[]) => copy.toSpliced(0, 1, '{"waybill":1,"tables":"x","at":"y"}')],
  ['is no copy', () => ['{"name":"something"}\n']],
])('imports nothing if the copy %s', async (_, spoiled) => {
  await fill(3)
  const copy = spoiled(await copied(from))
  await expect(importStore(to.url, linesOf(copy), nothing)).rejects.toThrow(/copy/)
  expect((await to.store.db.execute(sql`select from packets`)).rowCount).toBe(0)
  expect((await readInstallation(to.store.db)).id).not.toBe((await readInstallation(from.store.db)).id)
})
