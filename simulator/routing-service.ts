/**
 * The simulated routing and greeting services. `POST /routing` names the first candidate that was not tried; a share of
 * the connections breaks instead, as in the original demo. `GET` and `PUT /routing` read and set that share. `GET
 * /greeting` greets by name; `PUT /greeting` stops and starts that service.
 */
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'
import {
  type Greeting,
  greetingQuery,
  type RoutingAnswer,
  type RoutingQuestion,
  routingQuestion,
} from '@/lib/contract/services'
import type { Draw } from './decision'
import { methodNotAllowed } from './problem'
import { limitBody, parseJson, readQuery, readText } from './request'
import { breakConnection } from './transmit'

const maxQuestionBytes = 64 * 1024

/** The oldest questions are forgotten, and then count as asked for the first time. */
const mostRemembered = 20_000

const setting = z.strictObject({ errorChance: z.int().min(0).max(99) })

const greetingSetting = z.strictObject({ answers: z.boolean() })

const noQuery = z.strictObject({})

/** While it is stopped, it breaks each connection, as a dead service would. */
export class GreetingService {
  #answers = true
  #asked = 0

  /** Null if the connection is to be broken. */
  greet(name: string): Greeting | null {
    this.#asked += 1
    return this.#answers ? { greeting: `¡Hola, ${name}!` } : null
  }

  told() {
    return { answers: this.#answers, asked: this.#asked }
  }

  set(answers: boolean): void {
    this.#answers = answers
  }

  reset(): void {
    this.#answers = true
    this.#asked = 0
  }
}

export class RoutingService {
  #errorChance: number
  #asked = 0
  #broken = 0
  /** How often each question was asked. */
  readonly #tries = new Map<string, number>()

  /** @param startChance percent of the connections that break, until set otherwise */
  constructor(
    private readonly startChance: number,
    private readonly draw: Draw,
  ) {
    this.#errorChance = startChance
  }

  /** Null if the connection is to be broken. The same seed breaks the same tries of the same questions. */
  answer({ packetId, tried, candidates }: RoutingQuestion): RoutingAnswer | null {
    const tryNumber = this.#count(`${tried.length} ${packetId}`)
    this.#asked += 1
    if (this.draw('routing', packetId, tried.length, tryNumber) * 100 < this.#errorChance) {
      this.#broken += 1
      return null
    }
    return { provider: candidates.find((name) => !tried.includes(name)) ?? null }
  }

  told() {
    return { errorChance: this.#errorChance, asked: this.#asked, broken: this.#broken }
  }

  set(errorChance: number): void {
    this.#errorChance = errorChance
  }

  reset(): void {
    this.#errorChance = this.startChance
    this.#asked = 0
    this.#broken = 0
    this.#tries.clear()
  }

  #count(question: string): number {
    const tries = (this.#tries.get(question) ?? 0) + 1
    // Deleted and inserted again, so that the map stays ordered from the oldest to the newest.
    this.#tries.delete(question)
    this.#tries.set(question, tries)
    const [oldest] = this.#tries.keys()
    if (this.#tries.size > mostRemembered && oldest !== undefined) this.#tries.delete(oldest)
    return tries
  }
}

export function serviceRoutes(
  routing: RoutingService,
  greetings: GreetingService,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post('/routing', limitBody(maxQuestionBytes), async (c) => {
    const answer = routing.answer(parseJson(await readText(c), routingQuestion))
    return answer === null ? breakConnection(c) : c.json(answer)
  })
  app.get('/routing', (c) => {
    readQuery(c, noQuery)
    return c.json(routing.told())
  })
  app.put('/routing', limitBody(maxQuestionBytes), async (c) => {
    routing.set(parseJson(await readText(c), setting).errorChance)
    return c.json(routing.told())
  })
  app.all('/routing', methodNotAllowed('GET, POST, PUT'))
  app.get('/greeting', (c) => {
    const { name } = readQuery(c, greetingQuery)
    const answer = greetings.greet(name)
    return answer === null ? breakConnection(c) : c.json(answer)
  })
  app.put('/greeting', limitBody(maxQuestionBytes), async (c) => {
    greetings.set(parseJson(await readText(c), greetingSetting).answers)
    return c.json(greetings.told())
  })
  app.all('/greeting', methodNotAllowed('GET, PUT'))
  return app
}
