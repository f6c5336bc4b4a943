import { join } from 'node:path'
import type { PartName } from '@/scripts/stack/stack'
import { readJournal } from '@/simulator/journal-entry'
import { expect, test } from './support/test'
import type { Waybill } from './support/waybill'

const perRound = 10
const victims: PartName[] = ['worker', 'web', 'temporal', 'simulator']

async function submitSome(waybill: Waybill): Promise<string[]> {
  const orders = Array.from({ length: perRound }, () => waybill.submit({ receiptTimeoutMs: 5_000 }))
  return (await Promise.all(orders)).map(({ id }) => id)
}

/** The ids under which each provider took each run's packet, as the carriers wrote them down. */
async function idsByPacket(dataDir: string): Promise<Map<string, Set<string>>> {
  const { taken } = await readJournal(join(dataDir, 'simulator', 'receipts.jsonl'))
  const byPacket = new Map<string, Set<string>>()
  for (const { provider, handOver } of taken) {
    const [run] = handOver.split('.')
    const key = `${provider} ${run}`
    byPacket.set(key, (byPacket.get(key) ?? new Set()).add(handOver))
  }
  return byPacket
}

test('with every process killed in turn, every packet ends and no provider gets one twice', async ({
  stack,
  ownStack,
  waybill,
  carriers,
}) => {
  test.setTimeout(120_000)
  await carriers.behave({ '*': { receiptDelayMs: [500, 2_500] } })
  const ids: string[] = []
  for (const victim of victims) {
    ids.push(...(await submitSome(waybill)))
    await stack.kill(victim)
    await stack.start(victim)
    await stack.waitUntilReady()
  }
  const ended = await Promise.all(ids.map((id) => waybill.ended(id, 60_000)))
  expect(ended).toHaveLength(perRound * victims.length)
  const delivered = ended.filter(({ status }) => status === 'DELIVERED')
  expect(delivered.length).toBeGreaterThanOrEqual(perRound * (victims.length - 1))

  const byPacket = await idsByPacket(ownStack.dataDir)
  expect(byPacket.size).toBeGreaterThanOrEqual(delivered.length)
  expect([...byPacket.values()].filter((handOvers) => handOvers.size > 1)).toEqual([])
})
