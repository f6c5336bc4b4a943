// 500 people looking at 50 packets through one web process: what they cost it, and whether they miss anything.
import type { Packet } from '@/lib/packet/packet'
import { waitUntil } from '../stack/wait-until'
import type { Bench } from './bench'
import { confirm, setCarriers, submitWaiting } from './carrier'
import { atLeast, atMost, type Measured } from './figures'
import { runInFlight } from './in-flight'
import { residentKb } from './process-cost'
import { median, quantile, round } from './statistics'
import { StreamViewer } from './viewer'

const PACKETS = 50
const VIEWERS = 500
const MOST_KB_EACH = 60

const READ_EVERY_MS = 500
const SETTLED_READINGS = 8
const SETTLED_SPAN_KB = 1500
const SETTLE_LIMIT_MS = 25_000
const END_LIMIT_MS = 30_000

interface Round {
  kbEach: number
  sawTheEnd: number
}

/** Memory once it no longer changes much; the median of the last readings. */
async function settledKb(bench: Bench): Promise<number> {
  const readings: number[] = []
  const settled = async () => {
    readings.push(await residentKb(bench.stack.part('web').pid ?? 0))
    const last = readings.slice(-SETTLED_READINGS)
    const span = quantile(last, 1) - quantile(last, 0)
    return last.length === SETTLED_READINGS && span < SETTLED_SPAN_KB ? true : null
  }
  await waitUntil(settled, { limitMs: SETTLE_LIMIT_MS, everyMs: READ_EVERY_MS, signal: bench.signal })
  return median(readings.slice(-SETTLED_READINGS))
}

async function openViewers({ stack }: Bench, packets: Packet[], count: number): Promise<StreamViewer[]> {
  const viewers: StreamViewer[] = []
  await runInFlight(count, 25, async (index) => {
    const packet = packets[index % packets.length]
    if (packet) viewers.push(await StreamViewer.open(stack.addresses.web, packet.id))
  })
  return viewers
}

async function endAll(bench: Bench, packets: Packet[], viewers: StreamViewer[]): Promise<number> {
  await runInFlight(packets.length, 10, async (index) => {
    const packet = packets[index]
    if (packet) await confirm(bench, packet)
  })
  const all = async () => (viewers.every((viewer) => viewer.sawTheEnd) ? true : null)
  await waitUntil(all, { limitMs: END_LIMIT_MS, signal: bench.signal })
  return viewers.filter((viewer) => viewer.sawTheEnd).length
}

/** A fresh web process each time: memory that an earlier round took would hide what this one needs. */
async function runRound(bench: Bench): Promise<Round> {
  await bench.stack.restart('web')
  await bench.stack.waitUntilReady(bench.signal)
  const packets: Packet[] = []
  await runInFlight(PACKETS, 10, async () => packets.push(await submitWaiting(bench)))
  for (const viewer of await openViewers(bench, packets, PACKETS)) viewer.close()
  const before = await settledKb(bench)
  const viewers = await openViewers(bench, packets, VIEWERS)
  const after = await settledKb(bench)
  const sawTheEnd = await endAll(bench, packets, viewers)
  for (const viewer of viewers) viewer.close()
  return { kbEach: (after - before) / VIEWERS, sawTheEnd }
}

export async function measureViewers(bench: Bench): Promise<Measured> {
  await setCarriers(bench, 'silent')
  const rounds: Round[] = []
  for (let index = 0; index < (bench.quick ? 1 : 3); index++) {
    const done = await runRound(bench)
    rounds.push(done)
    bench.say(`${round(done.kbEach)} kB for each viewer, ${done.sawTheEnd} of ${VIEWERS} saw the end`)
  }
  await setCarriers(bench, 'instant')
  const kbEach = round(median(rounds.map((each) => each.kbEach)))
  const sawTheEnd = quantile(
    rounds.map((each) => each.sawTheEnd),
    0,
  )
  return {
    figures: {
      viewers: { viewers: VIEWERS, packets: PACKETS, kbEach, sawTheEnd },
    },
    checks: [
      atMost('viewers.kbEach', kbEach, MOST_KB_EACH),
      atLeast('viewers.sawTheEnd', sawTheEnd, VIEWERS),
    ],
  }
}
