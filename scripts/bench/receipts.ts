// What it takes to tell that a receipt is genuine, and what genuine ones notice of 2,000 forged ones a second.
import { randomBytes, randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { signMessage, verifyMessage } from '@/lib/carrier/signature'
import { openToken, parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { receiptMessage } from '@/lib/contract/carrier'
import { apiPaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { type Bench, residentKb, runInFlight } from './bench'
import { confirm, setCarriers, submitWaiting } from './deliveries'
import { atLeast, atMost, type Measured, quantile, round, spreadOf } from './figures'

const MOST_MS = 1
/** Processor time is counted too coarsely for a single one. */
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
    // The dearer case: secrets are being exchanged, and it is the second that fits.
    const verified = verifyMessage({ headers, body, secrets: [newest, older] })
    if (opened === null || !verified.ok) throw new Error('A genuine receipt was refused.')
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Parse it, open its token, verify its signature. */
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
/** Memory of a process that does nothing new still varies by a few megabytes. */
const MOST_GROWTH_MB = 24

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
  const packets = await runInFlight(each * 2 + GENUINE_PER_SECOND, 20, () => submitWaiting(bench))
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

const TICK_MS = 5
const CONNECTIONS = 64

interface Flood {
  /** Answers by their HTTP status. */
  answers: ReadonlyMap<string, number>
  stop: () => void
}

/** A whole request: its token opens and its signature does not hold, which is the dearest kind to refuse. */
function forgedRequest(host: string, token: string): Buffer {
  const body = JSON.stringify({ token, delivered: true })
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const headers = {
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...signMessage({ id: randomUUID(), at: new Date(), body, secret }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`POST ${apiPaths.receipts} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

/**
 * Over bare sockets, since a client of its own would cost more than what is measured.
 * Sends `perSecond` of them until stopped, each connection one at a time: when all wait for their answers, nothing
 * more is sent, and what was answered tells it.
 */
function flood(origin: string, token: string, perSecond: number): Flood {
  const { hostname, port, host } = new URL(origin)
  const forged = forgedRequest(host, token)
  const answers = new Map<string, number>()
  const idle: Socket[] = []
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    const socket = connect(Number(port), hostname, () => idle.push(socket))
    return countAnswers(socket, answers, () => idle.push(socket))
  })
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * perSecond
    for (; sent < due && idle.length > 0; sent++) idle.shift()?.write(forged)
  }, TICK_MS)
  const stop = () => {
    clearInterval(timer)
    for (const socket of sockets) socket.destroy()
  }
  return { answers, stop }
}

/** An answer is shorter than a packet of the network, so that it comes in one piece. */
function countAnswers(socket: Socket, answers: Map<string, number>, onAnswer: () => void): Socket {
  socket.setEncoding('latin1').on('data', (text: string) => {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 'unreadable'
    answers.set(status, (answers.get(status) ?? 0) + 1)
    onAnswer()
  })
  return socket.on('error', () => answers.set('broken', (answers.get('broken') ?? 0) + 1))
}
