// A proxy between browser and Waybill that passes everything on until a test changes its behaviour.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export class ProxyBetween {
  /** Answers in place of the server when it returns true. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false
  /** How much of an event stream it lets pass. */
  passes: 'everything' | 'headers' | 'nothing' = 'everything'
  /** Paths that were requested. */
  readonly asked: string[] = []
  readonly #target: string
  readonly #server = createServer((incoming, outgoing) => this.#handle(incoming, outgoing))

  constructor(target: string) {
    this.#target = target
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  /** Event streams that were requested since the last call. */
  takeStreams(): string[] {
    return this.asked.splice(0).filter((path) => path.startsWith('/api/events/'))
  }

  /** Breaks all open connections, like a proxy that is restarted. */
  breakConnections(): void {
    this.#server.closeAllConnections()
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.asked.push(incoming.url ?? '')
    if (this.answer(incoming, outgoing)) return
    const { method, headers, url } = incoming
    const passing = request(`${this.#target}${url}`, { method, headers }, (response) => {
      const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true
      const passes = isStream ? this.passes : 'everything'
      outgoing.on('close', () => passing.destroy())
      if (passes === 'nothing') return response.resume()
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      if (passes === 'everything') return response.pipe(outgoing)
      outgoing.flushHeaders()
      return response.resume()
    })
    passing.on('error', () => outgoing.destroy())
    incoming.pipe(passing)
  }
}
