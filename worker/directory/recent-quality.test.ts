import { randomUUID } from 'node:crypto'
import { afterEach, expect, it, vi } from 'vitest'
import { dataRoutingType, packetMemo, workflowIdOf } from '@/lib/contract/workflows'
import { packLedger } from '@/lib/packet/snapshot'
import { Board } from '@/lib/scoreboard/board'
import { type Deed, ledgerOf } from '@/lib/scoreboard/test-support/made-ledger'
import { startTemporal } from '../test-support/temporal'
import { RecentQuality, readRecent } from './recent-quality'

afterEach(() => vi.useRealTimers())

function boardOf(...deeds: Deed[][]): Board {
  const board = new Board()
  for (const each of deeds) board.fold(ledgerOf(each))
  return board
}

const confirmed: Deed[] = [{ does: 'confirms', after: 1_000 }]
const silent: Deed[] = [{ does: 'stays silent' }]

it('never makes a choice wait, and measures every ten seconds at most', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
  let reads = 0
  const quality = new RecentQuality(
    async () => {
      reads += 1
      return boardOf(confirmed, confirmed, silent)
    },
    () => undefined,
  )
  expect(quality.of('RouteA')).toBeNull()
  await vi.advanceTimersByTimeAsync(1)
  for (let asked = 0; asked < 100; asked++) {
    expect(quality.of('RouteA')).toMatchObject({ attempts: 3, confirmed: 2 })
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(reads).toBe(2)
  expect(quality.of('RouteX')).toBeNull()
})

it('goes on with what it measured while Temporal cannot be asked', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
  const failures: unknown[] = []
  let down = false
  const quality = new RecentQuality(
    async () => {
      if (down) throw new Error('no Temporal')
      return boardOf(confirmed)
    },
    (error) => failures.push(error),
  )
  quality.of('RouteA')
  await vi.advanceTimersByTimeAsync(11_000)
  down = true
  quality.of('RouteA')
  await vi.advanceTimersByTimeAsync(1)
  expect(quality.of('RouteA')).toMatchObject({ confirmed: 1 })
  expect(failures).toHaveLength(1)
})

it('is read from the packets that have closed', async () => {
  const environment = await startTemporal()
  try {
    for (const deeds of [confirmed, confirmed, silent]) {
      const { client } = environment
      const handle = await client.workflow.start(dataRoutingType, {
        workflowId: workflowIdOf(randomUUID()),
        taskQueue: 'nobody-polls-it',
        memo: { [packetMemo]: packLedger(ledgerOf(deeds), 0) },
      })
      await handle.terminate('has ended')
    }
    const place = { connection: environment.connection, namespace: environment.namespace ?? 'default' }
    await vi.waitFor(
      async () => {
        const counts = (await readRecent(place)).providers.get('RouteA')?.counts
        expect(counts).toMatchObject({ attempts: 3, confirmed: 2, silent: 1 })
      },
      { timeout: 10_000, interval: 50 },
    )
  } finally {
    await environment.teardown()
  }
})
