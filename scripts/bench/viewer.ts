// One reader of a packet's live stream, as light as can be: hundreds of them run in this process.
import { Agent, get, type IncomingMessage } from 'node:http'
import { createParser } from 'eventsource-parser'
import { packetSchema } from '@/lib/contract/packet'
import { apiPaths } from '@/lib/contract/paths'
import { hasEnded, type PacketStatus } from '@/lib/packet/packet'

/** One connection each, as each would come from a browser of its own. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

export class StreamViewer {
  /** The last status it was sent. */
  status: PacketStatus | null = null
  /** The stream said that nothing more will come. */
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
      const request = get(`${origin}${apiPaths.packetEvents(packetId)}`, { agent }, (response) => {
        if (response.statusCode === 200) resolve(new StreamViewer(response))
        else reject(new Error(`A live view was answered with ${response.statusCode}.`))
      })
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
