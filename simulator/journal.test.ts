import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Journal, type JournalEntry, readJournal, snapshotOf } from './journal'
import type { PendingReceipt } from './receipt'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-journal-'))
  path = join(folder, 'receipts.jsonl')
})

afterEach(() => rm(folder, { recursive: true }))

function receipt(id: string, handOver: string): PendingReceipt {
  return {
    id,
    provider: 'RouteA',
    handOver,
    packetId: 'p',
    attempt: 1,
    number: 1,
    callbackUrl: 'http://127.0.0.1:1/',
    dueAt: 1,
    body: '{}',
    forged: false,
  }
}

const taken = (handOver: string, ...receipts: PendingReceipt[]): JournalEntry => ({
  type: 'taken',
  provider: 'RouteA',
  handOver,
  status: 202,
  receipts,
})

it('reads back the taken hand-overs and the receipts that are still owed', async () => {
  const journal = new Journal(path, () => [])
  const early = journal.append(taken('h-1', receipt('r-1', 'h-1')))
  await journal.open()
  await Promise.all([early, journal.append(taken('h-2', receipt('r-2', 'h-2'), receipt('r-3', 'h-2')))])
  await journal.append({ type: 'ended', receipt: 'r-2' })
  await journal.close()
  const { taken: known, pending, unreadable } = await readJournal(path)
  expect(known.map(({ handOver }) => handOver)).toEqual(['h-1', 'h-2'])
  expect(pending.map(({ id }) => id)).toEqual(['r-1', 'r-3'])
  expect(unreadable).toBe(0)
})

it('reads nothing from a missing file, and counts unreadable lines', async () => {
  expect(await readJournal(path)).toEqual({ taken: [], recalled: [], pending: [], unreadable: 0 })
  await writeFile(path, `nonsense\n${JSON.stringify(taken('h-1'))}\n\n{"type":"taken","prov`)
  expect(await readJournal(path)).toMatchObject({ taken: [{ handOver: 'h-1' }], unreadable: 2 })
})

it('keeps a receipt whose hand-over is not remembered any more', () => {
  const entries = snapshotOf([{ provider: 'RouteA', handOver: 'h-1', status: 200 }], [receipt('r-9', 'h-9')])
  expect(entries).toEqual([{ ...taken('h-1'), status: 200 }, taken('h-9', receipt('r-9', 'h-9'))])
})

it('keeps a receipt that was written just before the file is rewritten', async () => {
  const owed = new Map<string, PendingReceipt>()
  const journal = new Journal(path, () => snapshotOf([], owed.values()))
  await journal.open()
  const owe = async (id: string) => {
    await journal.append(taken(id, receipt(id, id)))
    owed.set(id, receipt(id, id))
  }
  // With the writer idle, the first entry begins a batch and the second waits for the next batch.
  await setImmediate()
  const promises = [owe('r-1'), owe('r-2')]
  journal.forget()
  await Promise.all(promises)
  await journal.close()
  expect((await readJournal(path)).pending.map(({ id }) => id)).toEqual(['r-1', 'r-2'])
})

it('drops history by itself without losing an entry', async () => {
  const owed = new Map<string, PendingReceipt>()
  const journal = new Journal(path, () => snapshotOf([], owed.values()))
  await journal.open()
  const writes: Promise<void>[] = []
  for (let index = 0; index < 60_000; index += 1) {
    const id = `r-${index}`
    if (index % 1_000 === 0) owed.set(id, receipt(id, id))
    writes.push(journal.append(taken(id, receipt(id, id))))
    if (index % 1_000 !== 0) writes.push(journal.append({ type: 'ended', receipt: id }))
    if (index % 500 === 0) await Promise.all(writes.splice(0))
  }
  await Promise.all(writes)
  await journal.close()
  const lines = (await readFile(path, 'utf8')).trim().split('\n')
  expect(lines.length).toBeLessThan(60_000)
  const { pending, unreadable } = await readJournal(path)
  expect(pending.map(({ id }) => id).sort()).toEqual([...owed.keys()].sort())
  expect(unreadable).toBe(0)
}, 20_000)
