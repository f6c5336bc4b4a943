// The cost of verifying a receipt, and how much 2,000 forged receipts per second slow down genuine ones.
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signMessage, verifyMessage } from '@/lib/carrier/signature'
import { openToken, parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { receiptMessage } from '@/lib/contract/carrier'
import { apiPath } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { Part, startPart } from '../stack/part'
import { waitUntil } from '../stack/wait-until'
import { type Bench, residentKb, runInFlight } from './bench'
import { confirm, setCarriers, submitWaiting } from './deliveries'
import { atLeast, atMost, type Measured, quantile, round, spreadOf } from './figures'
import type { Flood } from './flood'

const MOST_MS = 1
/** The resolution of processor time is too coarse to measure a single check. */
const BATCH = 20
const BATCHES = 400

async function makeCheck(): Promise<() => void> {
  const key = () => randomBytes(32).toString('base64')
  const keys = parseTokenKeys(`new:${key()},old:${key()}`)
  const [newest, older] = [`whsec_${key()}`, `whsec_${key()}`]
  const now = Date.now()
  const claims = { packetId: randomUUID(), attempt: 1, provider: 'RouteA' }
  const token = await sealToken({ ...claims, deadline: now + 10_000 }, keys)
  const body = JSON.stringify({ token, delivered: true, providerReference: 'RouteA-7712' })
  const signed = signMessage({ id: randomUUID(), at: new Date(), body, secret: older })
  const headers = {
    id: signed['webhook-id'] ?? '',
    timestamp: signed['webhook-timestamp'] ?? '',
    signature: signed['webhook-signature'] ?? '',
  }
  return () => {
    const message = receiptMessage.parse(JSON.parse(body))
    const opened = openToken(message.token, keys)
    // The more expensive case: while secrets are rotated, and the second secret is the one that fits.
    const verified = verifyMessage({ headers, body, secrets: [newest, older] })
    if (opened === null || !verified.ok) throw new Error('A genuine receipt was refused.')
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Measures the complete check: parse the receipt, open its token, verify its signature. */
export async function measureReceiptCheck(): Promise<Measured> {
  const check = await makeCheck()
  const times: number[] = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const before = cpuMs()
    for (let each = 0; each < BATCH; each++) check()
    times.push((cpuMs() - before) / BATCH)
  }
  const receiptCheckMs = { p50: round(quantile(times, 0.5), 3), p95: round(quantile(times, 0.95), 3) }
  return {
    figures: { receiptCheckMs },
    checks: [atMost('receiptCheckMs.p95', receiptCheckMs.p95, MOST_MS)],
  }
}

const FORGED_PER_SECOND = 2_000
const GENUINE_PER_SECOND = 20
const MOST_FACTOR = 4
/** The memory of an unchanged process still varies by a few megabytes. */
const MOST_GROWTH_MB = 24

/** Confirms one packet after the other at a steady rate, independent of how long each takes; milliseconds each. */
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

export async function measureForgedFlood(bench: Bench): Promise<Measured> {
  const seconds = bench.quick ? 3 : 10
  const each = GENUINE_PER_SECOND * seconds
  await setCarriers(bench, 'silent')
  const packets = await runInFlight(each * 2 + GENUINE_PER_SECOND, 20, () => submitWaiting(bench))
  await setCarriers(bench, 'instant')
  await confirmSteadily(bench, packets.splice(0, GENUINE_PER_SECOND))
  const idle = spreadOf(await confirmSteadily(bench, packets.splice(0, each)))
  const pid = bench.stack.part('web').pid ?? 0
  const before = await residentKb(pid)
  const flood = await startFlood(bench)
  const flooded = spreadOf(await confirmSteadily(bench, packets))
  const perSecond = await flood.stop()
  const grownMb = round(((await residentKb(pid)) - before) / 1000)
  const factor = round(flooded.p95 / idle.p95, 2)
  return {
    figures: {
      forgedFlood: { perSecond, idle, flooded, factorP95: factor, grownMb },
    },
    checks: [
      atMost('forgedFlood.factorP95', factor, MOST_FACTOR),
      atMost('forgedFlood.grownMb', grownMb, MOST_GROWTH_MB),
      // Only answered requests count: an unanswered one was not refused.
      atLeast('forgedFlood.perSecond', perSecond, FORGED_PER_SECOND * 0.95),
    ],
  }
}

/** A complete request with a valid token and a wrong signature, which is the most expensive kind to refuse. */
async function forgedRequest({ stack }: Bench): Promise<string> {
  const keys = parseTokenKeys(stack.part('web').command.env.TOKEN_KEYS ?? '')
  const claims = { packetId: 'nobody', attempt: 1, provider: 'RouteA', deadline: Date.now() + 60_000 }
  const body = JSON.stringify({ token: await sealToken(claims, keys), delivered: true })
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const headers = {
    host: new URL(stack.addresses.web).host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...signMessage({ id: randomUUID(), at: new Date(), body, secret }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `POST ${apiPath('/api/callbacks/transmit')} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

const START_LIMIT_MS = 10_000

/** Runs the flood in its own process; in this one it would delay sending the genuine receipts. */
async function startFlood(bench: Bench): Promise<{ stop: () => Promise<number> }> {
  const { hostname, port } = new URL(bench.stack.addresses.web)
  const request = await forgedRequest(bench)
  const flood: Flood = { hostname, port: Number(port), request, perSecond: FORGED_PER_SECOND }
  const part = new Part({
    name: 'flood',
    program: process.execPath,
    args: ['--import', 'tsx', join(import.meta.dirname, 'flood.ts'), JSON.stringify(flood)],
    env: process.env,
    logFile: join(bench.folder, 'logs', 'flood.log'),
    graceMs: 5_000,
  })
  bench.onEnd(() => part.stop())
  const isFlooding = async () => part.lastLines().includes('flooding')
  const untilFlooding = async (signal: AbortSignal) =>
    (await waitUntil(isFlooding, { limitMs: START_LIMIT_MS, signal })) === true
  await startPart(part, untilFlooding, bench.signal)
  const stop = async () => {
    await part.stop()
    return Number(part.lastLines().at(-1))
  }
  return { stop }
}
