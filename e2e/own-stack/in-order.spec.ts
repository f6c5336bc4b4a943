import { setTimeout as pause } from 'node:timers/promises'
import { batchSchema } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import { apiPath } from '@/lib/contract/paths'
import type { PartName } from '@/scripts/stack/stack'
import { waitUntil } from '@/scripts/stack/wait-until'
import { expect, test } from '../support/browser-test'
import { Carriers } from '../support/carriers'
import { type OwnStack, startOwnStack } from '../support/own-stack'
import { handedOverTwice, readNotes } from '../support/receipt-accounts'

/** Number of packets on one key, and of other keys with two packets each. */
const count = 1_000
const batchId = 'in-order'

let own: OwnStack

test.beforeAll(async () => {
  test.setTimeout(90_000)
  own = await startOwnStack('stack-in-order', { SEED: 'in-order', SETTLING_MS: '2000' })
})

test.afterAll(() => own.stack.stop())

/** The packets with their ordering keys, in the order of the file. */
const rows = [
  ...Array.from({ length: count }, (_, row) => ({ key: 'one', destination: `+01666${row}` })),
  ...Array.from({ length: 2 * count }, (_, row) => ({
    key: `key ${row % count}`,
    destination: `+01777${row}`,
  })),
].map((row, index) => ({ ...row, id: `${batchId}-${index + 2}` }))

async function upload(): Promise<boolean> {
  const lines = rows.map(({ key, destination }) => `+017771110000,${destination},Hello,${key}`)
  const response = await fetch(`${own.stack.addresses.web}${apiPath('/api/batches')}?id=${batchId}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: `source,destination,text,orderingKey\n${lines.join('\n')}`,
  })
  return response.ok
}

async function isDone(): Promise<boolean> {
  const response = await fetch(
    `${own.stack.addresses.web}${apiPath('/api/batches/{id}', { id: batchId })}`,
  ).catch(() => null)
  return response?.ok ? isOver(batchSchema.parse(await response.json()).state) : false
}

test(`${count} packets of one key, and ${count} keys beside it, are handed over in their order, whatever is killed`, async () => {
  test.setTimeout(600_000)
  const carriers = new Carriers(own.stack.addresses.carrier)
  await carriers.behave({ '*': 'instant' })
  expect(await upload()).toBe(true)
  const victims: PartName[] = ['worker', 'web', 'temporal', 'worker', 'postgres']
  for (const victim of victims) {
    await pause(1_000 + Math.random() * 4_000)
    await own.stack.kill(victim)
    await own.stack.start(victim)
    await own.stack.waitUntilReady()
  }
  expect(await waitUntil(async () => (await isDone()) || null, { limitMs: 400_000, everyMs: 500 })).toBe(true)

  // Without probes of a provider whose breaker has opened, since these have none of the keys.
  const keyOf = new Map(rows.map(({ id, key }) => [id, key]))
  const notes = (await readNotes(own.dataDir)).filter(({ packetId }) => keyOf.has(packetId))
  expect(handedOverTwice(notes)).toEqual([])
  const seen = new Set<string>()
  for (const { packetId } of notes) seen.add(packetId)
  // In the order in which the carriers first received them.
  const order = [...seen]
  expect(order.toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
  const ofKey = (ids: readonly string[], key: string) => ids.filter((id) => keyOf.get(id) === key)
  const inFile = rows.map(({ id }) => id)
  for (const key of new Set(keyOf.values())) expect(ofKey(order, key), key).toEqual(ofKey(inFile, key))
})
