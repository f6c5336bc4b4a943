// A client of the product's HTTP API.
import { randomUUID } from 'node:crypto'
import { call } from '@/lib/client/api'
import { ClientError } from '@/lib/client/client-error'
import { packetSchema } from '@/lib/contract/packet'
import { apiPath } from '@/lib/contract/paths'
import type { Submission } from '@/lib/contract/submission'
import { hasEnded, isFinal, type Packet } from '@/lib/packet/packet'
import { waitUntil } from '@/scripts/stack/wait-until'
import { notePrivate } from './private-texts'

const PATIENCE_MS = 30_000

/** A line of text that occurs nowhere else. */
export function privateText(): string {
  return `for nobody's log ${randomUUID()}`
}

/** The fields that a test sets; the rest of the submission gets defaults. */
export type Order = Partial<Omit<Submission, 'contents'>>

export class Waybill {
  constructor(readonly url: string) {}

  /** Resolves once the packet is accepted. */
  submit(order: Order = {}): Promise<Packet> {
    return this.#prepare(order)()
  }

  /** As above, and repeats the request under the same key while the answer is that something is down or busy. */
  async submitPatiently(order: Order): Promise<Packet> {
    const send = this.#prepare(order)
    const accepted = await waitUntil(() => send().catch(unlessAway), { limitMs: PATIENCE_MS, everyMs: 500 })
    if (accepted === null) throw new Error(`No packet was accepted within ${PATIENCE_MS} ms.`)
    return accepted
  }

  #prepare(order: Order): () => Promise<Packet> {
    const text = order.text ?? privateText()
    const key = `key-${randomUUID()}`
    notePrivate(text)
    notePrivate(key)
    const submission = { source: '+017771110000', destination: '+016660002222', ...order, text }
    return () =>
      call('POST /api/packets', {
        body: submission,
        headers: { 'Idempotency-Key': key },
        origin: this.url,
      })
  }

  async packet(id: string): Promise<Packet> {
    return packetSchema.parse(await call('GET /api/packets/{id}', { params: { id }, origin: this.url }))
  }

  /** Polls until `holds` is true of the packet; waits through outages. */
  async packetWhen(id: string, holds: (packet: Packet) => boolean, limitMs = PATIENCE_MS): Promise<Packet> {
    let last: Packet | null = null
    const found = await waitUntil(
      async () => {
        last = await this.packet(id).catch(unlessAway)
        return last !== null && holds(last) ? last : null
      },
      { limitMs, everyMs: 100 },
    )
    if (found === null) throw new Error(`Within ${limitMs} ms this did not come: ${JSON.stringify(last)}`)
    return found
  }

  /** The packet once the provider of this attempt has accepted it. */
  accepted(id: string, attempt = 1): Promise<Packet> {
    return this.packetWhen(id, ({ attempts }) => attempts[attempt - 1]?.handOver.state === 'ACCEPTED')
  }

  /** The packet once its status is final. */
  ended(id: string, limitMs?: number): Promise<Packet> {
    return this.packetWhen(id, ({ status }) => hasEnded(status), limitMs)
  }

  /** The packet once nothing more is expected to happen to it. */
  closed(id: string, limitMs?: number): Promise<Packet> {
    return this.packetWhen(id, isFinal, limitMs)
  }

  /** The status and text of the readiness check. */
  async readiness(): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}${apiPath('/api/health/ready')}`)
    return { status: response.status, text: await response.text() }
  }
}

function unlessAway(error: unknown): null {
  if (error instanceof ClientError && (error.status === null || error.status >= 500)) return null
  throw error
}
