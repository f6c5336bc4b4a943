import { setTimeout as pause } from 'node:timers/promises'
import { type Batch, batchSchema } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import { packetPage } from '@/lib/contract/packet-list'
import { apiPath } from '@/lib/contract/paths'
import { isFinal, type Packet } from '@/lib/packet/packet'
import type { PartName } from '@/scripts/stack/stack'
import { waitUntil } from '@/scripts/stack/wait-until'
import type { ProfileSetting } from '@/simulator/profile'
import { expect, test } from '../support/browser-test'
import { Carriers } from '../support/carriers'
import { type OwnStack, startOwnStack } from '../support/own-stack'
import { handedOverTwice, isAccountedFor, keptReceipts, readNotes } from '../support/receipt-accounts'

/** The original demo's chances, with times cut to half. */
const odds: ProfileSetting = { preset: 'original', receiptDelayMs: [0, 7_000] }
const receiptTimeoutMs = 5_000
const rowCount = Number(process.env.TEST_BATCH_ROWS ?? 5_000)
const batchId = 'killed'

let own: OwnStack

test.beforeAll(async () => {
  test.setTimeout(90_000)
  own = await startOwnStack('stack-batch-killed', {
    ERROR_CHANCE: '10',
    ROUTING_URL: 'simulator',
    ROUTING_FALLBACK: 'fail',
    SEED: 'batch-killed',
    GRACE_MS: '45000',
    SETTLING_MS: '2000',
  })
})

test.afterAll(() => own.stack.stop())

async function upload(): Promise<Batch> {
  const rows = Array.from(
    { length: rowCount },
    (_, row) => `+017771110000,+01666${row},Hello,${receiptTimeoutMs}`,
  )
  const response = await fetch(`${own.stack.addresses.web}${apiPath('/api/batches')}?id=${batchId}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: `source,destination,text,receiptTimeoutMs\n${rows.join('\n')}`,
  })
  return batchSchema.parse(await response.json())
}

/** Null while the web process does not answer. */
async function batch(): Promise<Batch | null> {
  const response = await fetch(
    `${own.stack.addresses.web}${apiPath('/api/batches/{id}', { id: batchId })}`,
  ).catch(() => null)
  return response?.ok ? batchSchema.parse(await response.json()) : null
}

/** Waits until a random moment within the next few seconds, a different one in each run. */
function someMoment(): Promise<void> {
  return pause(500 + Math.random() * 3_500)
}

async function allPackets(): Promise<Map<string, Packet>> {
  const packets = new Map<string, Packet>()
  let cursor: string | null = null
  do {
    const query: string = new URLSearchParams({
      batch: batchId,
      sort: 'oldest',
      limit: '200',
      ...(cursor !== null && { cursor }),
    }).toString()
    const page = packetPage.parse(
      await (await fetch(`${own.stack.addresses.web}${apiPath('/api/packets')}?${query}`)).json(),
    )
    for (const packet of page.items) packets.set(packet.id, packet)
    cursor = page.nextCursor
  } while (cursor !== null)
  return packets
}

test(`worker, web, Temporal and PostgreSQL killed at random moments during a batch of ${rowCount} rows: each row ends, once`, async () => {
  test.setTimeout(600_000)
  const carriers = new Carriers(own.stack.addresses.carrier)
  await carriers.behave({ '*': odds })
  // The web process may be killed during an upload, so the upload is repeated until it succeeds.
  const uploading = waitUntil(() => upload().catch(() => null), { limitMs: 60_000, everyMs: 500 })

  const victims: PartName[] = ['web', 'worker', 'temporal', 'postgres', 'worker']
  for (const victim of victims) {
    await someMoment()
    await own.stack.kill(victim)
    await someMoment()
    await own.stack.start(victim)
    await own.stack.waitUntilReady()
  }
  expect((await uploading)?.rows).toBe(rowCount)
  const over = await waitUntil(
    async () => {
      const now = await batch()
      return now !== null && isOver(now.state) ? now : null
    },
    { limitMs: 300_000, everyMs: 500 },
  )
  expect(over).toMatchObject({ state: 'COMPLETED', rows: rowCount })
  await expect.poll(async () => (await carriers.receipts()).pending, { timeout: 60_000 }).toBe(0)

  await expect
    .poll(async () => [...(await allPackets()).values()].filter((packet) => !isFinal(packet)).length, {
      timeout: 60_000,
    })
    .toBe(0)
  const packets = await allPackets()
  expect(packets.size).toBe(rowCount)
  expect(new Set([...packets.values()].map(({ batch: at }) => at?.line)).size).toBe(rowCount)
  const notes = (await readNotes(own.dataDir)).filter(({ packetId }) => packets.has(packetId))
  expect(handedOverTwice(notes)).toEqual([])
  const kept = (await keptReceipts(own.stack.addresses.web)).filter(({ packetId }) => packets.has(packetId))
  expect(notes.filter((note) => !isAccountedFor(note, packets, kept))).toEqual([])
})
