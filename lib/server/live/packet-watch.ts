/** Follows one packet for all its viewers. */
import 'server-only'
import { createHash } from 'node:crypto'
import { isFinal, type Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { getPacket } from '@/lib/server/packets/read'
import { log } from '@/lib/server/process'
import { Audience } from './audience'
import { BackOff } from './back-off'
import { news } from './news'
import { completeUpdate } from './update'

/** Without announcements, changes still show within this time. */
const longestPauseMs = 1_000

export class PacketWatch {
  readonly audience = new Audience()
  readonly #id: string
  readonly #stop = new AbortController()

  constructor(id: string) {
    this.#id = id
  }

  stop(): void {
    this.#stop.abort()
  }

  /** Runs until the packet can no longer change or the watch is stopped. Retries during outages. */
  async run(): Promise<void> {
    const { signal } = this.#stop
    const backOff = new BackOff()
    while (!signal.aborted) {
      try {
        const seen = news().count
        const packet = await getPacket(this.#id)
        backOff.reset()
        this.audience.tell('packet', packet, stateId(packet))
        if (isFinal(packet)) return this.#end()
        await news().since(seen, longestPauseMs, signal)
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof ApiError && error.code === 'PACKET_NOT_FOUND') return this.#end()
        if (!(error instanceof ApiError))
          log().error({ err: error, packetId: this.#id }, 'a live view failed')
        await backOff.wait(signal).catch(() => undefined)
      }
    }
  }

  #end(): void {
    this.audience.end(completeUpdate('end', {}))
  }
}

/** Identifies a state: a reader that reconnects says by it which state it has. */
export function stateId(packet: Packet): string {
  return createHash('sha256').update(JSON.stringify(packet)).digest('base64url').slice(0, 16)
}
