// Forged receipts by the thousand, over bare sockets: a client of its own would cost more than what is measured.
import { randomBytes, randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { signMessage } from '@/lib/carrier/signature'
import { apiPaths } from '@/lib/contract/paths'

const TICK_MS = 5
const CONNECTIONS = 64

export interface Flood {
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
 * Sends `perSecond` of them until stopped, each connection one at a time: when all wait for their answers, nothing
 * more is sent, and what was answered tells it.
 */
export function flood(origin: string, token: string, perSecond: number): Flood {
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
