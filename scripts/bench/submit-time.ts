// What the API adds to a bare start of a workflow: alone, and while 40 deliveries are in flight.
import { randomUUID } from 'node:crypto'
import { submitPacket } from '@/lib/client/submit-packet'
import type { Bench } from './bench'
import { deliver, delivered, message, startDelivery } from './delivery'
import { atMost, type Measured } from './figures'
import { withInFlight } from './in-flight'
import { quantile, round, spreadOf } from './statistics'
import { WIDTH } from './throughput'

const MOST_ADDED_MS = 8
const MOST_FACTOR = 1.3

interface Times {
  api: number[]
  bare: number[]
}

async function timed<T>(times: number[], act: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await act()
  times.push(performance.now() - started)
  return result
}

/** By turns, the order changing from pair to pair. */
async function takeTurns(bench: Bench, pairs: number, wait: boolean): Promise<Times> {
  const { client, stack, signal } = bench
  const times: Times = { api: [], bare: [] }
  const origin = stack.addresses.web
  const api = () => timed(times.api, () => submitPacket(message, randomUUID(), { origin }))
  const bare = () => timed(times.bare, () => startDelivery(client))
  for (let index = 0; index < pairs; index++) {
    signal.throwIfAborted()
    for (const act of index % 2 === 0 ? [api, bare] : [bare, api]) {
      const { workflowId } = await act()
      // Idle means that nothing is on its way, not even the packet before.
      if (wait) await delivered(client, workflowId)
    }
  }
  return times
}

export async function measureSubmit(bench: Bench): Promise<Measured> {
  const pairs = bench.quick ? 20 : 100
  await takeTurns(bench, 10, true)
  const idle = await takeTurns(bench, pairs, true)
  const busy = await withInFlight(
    WIDTH,
    () => deliver(bench.client),
    () => takeTurns(bench, pairs, false),
  )
  const added = round(quantile(idle.api, 0.5) - quantile(idle.bare, 0.5))
  const factor = round(quantile(busy.api, 0.5) / quantile(busy.bare, 0.5), 2)
  return {
    figures: {
      submitMs: {
        idle: { api: spreadOf(idle.api), bare: spreadOf(idle.bare), addedP50: added },
        inFlight40: { api: spreadOf(busy.api), bare: spreadOf(busy.bare), factorP50: factor },
      },
    },
    checks: [
      atMost('submitMs.idle.addedP50', added, MOST_ADDED_MS),
      atMost('submitMs.inFlight40.factorP50', factor, MOST_FACTOR),
    ],
  }
}
