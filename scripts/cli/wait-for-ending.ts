/** Follows one packet to its final status: by its event stream, and by polling when the stream is silent. */
import { ClientError } from '@/lib/client/client-error'
import { openEventStream } from '@/lib/client/event-stream'
import { packetSchema } from '@/lib/contract/packet'
import { apiPath } from '@/lib/contract/paths'
import { streamEvents } from '@/lib/contract/streams'
import { formatDuration } from '@/lib/packet/duration'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { Problem } from '../console/problem'
import { type Instance, isOutage } from './instance'

interface Following {
  /** Called with each state of the packet that is received. */
  onPacket?: (packet: Packet) => void
  /** Polling interval while the stream is live, and while it is not. */
  pollMs?: { live: number; silent: number }
  /** How long the instance may be unreachable; a restart takes far less. */
  patienceMs?: number
}

const defaults = { pollMs: { live: 10_000, silent: 1_500 }, patienceMs: 300_000 }

/**
 * Resolves with the packet as soon as its status is final; it may still be settling.
 * @throws Problem when the instance is unreachable for too long, ClientError when the packet no longer exists
 */
export function waitForEnding(start: Packet, instance: Instance, following: Following = {}): Promise<Packet> {
  if (hasEnded(start.status)) return Promise.resolve(start)
  return new Promise((resolve, reject) => {
    const watch = new Watch(start.id, instance, { ...defaults, ...following }, (outcome) => {
      if (outcome instanceof Error) reject(outcome)
      else resolve(outcome)
    })
    watch.start()
  })
}

class Watch {
  #live = false
  #heardAt = performance.now()
  #timer: NodeJS.Timeout | undefined
  #closeStream = () => {}
  #done = false

  constructor(
    private readonly id: string,
    private readonly instance: Instance,
    private readonly following: Following & typeof defaults,
    private readonly report: (outcome: Packet | Error) => void,
  ) {}

  start(): void {
    const { signal, url } = this.instance
    signal.throwIfAborted()
    signal.addEventListener('abort', this.#interrupted)
    this.#closeStream = openEventStream({
      path: `${url}${apiPath('/api/events/packets/{id}', { id: this.id })}`,
      onEvent: (name, json) => name === streamEvents.packet && this.#hear(json),
      onState: ({ is }) => {
        this.#live = is === 'live'
        if (is === 'ended') void this.#ask()
      },
    })
    this.#askLater()
  }

  readonly #interrupted = () => this.#end(new Problem('Stopped waiting.'))

  #hear(json: string): void {
    const parsed = packetSchema.safeParse(JSON.parse(json))
    if (parsed.success) this.#see(parsed.data)
  }

  #see(packet: Packet): void {
    if (this.#done) return
    this.#heardAt = performance.now()
    this.following.onPacket?.(packet)
    if (hasEnded(packet.status)) this.#end(packet)
  }

  #askLater(): void {
    const { live, silent } = this.following.pollMs
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), this.#live ? live : silent)
  }

  async #ask(): Promise<void> {
    if (this.#done) return
    try {
      this.#see(await this.instance.packet(this.id))
    } catch (error) {
      this.#consider(error)
    }
    if (!this.#done) this.#askLater()
  }

  /** An outage is temporary, within the patience; any other error ends the wait. */
  #consider(error: unknown): void {
    const passing = error instanceof ClientError && isOutage(error)
    if (!passing) this.#end(error instanceof Error ? error : new Error(String(error)))
    else if (performance.now() - this.#heardAt > this.following.patienceMs) this.#end(this.#gone())
  }

  #gone(): Problem {
    const span = formatDuration(this.following.patienceMs)
    return new Problem(`${this.instance.url} has been gone for ${span}; packet ${this.id} goes on by itself.`)
  }

  #end(outcome: Packet | Error): void {
    if (this.#done) return
    this.#done = true
    clearTimeout(this.#timer)
    this.instance.signal.removeEventListener('abort', this.#interrupted)
    this.#closeStream()
    this.report(outcome)
  }
}
