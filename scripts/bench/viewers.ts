// 500 viewers of 50 packets through one web process: the memory each takes, and whether every viewer sees the end.
import { Agent, get, type IncomingMessage } from 'node:http'
import { createParser } from 'eventsource-parser'
import pLimit from 'p-limit'
import { packetSchema } from '@/lib/contract/packet'
import { apiPath } from '@/lib/contract/paths'
import { hasEnded, type Packet, type PacketStatus } from '@/lib/packet/packet'
import { waitUntil } from '../stack/wait-until'
import { type Bench, residentKb, runInFlight } from './bench'
import { confirm, setCarriers, submitWaiting } from './deliveries'
import { atLeast, atMost, type Measured, median, quantile, round } from './figures'

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

/** Memory once it is stable: the median of the last readings. */
async function settledKb(bench: Bench): Promise<number> {
  const readings: number[] = []
  const settled = async () => {
    readings.push(await residentKb(bench.stack.part('web').pid ?? 0))
    const last = readings.slice(-SETTLED_READINGS)
    const span = quantile(last, 1) - quantile(last, 0)
    return last.length === SETTLED_READINGS && span < SETTLED_SPAN_KB
  }
  await waitUntil(settled, { limitMs: SETTLE_LIMIT_MS, everyMs: READ_EVERY_MS, signal: bench.signal })
  return median(readings.slice(-SETTLED_READINGS))
}

function openViewers({ stack }: Bench, packets: Packet[], count: number): Promise<StreamViewer[]> {
  return runInFlight(count, 25, (index) =>
    StreamViewer.open(stack.addresses.web, packets[index % packets.length]?.id ?? ''),
  )
}

async function endAll(bench: Bench, packets: Packet[], viewers: StreamViewer[]): Promise<number> {
  await pLimit(10).map(packets, (packet) => confirm(bench, packet))
  const allSaw = async () => viewers.every((viewer) => viewer.sawTheEnd)
  await waitUntil(allSaw, { limitMs: END_LIMIT_MS, signal: bench.signal })
  return viewers.filter((viewer) => viewer.sawTheEnd).length
}

/** Uses a fresh web process each time, because memory allocated in an earlier round would hide what this one needs. */
async function runRound(bench: Bench): Promise<Round> {
  await bench.stack.restart('web')
  await bench.stack.waitUntilReady(bench.signal)
  const packets = await runInFlight(PACKETS, 10, () => submitWaiting(bench))
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

/** One connection per viewer, as if each came from a browser of its own. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

/** A minimal reader of a live stream, since hundreds of them run in this process. */
class StreamViewer {
  /** The last status it received. */
  status: PacketStatus | null = null
  /** Whether the stream said that nothing more will come. */
  ended = false
  readonly #response: IncomingMessage

  private constructor(response: IncomingMessage) {
    this.#response = response
    const parser = createParser({ onEvent: ({ event, data }) => this.#hear(event, data) })
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => parser.feed(chunk))
    response.on('error', () => {})
  }

  /** Resolves once the server has opened the stream. */
  static open(origin: string, packetId: string): Promise<StreamViewer> {
    return new Promise((resolve, reject) => {
      const request = get(
        `${origin}${apiPath('/api/events/packets/{id}', { id: packetId })}`,
        { agent },
        (response) => {
          if (response.statusCode === 200) resolve(new StreamViewer(response))
          else reject(new Error(`A live view was answered with ${response.statusCode}.`))
        },
      )
      request.on('error', reject)
    })
  }

  get sawTheEnd(): boolean {
    return this.ended && this.status !== null && hasEnded(this.status)
  }

  close(): void {
    this.#response.destroy()
  }

  #hear(event: string | undefined, data: string): void {
    if (event === 'packet') this.status = packetSchema.parse(JSON.parse(data)).status
    if (event === 'end') this.ended = true
  }
}
