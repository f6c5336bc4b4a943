/** A client of Waybill's API, with types generated from the OpenAPI document that the API serves. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import createClient from 'openapi-fetch'
import type { components, operations, paths } from './waybill-api'

export type Packet = components['schemas']['Packet']
type Submission = components['schemas']['Submission']
type Problem = components['schemas']['Problem']
type Filter = NonNullable<operations['listPackets']['parameters']['query']>

/** A request that the API refused; `code` comes from a closed list. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title}: ${problem.detail}`)
  }
}

/** @param baseUrl such as `http://127.0.0.1:3000` */
export function createWaybill(baseUrl: string) {
  const api = createClient<paths>({ baseUrl })

  /** Without an answer, or after a 503, call it again with the same key: the packet is submitted only once. */
  async function submit(submission: Submission, idempotencyKey: string = randomUUID()): Promise<Packet> {
    const header = { 'Idempotency-Key': idempotencyKey }
    const { data, error } = await api.POST('/api/packets', { body: submission, params: { header } })
    if (error) throw new Refusal(error)
    return data
  }

  /** Waits until the packet has ended, in whatever way; waits through outages. */
  async function untilEnded(id: string, limitMs: number, everyMs = 1_000): Promise<Packet> {
    const giveUpAt = Date.now() + limitMs
    for (;;) {
      const { data, error } = await api.GET('/api/packets/{id}', { params: { path: { id } } })
      if (error && error.status !== 503) throw new Refusal(error)
      if (data && data.endedAt !== null) return data
      if (Date.now() > giveUpAt) throw new Error(`${id} has not ended within ${limitMs} ms.`)
      await pause(everyMs)
    }
  }

  /** All packets that match, read page by page. */
  async function* list(filter: Filter): AsyncGenerator<Packet> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { ...filter, ...(cursor !== undefined && { cursor }) }
      const { data, error } = await api.GET('/api/packets', { params: { query } })
      if (error) throw new Refusal(error)
      yield* data.items
      cursor = data.nextCursor
    }
  }

  return { submit, untilEnded, list }
}

/** Final statuses in which no provider has delivered. */
export const failed = ['NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'FAILED'] as const
