// What genuine receipts notice of 2,000 forged ones a second, and what is left of those.

import { setTimeout as pause } from 'node:timers/promises'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import type { Packet } from '@/lib/packet/packet'
import type { Bench } from './bench'
import { confirm, setCarriers, submitWaiting } from './carrier'
import { atLeast, atMost, type Measured } from './figures'
import { type Flood, flood } from './flood'
import { runInFlight } from './in-flight'
import { residentKb } from './process-cost'
import { round, spreadOf } from './statistics'

const FORGED_PER_SECOND = 2_000
const GENUINE_PER_SECOND = 20
const MOST_FACTOR = 4
/** Memory of a process that does nothing new still varies by a few megabytes. */
const MOST_GROWTH_MB = 24

async function waitingPackets(bench: Bench, count: number): Promise<Packet[]> {
  const packets: Packet[] = []
  await runInFlight(count, 20, async () => packets.push(await submitWaiting(bench)))
  return packets
}

/** One after the other at a steady pace, however long each takes; in milliseconds each. */
async function confirmSteadily(bench: Bench, packets: readonly Packet[]): Promise<number[]> {
  const times: number[] = []
  const under: Promise<void>[] = []
  for (const packet of packets) {
    bench.signal.throwIfAborted()
    under.push(
      confirm(bench, packet).then((sentAt) => {
        times.push(performance.timeOrigin + performance.now() - sentAt)
      }),
    )
    await pause(1000 / GENUINE_PER_SECOND)
  }
  await Promise.all(under)
  return times
}

async function startFlood({ stack }: Bench): Promise<Flood> {
  const keys = parseTokenKeys(stack.part('web').command.env.TOKEN_KEYS ?? '')
  const now = Date.now()
  const claims = { packetId: 'nobody', attempt: 1, provider: 'RouteA' }
  const token = await sealToken({ ...claims, deadline: now + 60_000 }, keys)
  return flood(stack.addresses.web, token, FORGED_PER_SECOND)
}

export async function measureForgedFlood(bench: Bench): Promise<Measured> {
  const seconds = bench.quick ? 3 : 10
  const each = GENUINE_PER_SECOND * seconds
  await setCarriers(bench, 'silent')
  const packets = await waitingPackets(bench, each * 2 + GENUINE_PER_SECOND)
  await setCarriers(bench, 'instant')
  await confirmSteadily(bench, packets.splice(0, GENUINE_PER_SECOND))
  const idle = spreadOf(await confirmSteadily(bench, packets.splice(0, each)))
  const pid = bench.stack.part('web').pid ?? 0
  const before = await residentKb(pid)
  const flooding = await startFlood(bench)
  const flooded = spreadOf(await confirmSteadily(bench, packets))
  const refused = flooding.answers.get('401') ?? 0
  flooding.stop()
  const grownMb = round(((await residentKb(pid)) - before) / 1000)
  const factor = round(flooded.p95 / idle.p95, 2)
  return {
    figures: {
      forgedFlood: { perSecond: Math.round(refused / seconds), idle, flooded, factorP95: factor, grownMb },
    },
    checks: [
      atMost('forgedFlood.factorP95', factor, MOST_FACTOR),
      atMost('forgedFlood.grownMb', grownMb, MOST_GROWTH_MB),
      // One that is not answered has not been refused.
      atLeast('forgedFlood.perSecond', Math.round(refused / seconds), FORGED_PER_SECOND * 0.95),
    ],
  }
}
