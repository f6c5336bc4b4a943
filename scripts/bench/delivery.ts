// Deliveries through the API, and whether they are done by the store, which is asked by SQL so that asking costs little.
import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { submitPacket } from '@/lib/client/api'
import { packets } from '@/lib/store/schema'
import { waitUntil } from '../stack/wait-until'
import type { Bench } from './bench'
import { runInFlight } from './in-flight'

/** What every packet of a measurement says. */
export const message = { source: '+017771110000', destination: '+016660002222', text: 'Hello' }

const LIMIT_MS = 120_000

async function submitOne({ stack }: Bench, id?: string): Promise<string> {
  const origin = stack.addresses.web
  const packet = await submitPacket({ ...message, ...(id && { id }) }, randomUUID(), { origin })
  return packet.id
}

export interface Rates {
  acceptedPerSecond: number
  deliveredPerSecond: number
}

/** Submits so many, `width` at a time, and waits until all are delivered; anything else that becomes of one is a failure. */
export async function deliverMany(bench: Bench, count: number, width: number): Promise<Rates> {
  const round = `bench-${randomBytes(6).toString('hex')}-`
  const started = performance.now()
  await runInFlight(count, width, (index) => submitOne(bench, `${round}${index}`))
  const acceptedMs = performance.now() - started
  await untilDelivered(bench, round, count)
  const deliveredMs = performance.now() - started
  return { acceptedPerSecond: (count * 1000) / acceptedMs, deliveredPerSecond: (count * 1000) / deliveredMs }
}

/** One packet, from the moment before it is submitted to its delivery. */
export async function deliverOne(bench: Bench): Promise<{ submitMs: number; deliveredMs: number }> {
  const started = performance.now()
  const id = await submitOne(bench)
  const submitMs = performance.now() - started
  await untilDelivered(bench, id, 1)
  return { submitMs, deliveredMs: performance.now() - started }
}

async function untilDelivered({ store, signal }: Bench, prefix: string, count: number): Promise<void> {
  const everyMs = count === 1 ? 2 : 20
  const done = await waitUntil(
    async () => {
      const { rows } = await store.db.execute<{ status: string; count: number }>(
        sql`select status, count(*)::integer as count from ${packets} where id like ${`${prefix}%`} group by status`,
      )
      const stranger = rows.find(({ status }) => !['ROUTING', 'TRANSMITTING', 'DELIVERED'].includes(status))
      if (stranger) throw new Error(`A packet was not delivered, but ended ${stranger.status}.`)
      return rows.some((row) => row.status === 'DELIVERED' && row.count === count) ? true : null
    },
    { limitMs: LIMIT_MS, everyMs, signal },
  )
  if (done === null) throw new Error(`${count} packets were not delivered within ${LIMIT_MS / 1000} s.`)
}
