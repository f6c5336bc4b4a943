/** Reads server-sent events one by one from a response. Events of one name do not delay those of others. */
import { createParser } from 'eventsource-parser'

export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #waiting = new Map<string, string[]>()
  readonly #parser = createParser({
    onEvent: ({ event = 'message', data, id }) => {
      this.lastEventId = id ?? this.lastEventId
      this.#waiting.set(event, [...(this.#waiting.get(event) ?? []), data])
    },
  })
  readonly #decoder = new TextDecoder()
  /** The id that a reader sends when it reconnects; empty before any event had one. */
  lastEventId = ''
  /** Everything received so far, as text. */
  text = ''

  constructor(response: Response) {
    if (response.body === null) throw new Error('The answer has no body.')
    this.#reader = response.body.getReader()
  }

  /** The next event of this name for which the predicate holds. */
  async next<T = unknown>(name: string, holds: (value: T) => boolean = () => true): Promise<T> {
    for (;;) {
      const data = this.#waiting.get(name)?.shift()
      if (data !== undefined) {
        const value: T = JSON.parse(data)
        if (holds(value)) return value
      } else if (!(await this.#read())) {
        throw new Error(`The stream ended without "${name}": ${this.text}`)
      }
    }
  }

  /** Resolves when the server has closed the stream. */
  async closed(): Promise<void> {
    while (await this.#read());
  }

  async leave(): Promise<void> {
    await this.#reader.cancel()
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    if (done) return false
    const text = this.#decoder.decode(value, { stream: true })
    this.text += text
    this.#parser.feed(text)
    return true
  }
}
