// The cost of ordered delivery, and how long one sender's packet waits behind many packets of another sender.
import { setTimeout as pause } from 'node:timers/promises'
import { asc, sql } from 'drizzle-orm'
import { handOvers, packets } from '@/lib/store/schema'
import type { Bench } from './bench'
import { deliverMany, handOverMs, submitMany, untilDelivered } from './deliveries'
import { atLeast, atMost, type Measured, median, round, spreadOf } from './figures'

const leastRatio = 0.6
const mostHandOverMs = 2_000
const width = 200
const keys = 1_000

/** Alternates the variants in rounds, because a machine's speed varies over time. */
export async function measureOrdered(bench: Bench): Promise<Measured> {
  const [count, ofOneKey, rounds] = bench.quick ? [1_000, 100, 1] : [4_000, 1_000, 3]
  const rates = []
  for (let nth = 0; nth < rounds; nth++) {
    const plain = await deliverMany(bench, count, width)
    const ordered = await deliverMany(bench, count, width, (index) => ({
      orderingKey: `bench ${nth} ${index % keys}`,
    }))
    await requireOrder(bench, ordered.prefix)
    rates.push({ ordered: ordered.deliveredPerSecond, unordered: plain.deliveredPerSecond })
  }
  const one = await deliverMany(bench, ofOneKey, 1, () => ({ orderingKey: 'bench' }))
  await requireOrder(bench, one.prefix)
  const ratio = round(median(rates.map(({ ordered, unordered }) => ordered / unordered)), 2)
  return {
    figures: {
      ordered: {
        deliveredPerSecond: rates.map(({ ordered }) => round(ordered)),
        deliveredPerSecondUnordered: rates.map(({ unordered }) => round(unordered)),
        ratio,
        deliveredPerSecondOfOneKey: round(one.deliveredPerSecond),
      },
    },
    checks: [atLeast(`deliveries in order over ${keys} keys : without an order`, ratio, leastRatio)],
  }
}

/** Checks that the packets of each key were handed over in the order of their places. */
async function requireOrder({ store }: Bench, prefix: string): Promise<void> {
  const rows = await store.db
    .select({
      orderingKey: packets.orderingKey,
      queueNumber: packets.queueNumber,
      begunAt: handOvers.begunAt,
    })
    .from(packets)
    .innerJoin(handOvers, sql`${handOvers.packetId} = ${packets.id} and ${handOvers.attempt} = 1`)
    .where(sql`${packets.id} like ${`${prefix}%`}`)
    .orderBy(asc(packets.orderingKey), asc(handOvers.begunAt))
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1]
    if (before?.orderingKey === row.orderingKey && Number(before.queueNumber) > Number(row.queueNumber))
      throw new Error(`Packets with the key "${row.orderingKey}" were handed over in another order.`)
  }
}

const singleEveryMs = 400

/** Submits packets of another sender one by one while most of the first sender's have not been handed over. */
export async function measureFairness(bench: Bench): Promise<Measured> {
  const [queued, singles] = bench.quick ? [4_000, 8] : [20_000, 40]
  const prefix = await submitMany(bench, queued, width, () => ({ source: 'a sender with many packets' }))
  const ids: string[] = []
  const left: number[] = []
  for (let nth = 0; nth < singles; nth++) {
    left.push(await waiting(bench, prefix))
    ids.push(await submitMany(bench, 1, 1, () => ({ source: 'another sender' })))
    await pause(singleEveryMs)
  }
  const times = await Promise.all(ids.map((id) => handOverMs(bench, `${id}0`)))
  const isOpen = sql`closed_at is null`
  await untilDelivered(bench, { prefix, count: queued, isOpen, limitMs: 600_000 })
  // A packet that had none of the first sender's packets ahead of it shows nothing.
  const behind = times.filter((_, index) => (left[index] ?? 0) > 0)
  const handedOver = spreadOf(behind)
  return {
    figures: { fairness: { queued: left[0], behind: behind.length, handOverMs: handedOver } },
    checks: [
      atMost('hand-over of a packet behind those of another sender, p95 ms', handedOver.p95, mostHandOverMs),
    ],
  }
}

/** Counts the packets that are not handed over yet. */
async function waiting({ store }: Bench, prefix: string): Promise<number> {
  const handedOver = sql`exists (select 1 from ${handOvers} where packet_id = ${packets.id} and begun_at is not null)`
  return store.db.$count(packets, sql`id like ${`${prefix}%`} and closed_at is null and not ${handedOver}`)
}
